using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

public sealed class StiffTests
{
    public static TheoryData<string> Names => [.. Integrators.Implicit.Select(method => method.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Prothero_and_Robinsons_problem_is_solved_with_steps_a_thousand_times_too_long_for_an_explicit_method(string name)
    {
        // The trapezoidal rule leaves its first error undamped; ROS2 is of order 1 on this problem, and its error h² · ½ a step is damped at once.
        // u′ = −10⁶(u − sin t) + cos t, u = sin t; explicit methods need steps below 3·10⁻⁶.
        var stepper = Integrators.All.Single(method => method.Name == name).Of((t, u) => -1e6 * (u - Math.Sin(t)) + Math.Cos(t));
        var u = Evolution.Final(stepper, Tensor.Zeros(3), 0, 1, 0.01);
        Assert.True((u - Math.Sin(1)).Abs().Max().Item() < (name == "ROS2" ? 1e-4 : 1e-5), $"{(u - Math.Sin(1)).Abs().Max().Item()}");
    }

    [Theory, InlineData("SDIRK4"), InlineData("RODAS3"), InlineData("RODAS4")]
    public void Van_der_Pols_relaxation_oscillation(string name)
    {
        // u″ = μ(1 − u²)u′ − u, μ = 1000, from (2, 0): the value at t = 500 is on the slow branch, ln u − u²/2 = ln 2 − 2 − t/μ … up to O(μ⁻²) corrections of the start.
        var method = (IEmbeddedStepper)Integrators.All.Single(method => method.Name == name)
            .Of((_, u) => Tensor.Concat([u[1..], 1000 * (1 - u[..1].Square()) * u[1..] - u[..1]]));
        var run = Evolution.Adapt(method, Tensor.Of([2.0, 0.0]), [0, 500, 1000], new(1e-5, 1e-8));
        var x = run.States[1, 0].Item();
        Assert.Equal(Math.Log(2) - 2 + 0.5, Math.Log(x) - x * x / 2, 1e-3);
        // After the jump at 807 it is on the other branch.
        Assert.True(run.Last[0].Item() < -1.5);
        Assert.True(run.Statistics.Steps < 1500, $"{run.Statistics}");
    }

    [Fact]
    public void Dense_and_Krylov_solvers_agree_with_and_without_a_preconditioner()
    {
        // Heat on 40 points with a nonlinear source.
        Tensor Heat(double t, Tensor u)
        {
            var padded = Tensor.Concat([Tensor.Zeros(1), u, Tensor.Zeros(1)]);
            return 1600 * (padded[..^2] - 2 * u + padded[2..]) + u * u;
        }

        var u0 = Tensor.Linspace(0, 1, 40);
        double[] Solve(Newton newton) => Evolution.Final(new DiagonallyImplicit(Tableau.Sdirk2, Heat, newton), u0, 0, 0.05, 0.01).ToDoubles();
        var dense = Solve(new());
        var scale = new Newton { DenseLimit = 0, Preconditioner = (gammaDt, r) => r / (1 + 3200 * gammaDt) };
        Assert.All(dense.Zip(Solve(new() { DenseLimit = 0 })), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.All(dense.Zip(Solve(scale)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        // ROS2 is of order 2 for any approximation of the Jacobian, and here it is exact to the tolerance of GMRES.
        var ros = Evolution.Final(new Rosenbrock(RosenbrockTable.Ros2, Heat, new() { DenseLimit = 0 }), u0, 0, 0.05, 0.001);
        var reference = Evolution.Final(new Rosenbrock(RosenbrockTable.Rodas4, Heat), u0, 0, 0.05, 0.001);
        Assert.True((ros - reference).Abs().Max().Item() < 1e-4);
    }

    [Fact]
    public void Samples_have_matrices_of_their_own()
    {
        // A relaxation with a rate per sample: two hundred states of two elements, together beyond the limit of a matrix, and each is as alone.
        var rates = Tensor.Logspace(0, 5, 200).Reshape(200, 1);
        Tensor Relax(double t, Tensor u) => Tensor.Concat([-rates * (u[.., ..1] - u[.., 1..].Cos()), u[.., ..1] - u[.., 1..]], -1);
        var newton = new Newton { SampleAxes = 1 };
        var u0 = Tensor.Ones((200, 2));
        foreach (IStepper method in new IStepper[] { new DiagonallyImplicit(Tableau.Sdirk3, Relax, newton), new Rosenbrock(RosenbrockTable.Rodas4, Relax, newton) })
        {
            var all = Evolution.Final(method, u0, 0, 1, 0.1);
            var rate = rates[77].Item();
            var alone = Evolution.Final(
                new DiagonallyImplicit(method is Rosenbrock ? Tableau.Sdirk4 : Tableau.Sdirk3, (_, u) => Tensor.Stack([-rate * (u[0] - u[1].Cos()), u[0] - u[1]])), Tensor.Ones(2), 0, 1, method is Rosenbrock ? 0.01 : 0.1);
            Assert.True((all[77] - alone).Abs().Max().Item() < (method is Rosenbrock ? 1e-2 : 1e-9), $"{method}: {all[77]} {alone}");
        }
    }

    // u₀ is fed at the rate 1 and turned into u₁ at the rate k u₀u₁: the stage has a second solution with a negative u₁, and Newton's full steps end there.
    private static Tensor Fed(Tensor rates, Tensor u)
    {
        var reaction = rates * u[Slice.Ellipsis, ..1] * u[Slice.Ellipsis, 1..];
        return Tensor.Concat([1 - reaction, reaction - u[Slice.Ellipsis, 1..]], -1);
    }

    [Theory, InlineData(64), InlineData(0)]
    public void Backtracking_finds_the_physical_solution_of_strongly_nonlinear_stages_for_every_sample(int denseLimit)
    {
        // After a layer of length 1/k all of u₀ is in u₁, 2 at t = 0⁺: u₁ = 1 + e⁻ᵗ and k u₀u₁ = 1 − u₀′ up to O(1/k).
        double[] rates = denseLimit == 0 ? [1e4] : [1, 1e2, 1e3, 1e4, 1e5];
        var k = Tensor.Of(rates).Reshape(-1, 1);
        var newton = new Newton { SampleAxes = 1, DenseLimit = denseLimit };
        var u = Evolution.Final(new DiagonallyImplicit(Tableau.Sdirk3, (_, x) => Fed(k, x), newton), Tensor.Ones((rates.Length, 2)), 0, 2, 0.1);
        for (var j = 0; j < rates.Length; j++)
        {
            var alone = Evolution.Final(new DiagonallyImplicit(Tableau.Sdirk3, (_, x) => Fed(rates[j], x)), Tensor.Ones(2), 0, 2, 0.1);
            Assert.True((u[j] - alone).Abs().Max().Item() < 1e-9, $"k = {rates[j]}: {u[j]}, alone {alone}");
            // SDIRK3 errs by 10⁻³ in the layer, which it does not resolve.
            if (rates[j] > 100) Assert.Equal(1 + Math.Exp(-2), u[j, 1].Item(), 3 / rates[j] + 3e-3);
        }
    }

    [Theory, InlineData(1e2), InlineData(1e5)]
    public void Backtracking_reaches_a_root_that_full_steps_leap_over(double k)
    {
        // Newton's method for arctan diverges from |x| > 1.39; here x is about 3.
        var u = Evolution.Final(new DiagonallyImplicit(Tableau.BackwardEuler, (_, x) => -k * (20 * (x - 4)).Atan()), 1.0, 0, 1, 0.1);
        Assert.Equal(4, u.Item(), 1e-9);
    }

    [Fact]
    public void A_failure_of_Newton_tells_its_history()
    {
        // u = 1 + u² + 1 has no real solution.
        var e = Assert.Throws<ConvergenceException>(() => new DiagonallyImplicit(Tableau.BackwardEuler, (_, u) => u * u + 1).Step(0, 0.9, 1));
        Assert.True(e.Residuals.Count > 5);
        Assert.Contains("the residual went", e.Message);
        Assert.Contains("try a smaller step", e.Message);
    }
}
