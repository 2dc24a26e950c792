using System.Diagnostics;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>The protocol that all operators are trained by: normalisers fitted on training data, Adam on a relative loss of decoded fields, errors on data that were never seen.</summary>
public static class OperatorTraining
{
    /// <summary>Trains a model from weights that a seed draws.</summary>
    /// <param name="model">[N, C, n…] → [N, O, n…] for scaled fields.</param>
    /// <param name="train">Training samples.</param>
    /// <param name="test">Others.</param>
    /// <param name="plan">How.</param>
    /// <param name="rng">Of the weights and the order of samples.</param>
    /// <param name="token">Stops after a step; the checkpoint has it.</param>
    /// <exception cref="ArithmeticException">The loss is not finite: the message names the step, and the checkpoint is the last good one.</exception>
    public static TrainedOperator Train(Layer model, FieldPairs train, FieldPairs test, OperatorPlan plan, Rng rng, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(plan);
        var whole = new NormalizedOperator(model, Normalizer.Fit(train.Inputs, plan.InputStatistics), Normalizer.Fit(train.Outputs, plan.OutputStatistics));
        Model.Initialize(model, rng.Stream("weights"));
        var data = DataStream.Of([train.Inputs, train.Outputs], Math.Min(plan.Batch, train.Count), rng.Stream("order"));
        var epoch = data.BatchesPerEpoch!.Value;
        var steps = plan.Epochs * epoch;
        if (plan.Seconds is { } budget) steps = Math.Clamp((long)(budget / SecondsOfStep(whole, data, plan)), 1, steps);

        var optimizer = new Adam(model, plan.LearningRate, weightDecay: plan.WeightDecay, decoupled: plan.DecoupledDecay);
        var validating = TimeSpan.Zero;
        var trainer = new Trainer(whole, optimizer, batch => plan.Loss(whole.Forward(batch[0]), batch[1]))
        {
            Schedule = plan.Schedule(plan.LearningRate, steps),
            ClipNorm = plan.ClipNorm,
            Checkpoint = plan.Checkpoint,
            Validation = DataStream.Of([test.Inputs, test.Outputs], Math.Min(plan.Batch, test.Count)),
            ValidateEvery = Math.Max(epoch, steps / 25),
            ValidationLoss = batch =>
            {
                var clock = Stopwatch.StartNew();
                var error = Loss.RelativeL2(whole.Forward(batch[0]), batch[1]);
                validating += clock.Elapsed;
                return error;
            },
        };
        if (plan is { Resume: true, Checkpoint: { } file } && File.Exists(file)) trainer.Resume(file);
        var training = Stopwatch.StartNew();
        var history = trainer.Fit(data, steps, token);
        var seconds = (training.Elapsed - validating).TotalSeconds;
        return new(whole, history, trainer.Step, seconds, Error(whole, test, plan.Batch), Error(whole, train[..Math.Min(train.Count, test.Count)], plan.Batch));
    }

    /// <summary>Mean over samples of ‖y − u‖₂/‖u‖₂, batch by batch.</summary>
    public static double Error(Layer model, FieldPairs pairs, int batch = 20)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Model.SetTraining(model, false);
        var sum = 0.0;
        for (var first = 0; first < pairs.Count; first += batch)
        {
            using var scope = Tensor.Scope();
            var part = pairs[first..Math.Min(first + batch, pairs.Count)];
            sum += Loss.RelativeL2(model.Forward(part.Inputs), part.Outputs, sum: true).Item();
        }

        return sum / pairs.Count;
    }

    /// <summary>The median of a few steps' times after a first one, at rate 0, which leaves the weights as they are.</summary>
    private static double SecondsOfStep(NormalizedOperator whole, IDataStream data, OperatorPlan plan)
    {
        var trial = new Trainer(whole, new Adam(whole.Inner, 0), batch => plan.Loss(whole.Forward(batch[0]), batch[1]));
        double[] times = new double[5];
        _ = trial.Fit(data, 1);
        for (var k = 0; k < times.Length; k++)
        {
            var clock = Stopwatch.StartNew();
            _ = trial.Fit(data, k + 2);
            times[k] = clock.Elapsed.TotalSeconds;
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }
}
