using Kit.Numerics.TimeIntegration;
using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Pde.Equations;

public sealed class ChaosTests
{
    [Fact]
    public void Lorenzs_attractor_has_its_known_exponent()
    {
        // Published: 0.9056. Over 400 units of time the estimate scatters by 0.02; eight trajectories at once, by less than 0.01.
        var start = new Rng(1).Normal((8, 3), 0, 1) + Tensor.Of([1.0, 1, 20]);
        Assert.Equal(0.9056, LyapunovExponent.Largest(new Rk4(new Lorenz63().RightHandSide), start, 0.01, 1000, 20_000), 0.03);
    }

    [Fact]
    public void Lorenz_63_rests_at_its_fixed_points_and_Lorenz_96_at_F()
    {
        var c = Math.Sqrt(8.0 / 3 * 27);
        Assert.True(new Lorenz63().RightHandSide(0, Tensor.Of([c, c, 27])).Abs().Max().Item() < 1e-13);
        Assert.Equal(0, new Lorenz96().RightHandSide(0, Tensor.Full((2, 6), 8.0)).Abs().Max().Item());
        var u = Tensor.Of([1.0, 2, 4, 8, 16]);
        // i = 2: (u₃ − u₀) u₁ − u₂ + F
        Assert.Equal((8 - 1) * 2 - 4 + 8, new Lorenz96().RightHandSide(0, u)[2].Item());
        // The quadratic part does no work.
        Assert.Equal((8 * u - u * u).Sum().Item(), (u * new Lorenz96().RightHandSide(0, u)).Sum().Item(), 10);
        Assert.Contains("[samples…, 3]", Assert.Throws<ArgumentException>(() => new Lorenz63().RightHandSide(0, Tensor.Zeros(4))).Message);
        Assert.Contains("n ≥ 4", Assert.Throws<ArgumentException>(() => new Lorenz96().RightHandSide(0, Tensor.Zeros(3))).Message);
    }

    [Fact]
    public void Kuramoto_Sivashinsky_is_chaotic_and_keeps_its_mean()
    {
        // Published for L = 22: 0.043. 3000 units of time scatter by about 0.01.
        var grid = Grid.Periodic(48, 22);
        var equation = new KuramotoSivashinsky(grid);
        var start = grid.Sample(x => 0.1 * Cos(2 * Math.PI / 22 * x) * (1 + Sin(4 * Math.PI / 22 * x)));
        Assert.Equal(0.043, LyapunovExponent.Largest(equation.Stepper(), equation.Modes(start), 0.25, 1000, 12_000, every: 20), 0.02);
        var end = equation.Evolve(start + 0.3, 0.1, 300);
        Assert.Equal((start + 0.3).Mean().Item(), end.Mean().Item(), 1e-13);
    }

    [Fact]
    public void Kuramoto_Sivashinsky_in_two_dimensions_equals_one_if_nothing_varies_across()
    {
        // h of the combustion form and u = ∂h/∂x of the conservative one.
        var (line, plane) = (Grid.Periodic(32, 22), Grid.Periodic(32, 22, 2));
        var q = 2 * Math.PI / 22;
        var h = new KuramotoSivashinsky(plane).Evolve(plane.Sample((x, y) => Cos(q * x) + 0 * y), 0.05, 20);
        var u = new KuramotoSivashinsky(line).Evolve(line.Sample(x => -q * Sin(q * x)), 0.05, 20);
        var slope = new KuramotoSivashinsky(plane).Space.Gradient(h)[0];
        Assert.True((slope[.., 5] - u).Abs().Max().Item() < 1e-9);
    }

    private sealed class Rk4(Func<double, Tensor, Tensor> f) : IStepper
    {
        public int Order => 4;

        public Tensor Step(double t, Tensor u, double dt)
        {
            var a = f(t, u);
            var b = f(t + dt / 2, u + dt / 2 * a);
            var c = f(t + dt / 2, u + dt / 2 * b);
            return u + dt / 6 * (a + 2 * b + 2 * c + f(t + dt, u + dt * c));
        }
    }
}
