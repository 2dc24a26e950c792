using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Tensors;
using static Kit.Tensors.Functions;
using static Kit.Tests.Pde.Spectral.Errors;

namespace Kit.Tests.Pde.Spectral;

public sealed class SpectralSchemeTests
{
    public static TheoryData<string> Names => [.. SpectralScheme.All.Select(scheme => scheme.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Errors_fall_at_the_order_of_the_scheme_where_L_is_mild(string name)
    {
        var scheme = Named(name);
        var equation = new Burgers(Grid.Periodic(32, 2 * Math.PI), 0.2);
        var start = equation.Space.Grid.Sample(x => Sin(x) + 0.5 * Cos(2 * x));
        var exact = equation.Evolve(start, 1.0 / 1024, 512);
        var dt = scheme.Order == 1 ? 1.0 / 128 : scheme.Order == 4 ? 1.0 / 32 : 1.0 / 64;
        var order = Order(step => Largest(equation.Evolve(start, step, (int)Math.Round(0.5 / step), scheme), exact), dt);
        Assert.InRange(order, scheme.Order - 0.1, scheme.Order + 0.2); // the next term of the error, O(Δt) of the first
    }

    [Theory, InlineData("ETDRK1", 1e-2), InlineData("ETDRK2", 1e-2), InlineData("ETDRK3", 1e-2), InlineData("ETDRK4", 5e-3), InlineData("ARS(2,2,2)", 1e-2), InlineData("ARS(3,4,3)", 2.5e-3)]
    public void Errors_fall_at_the_order_of_the_scheme_where_L_is_stiff(string name, double dt)
    {
        // Modes of Kuramoto and Sivashinsky's equation decay at rates up to k⁴ = 10⁵: z = −10³ to −2·10³.
        var scheme = Named(name);
        var equation = new KuramotoSivashinsky(Grid.Periodic(64, 22));
        var start = equation.Space.Grid.Sample(x => Cos(2 * Math.PI / 22 * x) * (1 + Sin(2 * Math.PI / 22 * x)));
        var exact = equation.Evolve(start, 5e-4, 2000);
        var order = Order(step => Largest(equation.Evolve(start, step, (int)Math.Round(1 / step), scheme), exact), dt);
        Assert.InRange(order, scheme.Order - 0.1, scheme.Order + 0.2);
    }

    [Fact]
    public void Crank_Nicolson_with_Euler_is_the_formula_of_the_data_sets()
    {
        var equation = new NavierStokes(Grid.Periodic(16, dimensions: 2), 1e-2);
        var w = equation.Modes(new Rng(1).Normal((16, 16)));
        var (dt, k) = (0.1, equation.Space);
        var half = 0.5 * dt * 1e-2 * k.Laplacian;
        var expected = ((1 + half) * w + dt * equation.Nonlinear(k, w, 0)) / (1 - half);
        Assert.True(Largest(equation.Stepper(SpectralScheme.CrankNicolsonEuler).Step(0, w, dt), expected) < 1e-13 * w.Abs().Max().Item());
    }

    [Fact]
    public void ETD_keeps_a_steady_state_that_balances_L_and_N()
    {
        // u = tanh-like walls have N = −Lu: any Δt keeps them with ETD, as φ functions weigh L and N alike.
        var equation = new Steady(Grid.Periodic(16));
        var u = equation.Space.Grid.Sample(x => 2 + Sin(2 * Math.PI * x));
        foreach (var scheme in SpectralScheme.All.Where(scheme => scheme.Name.StartsWith("ETD", StringComparison.Ordinal)))
            Assert.True(Largest(equation.Evolve(u, 0.3, 5, scheme), u) < 1e-12, scheme.Name);
    }

    private static SpectralScheme Named(string name) => SpectralScheme.All.Single(scheme => scheme.Name == name);

    /// <summary>∂u/∂t = Δu + f with f = −Δ of a given field.</summary>
    private sealed class Steady(Grid grid) : SpectralEquation(new FourierSpace(grid))
    {
        public override Tensor Linear(FourierSpace k) => k.Laplacian;

        public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => -k.Multiply(k.Forward(grid.Sample(x => 2 + Sin(2 * Math.PI * x))), k.Laplacian);
    }
}
