using Kit.Autodiff;
using Kit.Numerics;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

/// <summary>Derivatives of solutions with respect to initial states and parameters.</summary>
public sealed class SensitivityTests
{
    private static readonly double[] Times = [0, 0.5, 1];

    // A linear system with a known answer: u(t) = e^(At)u₀, L = Σ w·u(t_k): ∂L/∂u₀ = Σ e^(Aᵀt_k) w.
    private static readonly Tensor A = Tensor.Of(new double[,] { { -0.3, 1.2 }, { -0.7, 0.1 } });
    private static readonly Tensor U0 = Tensor.Of([0.8, -0.4]);
    private static readonly Tensor W = Tensor.Of([1.5, 0.6]);

    private static Tensor Linear(double t, Tensor u, Tensor a) => Functions.MatMul(a, u.Reshape(2, 1)).Reshape(2);

    // Lotka–Volterra with its four numbers in θ.
    private static Tensor Prey(double t, Tensor u, Tensor[] θ) => Tensor.Stack([u[0] * (θ[0][0] - θ[0][1] * u[1]), u[1] * (θ[0][2] * u[0] - θ[0][3])]);

    private static readonly Tensor Rates = Tensor.Of([1.1, 0.4, 0.3, 0.7]);

    [Fact]
    public void Gradients_of_a_linear_system_are_those_of_the_matrix_exponential()
    {
        var expected = Enumerable.Range(1, 2).Select(k => LinearAlgebra.Expm(A.T * Times[k]).MatMul(W.Reshape(2, 1)).Reshape(2)).Aggregate((x, y) => x + y);
        Tensor Loss(Tensor states) => (states[1..] * W).Sum();
        Func<double, Tensor, Tensor> f = (t, u) => Linear(t, u, A);
        var discrete = Grad.Of(u => Loss(Evolution.Run(new RungeKutta(Tableau.Tsit5, f), u, Times, 0.02).States))(U0);
        var adaptive = Grad.Of(u => Loss(Evolution.Adapt(new RungeKutta(Tableau.Tsit5, f), u, Times, new(1e-10, 1e-10)).States))(U0);
        var kept = Grad.Of(u => Loss(Evolution.Checkpointed(_ => new RungeKutta(Tableau.Tsit5, f), u, [], Times, 0.02)))(U0);
        var adjoint = Grad.Of(u => Loss(Adjoint.Solve((t, x, _) => f(t, x), u, [], Times, 0.02)))(U0);
        Assert.All(new[] { discrete, adaptive, kept, adjoint }, gradient => Assert.True((gradient - expected).Abs().Max().Item() < 1e-8, $"{gradient} {expected}"));
        Assert.True((discrete - kept).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void Discrete_checkpointed_and_adjoint_gradients_of_parameters_agree_with_differences()
    {
        static IStepper Method(Tensor[] θ) => new RungeKutta(Tableau.Rk4, (t, u) => Prey(t, u, θ));
        var u0 = Tensor.Of([1.0, 0.5]);
        Tensor Loss(Tensor states) => states[1..].Square().Sum();
        Func<Tensor, Tensor> discrete = θ => Loss(Evolution.Run(Method([θ]), u0, Times, 0.05).States);
        var check = Grad.Check(discrete, Rates);
        Assert.True(check.Passed, check.ToString());
        var gradient = Grad.Of(discrete)(Rates);
        var kept = Grad.Of(θ => Loss(Evolution.Checkpointed(Method, u0, [θ], Times, 0.05)))(Rates);
        Assert.True((gradient - kept).Abs().Max().Item() < 1e-13);
        // Of the exact solution: RK4's error at h = 0.01 is below 1e-8.
        var fine = Grad.Of(θ => Loss(Evolution.Run(Method([θ]), u0, Times, 0.01).States))(Rates);
        var adjoint = Grad.Of(θ => Loss(Adjoint.Solve(Prey, u0, [θ], Times, 0.01)))(Rates);
        Assert.True((fine - adjoint).Abs().Max().Item() < 1e-7, $"{fine} {adjoint}");
        var tangent = Grad.Jvp(θ => Loss(Adjoint.Solve(Prey, u0, [θ], Times, 0.01)), Rates, Tensor.Ones(4)).Tangent.Item();
        Assert.Equal(fine.Sum().Item(), tangent, 1e-9);
    }

    public static TheoryData<string> Names => [.. Integrators.All.Select(method => method.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_method_is_differentiable_in_both_modes(string name)
    {
        var method = Integrators.All.Single(method => method.Name == name);
        var start = Tensor.Of([1.0, 0.5]);
        Func<Tensor, Tensor> end = x => Evolution.Final(method.Of((t, u) => Prey(t, u, [x[2..]]) * (1 + 0.2 * Math.Sin(t))), x[..2], 0, 0.5, 0.1).Square().Sum();
        var x = Tensor.Concat([start, Rates]);
        var check = Grad.Check(end, x);
        Assert.True(check.Passed, check.ToString());
        var v = Tensor.Linspace(-1, 1, 6);
        Assert.Equal((Grad.Of(end)(x) * v).Sum().Item(), Grad.Jvp(end, x, v).Tangent.Item(), 1e-10);
    }

    [Fact]
    public void Krylov_solves_are_differentiable_too()
    {
        var x = Tensor.Concat([Tensor.Of([1.0, 0.5]), Rates]);
        Func<Tensor, Tensor> end = y => Evolution.Final(new DiagonallyImplicit(Tableau.Sdirk2, (t, u) => Prey(t, u, [y[2..]]), new() { DenseLimit = 0 }), y[..2], 0, 0.5, 0.1).Square().Sum();
        var check = Grad.Check(end, x);
        Assert.True(check.Passed, check.ToString());
    }

    [Fact]
    public void Implicit_explicit_and_symplectic_methods_are_differentiable()
    {
        var x = Tensor.Of([0.7, -0.2]);
        foreach (var method in Integrators.Imex)
        {
            var check = Grad.Check(u => Evolution.Final(method.Of((_, v) => v.Sin(), ImplicitPart.Of((_, v) => -v * v)), u, 0, 0.5, 0.1).Sum(), x);
            Assert.True(check.Passed, $"{method}: {check}");
        }

        foreach (var method in Integrators.Symplectic)
        {
            var check = Grad.Check(u => Evolution.Final(method.Of(q => -q.Sin()), u, 0, 0.5, 0.1).Square().Sum(), x);
            Assert.True(check.Passed, $"{method}: {check}");
        }
    }

    [Fact]
    public void A_multistep_method_is_not_checkpointed() =>
        Assert.Contains("one-step", Assert.Throws<ArgumentException>(() => Evolution.Checkpointed(_ => new AdamsBashforth(3, (_, u) => u), U0, [], Times, 0.1)).Message);
}
