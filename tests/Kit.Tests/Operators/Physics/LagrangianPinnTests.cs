using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class LagrangianPinnTests
{
    private static readonly Box Labels = new((0, 2 * Math.PI), (0, 1));

    [Fact]
    public void Transport_at_constant_speed_leaves_no_residual()
    {
        // x = ξ + βt, u = sin ξ.
        Func<Tensor, Tensor> exact = p => Tensor.Concat([p[.., 0..1] + p[.., 1..2] * 30, p[.., 0..1].Sin()], 1);
        var problem = LagrangianPinn.Problem(Labels, u => Tensor.OnesLike(u) * 30, xi => xi.Sin());
        Assert.True(problem.Residual(new(exact, Labels.Grid(5, 5))).Abs().Max().Item() < 1e-13);
        foreach (var condition in problem.Conditions)
            Assert.True(condition.Residual(new(condition.Name == "start" ? p => exact(p[.., 0..2]) : exact, condition.Points)).Abs().Max().Item() < 1e-13);
        var grid = Tensor.Linspace(0, 2 * Math.PI, 50);
        // Linear interpolation between 1024 labels: (2π/1024)²/8 = 5·10⁻⁶.
        Assert.True((LagrangianPinn.AtTime(exact, Labels, 0.37, grid) - (grid - 30 * 0.37).Sin()).Abs().Max().Item() < 5e-6);
    }

    [Fact]
    public void Diffusion_along_paths_is_that_of_space()
    {
        // Any path x(ξ), here ξ + 0.3 sin ξ, and u = cos x: u_t − νu_xx = ν cos x.
        Func<Tensor, Tensor> field = p =>
        {
            var x = p[.., 0..1] + p[.., 0..1].Sin() * 0.3;
            return Tensor.Concat([x, x.Cos()], 1);
        };
        var j = new Jet(field, Labels.Grid(7, 2));
        var r = LagrangianPinn.Residual(j, _ => Tensor.Of([0.0]), viscosity: 0.1);
        Assert.True((r[.., 1..2] - j.Component(1) * 0.1).Abs().Max().Item() < 1e-13);
        Assert.True(r[.., 0..1].Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void A_trained_network_carries_a_wave_around_the_circle()
    {
        // Five times around; u₀ = sin x.
        var problem = LagrangianPinn.Problem(Labels, u => Tensor.OnesLike(u) * 30, xi => xi.Sin(), points: 32);
        var pinn = new Pinn(LagrangianPinn.Network(Labels, width: 10, pathDepth: 1, depth: 2), problem);
        pinn.Train(new() { Points = 127, Sampling = Sampling.Sobol, Adam = 0, LBfgs = 1200 }, new Rng(1));
        var x = Tensor.Linspace(0, 2 * Math.PI, 64);
        var exact = (x - 30).Sin();
        var error = ((LagrangianPinn.AtTime(pinn.Forward, Labels, 1, x) - exact).Norm() / exact.Norm()).Item();
        Assert.True(error < 1e-2, $"{error}");
    }

    [Fact]
    public void Labels_of_other_dimensions_are_refused() =>
        Assert.Contains("ξ and t", Assert.Throws<ArgumentException>(() => LagrangianPinn.Problem(new((0, 1)), u => u, u => u)).Message);
}
