using Kit.Learning;
using Kit.Operators.Evaluation;
using Kit.Operators.Spectral;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Tests.Operators.Training;

/// <summary>On u(t + 1) = w u(t), whose derivatives by w are known for every way to train.</summary>
public sealed class RolloutObjectiveTests
{
    private const double W = 1.5;

    private static readonly Tensor Trajectories = new Rng(1).Normal([3, 5, 1, 4]);

    private sealed class Times : Layer
    {
        public Tensor Weight { get; } = Tensor.Of(W);

        protected override Tensor Compute(Tensor x) => x * Weight;
    }

    /// <summary>Loss Σ y − t, so that the derivative by w is that of the prediction.</summary>
    private static double Derivative(RolloutObjective objective, Tensor[] batch)
    {
        var model = new Times();
        return Model.ValueAndGradients(Model.Parameters(model), () => objective.Loss(model, batch, (y, t) => (y - t).Sum())).Gradients[0].Item();
    }

    [Fact]
    public void Pushforward_takes_the_derivative_of_the_first_and_last_step_alone()
    {
        var objective = new RolloutObjective(Trajectories, 3);
        var batch = objective.Data(2, new Rng(1)).Batch(0);
        var sum = batch[0].Sum().Item();
        Assert.Equal((1 + W * W) / 2 * sum, Derivative(objective, batch), 1e-12); // d(wu)/dw and d(w · stop(w²u))/dw
        Assert.Equal(3, batch.Length);
    }

    [Fact]
    public void Through_all_steps_the_loss_is_the_mean_over_them()
    {
        var objective = new RolloutObjective(Trajectories, 3) { Through = true };
        var batch = objective.Data(2, new Rng(1)).Batch(0);
        Assert.Equal((1 + 2 * W + 3 * W * W) / 3 * batch[0].Sum().Item(), Derivative(objective, batch), 1e-12);
        Assert.Equal(4, batch.Length);
    }

    [Fact]
    public void Windows_are_pieces_of_one_trajectory_and_an_epoch_has_each_once()
    {
        var data = new RolloutObjective(Trajectories, 2).Data(4, new Rng(1));
        Assert.Equal(3, data.BatchesPerEpoch); // 3 trajectories of 3 windows, by 4
        var seen = new HashSet<(double, double)>();
        for (var k = 0; k < 3; k++)
        {
            var batch = data.Batch(k);
            for (var i = 0; i < batch[0].Shape[0]; i++) seen.Add((batch[0][i, 0, 0].Item(), batch[2][i, 0, 0].Item()));
        }

        var all = Enumerable.Range(0, 3).SelectMany(i => Enumerable.Range(0, 3).Select(t => (Trajectories[i, t, 0, 0].Item(), Trajectories[i, t + 2, 0, 0].Item())));
        Assert.Equal(all.Order(), seen.Order());
    }

    [Fact]
    public void Noise_is_of_the_step_and_of_the_first_state_alone()
    {
        var (clean, noisy) = (new RolloutObjective(Trajectories, 1).Data(4, new Rng(1)), new RolloutObjective(Trajectories, 1) { Noise = 0.1 }.Data(4, new Rng(1)));
        var difference = noisy.Batch(1)[0] - clean.Batch(1)[0];
        Assert.InRange(Math.Sqrt(difference.Square().Mean().Item()), 0.04, 0.2); // 16 normal numbers
        Assert.Equal(clean.Batch(1)[1].ToDoubles(), noisy.Batch(1)[1].ToDoubles());
        Assert.Equal(noisy.Batch(1)[0].ToDoubles(), noisy.Batch(1)[0].ToDoubles());
        Assert.NotEqual(noisy.Batch(0)[0].ToDoubles(), noisy.Batch(3)[0].ToDoubles());
    }

    [Fact]
    public void One_step_is_the_training_by_pairs() => Assert.Equal(12, RolloutObjective.Pairs(Trajectories).Count);

    [Fact]
    public void It_trains_by_the_common_protocol()
    {
        // Rotation of a wave by an eighth of the circle a step.
        var phase = new Rng(3).Uniform([12, 1, 1, 1], 0, 6) + Tensor.Arange(0.0, 5).Reshape(1, 5, 1, 1) * (Math.PI / 4) + Tensor.Arange(0.0, 16) * (Math.PI / 8);
        var waves = phase.Sin().Cast(Kit.Compute.DType.F32);
        var pairs = RolloutObjective.Pairs(waves);
        var plan = new OperatorPlan { Epochs = 12, Batch = 6, LearningRate = 1e-2, Objective = new RolloutObjective(waves, 2) };
        var trained = OperatorTraining.Train(new Fno(1, 1, [3], 8, 1, head: 8), pairs, pairs[..8], plan, new Rng(1));
        Assert.Equal(72, trained.Steps);
        Assert.True(trained.TestError < 0.3, $"{trained.TestError}"); // 1.4 for a wave of random phase
        Assert.Equal(4, Rollout.Of(trained.Model, waves).Relative.Count);
    }

    [Fact]
    public void Too_short_trajectories_are_refused() =>
        Assert.Contains("T of 6 at least", Assert.Throws<ArgumentException>(() => new RolloutObjective(Trajectories, 5)).Message, StringComparison.Ordinal);
}
