using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Tensors;
using static Kit.Tensors.Functions;
using static Kit.Tests.Pde.Spectral.Errors;

namespace Kit.Tests.Pde.Equations;

/// <summary>Linear equations are solved to rounding by one step of any length.</summary>
public sealed class LinearEquationsTests
{
    private static readonly Grid Line = Grid.Periodic(32, 2 * Math.PI);
    private static readonly Grid Plane = new(Axis.Periodic(24, 0, 2 * Math.PI), Axis.Periodic(20, 0, 2 * Math.PI));

    [Theory, InlineData(0.01), InlineData(1.0), InlineData(50.0)]
    public void Advection_moves_the_field(double t)
    {
        Near(new Advection(Line, 0.7).Evolve(Line.Sample(x => Exp(Sin(x))), t, 1), Line.Sample(x => Exp(Sin(x - 0.7 * t))));
        Near(new Advection(Plane, 0.7, -0.3).Evolve(Plane.Sample((x, y) => Sin(x + 2 * y)), t, 1), Plane.Sample((x, y) => Sin(x - 0.7 * t + 2 * (y + 0.3 * t))));
    }

    [Theory, InlineData(0.01), InlineData(1.0), InlineData(50.0)]
    public void Waves_decay_and_turn_at_the_rates_of_their_equations(double t)
    {
        Near(new Diffusion(Plane, 0.1).Evolve(Wave(2, 1), t, 1), Math.Exp(-0.5 * t) * Wave(2, 1));
        // k·Dk = 0.1·4 + 2·0.05·2 + 0.2·1
        Near(new Diffusion(Plane, new[,] { { 0.1, 0.05 }, { 0.05, 0.2 } }).Evolve(Wave(2, 1), t, 1), Math.Exp(-0.8 * t) * Wave(2, 1));
        Near(new HyperDiffusion(Plane, 0.01).Evolve(Wave(2, 1), t, 1), Math.Exp(-0.25 * t) * Wave(2, 1));
        Near(new AdvectionDiffusion(Plane, 0.1, 1, 0).Evolve(Wave(2, 1), t, 1), Math.Exp(-0.5 * t) * Plane.Sample((x, y) => Sin(2 * (x - t) + y)));
        Near(new Dispersion(Line, 0.5).Evolve(Line.Sample(x => Cos(3 * x)), t, 1), Line.Sample(x => Cos(3 * (x - 4.5 * t))));
    }

    [Theory, InlineData(0.01), InlineData(1.0), InlineData(50.0)]
    public void Waves_of_the_wave_equation_travel_both_ways(double t)
    {
        // u = sin(3x − 3ct) + cos(x + ct), and a mean that moves at constant speed.
        const double c = 1.5;
        Tensor At(double s) => Tensor.Stack([
            Line.Sample(x => Sin(3 * (x - c * s)) + Cos(x + c * s) + 0.1 + 0.2 * s),
            Line.Sample(x => -3 * c * Cos(3 * (x - c * s)) - c * Sin(x + c * s) + 0.2)]);
        Near(new Wave(Line, c).Evolve(At(0), t, 1), At(t));
    }

    [Fact]
    public void Every_scheme_is_exact_or_of_its_order_for_a_matrix_a_mode()
    {
        var equation = new Wave(Line);
        var start = Tensor.Stack([Line.Sample(x => Sin(2 * x)), Line.Sample(x => 0 * x)]);
        var exact = Tensor.Stack([Line.Sample(x => Math.Cos(2) * Sin(2 * x)), Line.Sample(x => -2 * Math.Sin(2) * Sin(2 * x))]);
        foreach (var scheme in new[] { SpectralScheme.Ars222, SpectralScheme.Ars343, SpectralScheme.RungeKutta4 })
            Assert.InRange(Order(dt => Largest(equation.Evolve(start, dt, (int)Math.Round(1 / dt), scheme), exact), 1.0 / 32), scheme.Order - 0.1, scheme.Order + 0.1);
        Near(equation.Evolve(start, 0.1, 10, SpectralScheme.IntegratingFactorRk4), exact);
    }

    [Fact]
    public void Specific_equations_equal_the_general_one()
    {
        var u = Line.Sample(x => Sin(x) + 0.3 * Cos(2 * x));
        var v = Plane.Sample((x, y) => Sin(x) * Cos(y));
        Same(new Advection(Line, 0.7), new GeneralEquation(Line, [0, -0.7]), u);
        Same(new Diffusion(Plane, 0.1), new GeneralEquation(Plane, [0, 0, 0.1]), v);
        Same(new Dispersion(Plane, 0.1), new GeneralEquation(Plane, [0, 0, 0, 0.1]), v);
        Same(new Burgers(Line, 0.1), new GeneralEquation(Line, [0, 0, 0.1], convection: -1), u);
        Same(new KortewegDeVries(Line), new GeneralEquation(Line, [0, 0, 0, -1], convection: -6), u);
        Same(new KuramotoSivashinsky(Line), new GeneralEquation(Line, [0, 0, -1, 0, -1], convection: -1), u);
        Same(new Logistic(Line), new GeneralEquation(Line, [1], quadratic: -1), u);

        static void Same(SpectralEquation specific, SpectralEquation general, Tensor start) =>
            Assert.True(Largest(specific.Evolve(start, 0.01, 5), general.Evolve(start, 0.01, 5)) < 1e-13, specific.GetType().Name);
    }

    private static Tensor Wave(int p, int q) => Plane.Sample((x, y) => Sin(p * x + q * y));

    // Phases of up to 50·k cost ε·50·k ≈ 10⁻¹³.
    private static void Near(Tensor measured, Tensor exact) => Assert.True(Largest(measured, exact) < 3e-12, $"off by {Largest(measured, exact):g3}");

    private sealed class Logistic(Grid grid) : SpectralEquation(new FourierSpace(grid))
    {
        public override Tensor Linear(FourierSpace k) => Tensor.Ones(1);

        public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(-k.Values(u).Square());
    }
}
