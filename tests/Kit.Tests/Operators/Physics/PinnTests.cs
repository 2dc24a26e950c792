using Kit.Learning;
using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class PinnTests
{
    private static readonly Box Line = new((0.0, 1.0));

    /// <summary>u″ = −π² sin πx, u(0) = u(1) = 0.</summary>
    private static PinnProblem Poisson => new(Line, u => u.D(0, 2) + (u.X(0) * Math.PI).Sin() * (Math.PI * Math.PI))
    {
        Conditions = [Condition.Values("ends", Line.Grid(2), Tensor.Zeros((2, 1)))],
    };

    // A residual of mean square 10⁻⁵, as 300 iterations of L-BFGS leave it, is an error of √10⁻⁵/π² of u; Gauss-Newton steps leave a tenth of it.
    [Theory, InlineData(0, 300, 0, 1e-3), InlineData(0, 0, 40, 1e-4), InlineData(400, 100, 0, 1e-3)]
    public void Every_way_of_training_solves_a_Poisson_problem(int adam, int lbfgs, int gaussNewton, double bound)
    {
        var pinn = new Pinn(Mlp.Smooth(1, 1, 12, 2), Poisson);
        var history = pinn.Train(new() { Points = 40, Adam = adam, LBfgs = lbfgs, GaussNewton = gaussNewton, LearningRate = Schedules.Constant(5e-3), ResampleEvery = 100 }, new Rng(1));
        var x = Line.Grid(101);
        var error = (pinn.Forward(x) - (x * Math.PI).Sin()).Abs().Max().Item();
        Assert.True(error < bound, $"error {error}, losses {string.Join(", ", history.Final)}");
        Assert.Equal(["equation", "ends"], history.Names);
    }

    [Fact]
    public void An_unknown_coefficient_is_found_from_measurements()
    {
        // u″ = −κ⁻¹ … with κ u″ = −π² sin πx and u = ½ sin πx measured: κ = 2.
        var kappa = Tensor.Of([1.0]);
        var x = Line.Grid(9);
        var problem = new PinnProblem(Line, u => u.D(0, 2) * kappa + (u.X(0) * Math.PI).Sin() * (Math.PI * Math.PI))
        {
            Conditions = [Condition.Values("measured", x, (x * Math.PI).Sin() * 0.5)],
            Unknowns = [kappa],
        };
        new Pinn(Mlp.Smooth(1, 1, 10, 2), problem).Train(new() { Points = 30, Adam = 0, GaussNewton = 60 }, new Rng(2));
        Assert.Equal(2, kappa.Item(), 1e-4);
    }

    [Theory, InlineData(Sampling.Grid), InlineData(Sampling.Uniform), InlineData(Sampling.Sobol), InlineData(Sampling.Adaptive)]
    public void Every_sampling_balance_and_causality_takes_steps(Sampling sampling)
    {
        var box = new Box((0, 1), (0, 1));
        var problem = new PinnProblem(box, u => u.D(1) + u.D(0))
        {
            Conditions = [Condition.Values("start", box.Face(1, 0, 10), Tensor.Ones((10, 1))), Condition.Periodic("period", box.Face(0, 0, 5), box.Face(0, 1, 5), 0, order: 1)],
        };
        var pinn = new Pinn(Mlp.Smooth(2, 1, 6, 2), problem);
        ILossBalance balance = sampling == Sampling.Grid ? new GradientNorms() : new TangentTraces(7);
        var history = pinn.Train(new() { Points = 100, Adam = 40, Sampling = sampling, ResampleEvery = 20, Balance = balance, BalanceEvery = 10, Causality = new(axis: 1, slabs: 5), LearningRate = Schedules.Constant(1e-2) }, new Rng(3));
        Assert.All(history.Losses, l => Assert.True(double.IsFinite(l.Loss)));
        Assert.True(pinn.Weights[1] != 1 && pinn.Weights[2] != 1);
        Assert.True(history.Losses[^1].Step == 30 && history.Final.Count == 3);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_named()
    {
        var problem = new PinnProblem(Line, u => (u.Value - 1e9).Log());
        Assert.Contains("at step 0", Assert.Throws<ArithmeticException>(() => new Pinn(Mlp.Smooth(1, 1, 4, 1), problem).Train(new() { Adam = 2 }, new Rng(1))).Message);
    }

    [Fact]
    public void Conditions_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Condition.Values("start", Line.Grid(3), Tensor.Zeros((2, 1))));
        Assert.Throws<ArgumentException>(() => Condition.Periodic("period", Line.Grid(3), Line.Grid(2), 0));
    }
}
