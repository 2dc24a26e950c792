using System.Numerics;
using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Tensors;
using static Kit.Tensors.Functions;
using static Kit.Tests.Pde.Spectral.Errors;

namespace Kit.Tests.Pde.Equations;

/// <summary>Nonlinear waves against their exact solutions and invariants.</summary>
public sealed class WaveEquationsTests
{
    [Fact]
    public void Burgers_equation_follows_Cole_and_Hopf()
    {
        // u = −2ν θ_x/θ with θ = 1 + ½ e^(−νt) cos x, which solves the heat equation.
        const double nu = 0.1;
        var grid = Grid.Periodic(64, 2 * Math.PI);
        Tensor At(double t) => grid.Sample(x => nu * Math.Exp(-nu * t) * Sin(x) / (1 + 0.5 * Math.Exp(-nu * t) * Cos(x)));
        Assert.True(Largest(new Burgers(grid, nu).Evolve(At(0), 0.02, 50), At(1)) < 1e-11);
    }

    [Fact]
    public void Burgers_velocity_that_is_a_gradient_follows_Cole_and_Hopf_in_two_dimensions()
    {
        // θ = 1 + ¼ e^(−νt) (cos x + cos y); u = −2ν ∇θ/θ. The quotient has modes of all sizes, falling as 0.2^k.
        const double nu = 0.1;
        var grid = Grid.Periodic(48, 2 * Math.PI, 2);
        Tensor At(double t)
        {
            var decay = 0.25 * Math.Exp(-nu * t);
            var theta = grid.Sample((x, y) => 1 + decay * (Cos(x) + Cos(y)));
            return Tensor.Stack([2 * nu * decay * grid.Sample((x, y) => Sin(x) + 0 * y) / theta, 2 * nu * decay * grid.Sample((x, y) => Sin(y) + 0 * x) / theta]);
        }

        Assert.True(Largest(new Burgers(grid, nu).Evolve(At(0), 0.05, 20), At(1)) < 1e-7);
    }

    [Fact]
    public void A_soliton_keeps_its_shape_and_speed()
    {
        var grid = Grid.Periodic(256, 40);
        var start = grid.Sample(x => KortewegDeVries.Soliton(x, 4, 15));
        var end = new KortewegDeVries(grid).Evolve(start, 1e-3, 2000);
        // Tails of e^(−2·15) = 10⁻¹³ around the circle; modes beyond 2/3 below 10⁻⁸.
        Assert.True(Largest(end, grid.Sample(x => KortewegDeVries.Soliton(x, 4, 23))) < 1e-7);
    }

    [Fact]
    public void Two_solitons_pass_through_each_other_and_are_shifted()
    {
        // Speeds 4κ², κ = 1.4 and 0.9. Hirota: the fast one gains ln((κ₁+κ₂)/(κ₁−κ₂))/κ₁, the slow one loses the same over κ₂.
        const double fast = 1.4, slow = 0.9, length = 50, time = 3.5;
        var grid = Grid.Periodic(384, length);
        var shift = Math.Log((fast + slow) / (fast - slow));
        // Exact: u = 2 ∂² ln(1 + e^a + e^b + A e^(a+b))/∂x², a = 2κ₁(x − 4κ₁² t − 10), A = ((κ₁−κ₂)/(κ₁+κ₂))².
        Tensor At(double t) => grid.Sample(x =>
        {
            var (a, b) = (Exp(2 * fast * (x - 4 * fast * fast * t - 10)), Exp(2 * slow * (x - 4 * slow * slow * t - 20)));
            var joint = Math.Exp(-2 * shift) * a * b;
            var f = 1 + a + b + joint;
            var first = 2 * fast * a + 2 * slow * b + 2 * (fast + slow) * joint;
            var second = 4 * fast * fast * a + 4 * slow * slow * b + 4 * (fast + slow) * (fast + slow) * joint;
            return 2 * (second / f - (first / f).Square());
        });
        var end = new KortewegDeVries(grid).Evolve(At(0), 1e-3, (int)(time * 1000));
        // Δt⁴ of ETDRK4 at speed 8, where a step is 1/100 of the time in which the fast one moves by its width.
        Assert.True(Largest(end, At(time)) < 3e-5, $"{Largest(end, At(time)):g3}");

        var peaks = Peaks(grid, end);
        Assert.Equal(2 * fast * fast, peaks.Max(p => p.Height), 0.02);
        Assert.Equal(2 * slow * slow, peaks.Where(p => p.Height < 2.5 && p.Height > 1).Max(p => p.Height), 0.02);
        // Ahead of the slow one the fast one is where it would be alone, and the shift further; the grid sees it to h = 0.13.
        Assert.Equal(10 + 4 * fast * fast * time + shift / fast, peaks.MaxBy(p => p.Height).X, 0.2);
    }

    [Fact]
    public void A_soliton_of_Schrodingers_equation_moves_and_keeps_its_invariants()
    {
        const double a = 1.2, v = 0.8, t = 2;
        // The phase vx closes around the circle: vL/2π = 4.
        var grid = new Grid(Axis.Periodic(256, -5 * Math.PI, 5 * Math.PI));
        var equation = new NonlinearSchrodinger(grid);
        var start = NonlinearSchrodinger.Soliton(grid.Coordinate(0), a, v);
        var end = equation.Evolve(start, 1e-3, (int)(t * 1000));
        var exact = NonlinearSchrodinger.Soliton(grid.Coordinate(0), a, v, v * t) * Complex.Exp(new(0, (a * a - v * v) * t / 2));
        Assert.True(Largest(end, exact) < 1e-6, $"{Largest(end, exact):g3}"); // tails of e^(−1.2·14) = 5e-8 meet around the circle
        double Mass(Tensor p) => grid.Integrate(p.Abs().Square()).Item();
        double Momentum(Tensor p) => grid.Integrate((p.Conj() * equation.Space.Gradient(p)[0]).Imag()).Item();
        double Energy(Tensor p) => 0.5 * grid.Integrate(equation.Space.Gradient(p)[0].Abs().Square() - p.Abs().Square().Square()).Item();
        Assert.Equal(2 * a, Mass(start), 6);
        Assert.Equal(Mass(start), Mass(end), 1e-10);
        Assert.Equal(Momentum(start), Momentum(end), 1e-10);
        Assert.Equal(Energy(start), Energy(end), 1e-10);
    }

    [Fact]
    public void A_breather_of_sine_Gordon_breathes()
    {
        const double omega = 0.6;
        var grid = new Grid(Axis.Periodic(256, -30, 30));
        var start = Tensor.Stack([grid.Sample(x => SineGordon.Breather(x, omega, 0)), Tensor.Zeros(256)]);
        var end = new SineGordon(grid).Evolve(start, 0.01, 700);
        // Tails of e^(−0.8·30) = 4e-11, Δt⁴ = 1e-8 of fourth derivatives of size 1.
        Assert.True(Largest(end[0], grid.Sample(x => SineGordon.Breather(x, omega, 7))) < 1e-7);
    }

    [Fact]
    public void A_plane_wave_of_Ginzburg_and_Landau_turns_at_its_frequency()
    {
        const double b = 1.5, c = -0.5, t = 2;
        var grid = Grid.Periodic(32, 20);
        var q = 2 * 2 * Math.PI / 20;
        Tensor At(double s) => Math.Sqrt(1 - q * q) * Exp(Complex.ImaginaryOne * (q * grid.Coordinate(0) - (c + (b - c) * q * q) * s));
        Assert.True(Largest(new ComplexGinzburgLandau(grid, b, c).Evolve(At(0), 0.01, (int)(100 * t)), At(t)) < 1e-10);
    }

    private static List<(double X, double Height)> Peaks(Grid grid, Tensor u)
    {
        var (x, y) = (grid.Axes[0].Points.ToDoubles(), u.ToDoubles());
        return [.. Enumerable.Range(1, y.Length - 2).Where(i => y[i] > y[i - 1] && y[i] >= y[i + 1]).Select(i => (x[i], y[i]))];
    }
}
