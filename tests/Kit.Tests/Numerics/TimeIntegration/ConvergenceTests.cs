using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

/// <summary>Every method of the tables against exact solutions: the error falls with the power that theory says.</summary>
public sealed class ConvergenceTests
{
    public static TheoryData<string> General => [.. Integrators.All.Select(method => method.Name)];

    public static TheoryData<string> Imex => [.. Integrators.Imex.Select(method => method.Name)];

    public static TheoryData<string> Symplectic => [.. Integrators.Symplectic.Select(method => method.Name)];

    // Not autonomous, not linear, coupled, with the solution a = e^(sin t), b = 1/(1 + t/2).
    private static Tensor Slope(double t, Tensor u)
    {
        var (a, b, exact) = (u[..1], u[1..], Math.Exp(Math.Sin(t)));
        return Tensor.Concat([Math.Cos(t) * a + 0.7 * (a * b - exact / (1 + t / 2)), -b * b / 2 + 0.9 * (a.Sin() - Math.Sin(exact))]);
    }

    private static Tensor Exact(double t) => Tensor.Of([Math.Exp(Math.Sin(t)), 1 / (1 + t / 2)]);

    [Theory, MemberData(nameof(General))]
    public void A_method_has_its_order(string name)
    {
        var method = Integrators.All.Single(method => method.Name == name);
        var stepper = method.Of(Slope);
        Assert.Equal(method.Order, stepper.Order);
        // Short enough for the leading term of the error, long enough to be above rounding.
        int[] counts = method.Order switch { 1 => [200, 400], 2 => [100, 200], 3 => [200, 400], _ => [80, 160] };
        var end = method.Order == 5 ? 3 : 1.5;
        Near(method.Order, Order(counts, steps => Error(Evolution.Final(stepper, Exact(0), 0, end, end / steps), Exact(end))));
    }

    [Theory, MemberData(nameof(Imex))]
    public void An_implicit_explicit_method_has_its_order(string name)
    {
        // Prothero–Robinson with λ = −1 for the implicit part and a nonlinear explicit part: u = e^(sin t) again.
        var method = Integrators.Imex.Single(method => method.Name == name);
        var stepper = method.Of((t, u) => u * Math.Cos(t) + u, ImplicitPart.Linear((gammaDt, rhs) => rhs / (1 + gammaDt)));
        Near(method.Order, Order([80, 160], steps => Error(Evolution.Final(stepper, 1.0, 0, 1, 1.0 / steps), Math.Exp(Math.Sin(1)))));
        var nonlinear = method.Of((t, u) => u * Math.Cos(t) + u * u, ImplicitPart.Of((_, u) => -u * u));
        Near(method.Order, Order([80, 160], steps => Error(Evolution.Final(nonlinear, 1.0, 0, 1, 1.0 / steps), Math.Exp(Math.Sin(1)))));
    }

    [Theory, MemberData(nameof(Symplectic))]
    public void A_symplectic_method_has_its_order(string name)
    {
        // The cubic oscillator q″ = −2q³ with q(0) = 0, q′(0) = 1 is the lemniscate sine, of period 2ϖ, ϖ = 2.622….
        var method = Integrators.Symplectic.Single(method => method.Name == name);
        var stepper = method.Of(q => -2 * q * q * q);
        const double period = 2 * 2.62205755429211981;
        int[] counts = method.Order switch { 2 => [200, 400], 4 => [80, 160], _ => [60, 120] };
        var start = Tensor.Of([0.0, 1.0]);
        Near(method.Order, Order(counts, steps => Error(Evolution.Final(stepper, start, 0, period / 2, period / 2 / steps), Tensor.Of([0.0, -1.0]))), 0.15);
    }

    [Fact]
    public void Splittings_have_their_orders()
    {
        // u′ = u² + t u with exact flows of the parts; 1/u = v solves v′ = −1 − t v.
        var square = new Flow((_, u, h) => u / (1 - h * u));
        var linear = new Flow((t, u, h) => u * Math.Exp(h * (t + h / 2)));
        var strang = Splitting.Strang(square, linear);
        var reference = Evolution.Final(new RungeKutta(Tableau.Tsit5, (t, u) => u * u + t * u), 0.3, 0, 1, 1e-3);
        Near(1, Order([100, 200], steps => Error(Evolution.Final(Splitting.Lie(square, linear), 0.3, 0, 1, 1.0 / steps), reference)));
        Near(2, Order([40, 80], steps => Error(Evolution.Final(strang, 0.3, 0, 1, 1.0 / steps), reference)));
        Near(4, Order([20, 40], steps => Error(Evolution.Final(Composition.Yoshida4(strang), 0.3, 0, 1, 1.0 / steps), reference)));
        Assert.Equal((1, 2), (Splitting.Lie(square, linear).Order, strang.Order));
    }

    [Fact]
    public void Fields_in_single_precision_and_of_complex_numbers_keep_their_type()
    {
        var single = Evolution.Final(new RungeKutta(Tableau.Rk4, (_, u) => -u), Tensor.Ones((2, 3), Kit.Compute.DType.F32), 0, 1, 0.1);
        Assert.Equal(Kit.Compute.DType.F32, single.DType);
        Assert.Equal(Math.Exp(-1), single[1, 2].Item(), 1e-6);
        var turned = Evolution.Final(new RungeKutta(Tableau.Rk4, (_, u) => u * System.Numerics.Complex.ImaginaryOne), Tensor.Of([System.Numerics.Complex.One]), 0, Math.PI, 0.01);
        Assert.True((turned + 1).Abs().Max().Item() < 1e-9);
    }

    private static double Error(Tensor u, Tensor exact) => (u - exact).Abs().Max().Item();

    private static double Order(int[] counts, Func<int, double> error) => Math.Log(error(counts[0]) / error(counts[^1])) / Math.Log((double)counts[^1] / counts[0]);

    private static void Near(int order, double measured, double tolerance = 0.1) =>
        Assert.True(Math.Abs(measured - order) <= tolerance, FormattableString.Invariant($"order {measured}, {order} is right"));
}
