using System.Diagnostics;
using System.Globalization;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>The protocol that all operators are trained by: normalisers fitted on training data, Adam on a relative loss of decoded fields, errors on data that were never seen.</summary>
public static class OperatorTraining
{
    /// <summary>Trains a model from weights that a seed draws.</summary>
    /// <param name="model">[N, C, n…] → [N, O, n…] for scaled fields; an <see cref="IFittedOperator"/> is fitted instead.</param>
    /// <param name="train">Training samples.</param>
    /// <param name="test">Others, of the same shape.</param>
    /// <param name="plan">How.</param>
    /// <param name="rng">Of the weights and the order of samples.</param>
    /// <param name="token">Stops after a step; the checkpoint has it.</param>
    /// <exception cref="ArgumentException">Samples of different shapes, of another type than the weights, or a plan with impossible numbers.</exception>
    /// <exception cref="ArithmeticException">The loss is not finite: the message names the step, and the checkpoint is the last good one.</exception>
    /// <exception cref="InvalidDataException">A checkpoint of another model; nothing has been trained.</exception>
    public static TrainedOperator Train(Layer model, FieldPairs train, FieldPairs test, OperatorPlan plan, Rng rng, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rng);
        Check(model, train, test, plan);
        var whole = new NormalizedOperator(model, Normalizer.Fit(train.Inputs, plan.InputStatistics), Normalizer.Fit(train.Outputs, plan.OutputStatistics));
        Model.Initialize(model, rng.Stream("weights"));
        if (model is IFittedOperator fitted) return Fitted(whole, fitted, train, test, plan, rng);

        var objective = plan.Objective ?? new PairObjective(train);
        var batch = Math.Min(plan.Batch, train.Count);
        var data = objective.Data(batch, rng.Stream("order"));
        Func<Tensor[], Tensor> loss = samples => objective.Loss(whole, samples, plan.Loss);
        var resumes = plan is { Resume: true, Checkpoint: { } file } && File.Exists(file);
        var epoch = data.BatchesPerEpoch ?? Math.Max(1, train.Count / batch);
        var steps = Steps(plan, plan.Epochs * epoch, resumes, () => StepTime.Of(whole, loss, data));

        var validating = TimeSpan.Zero;
        var trainer = new Trainer(whole, new Adam(model, plan.LearningRate, weightDecay: plan.WeightDecay, decoupled: plan.DecoupledDecay), loss)
        {
            Schedule = plan.Schedule(plan.LearningRate, steps),
            ClipNorm = plan.ClipNorm,
            Checkpoint = plan.Checkpoint,
            CheckpointEvery = Math.Max(epoch, steps / 100),
            Validation = DataStream.Of([test.Inputs, test.Outputs], Math.Min(plan.Batch, test.Count)),
            ValidateEvery = Math.Min(steps, Math.Max(epoch, steps / 25)),
            ValidationLoss = samples =>
            {
                var clock = Stopwatch.StartNew();
                var error = Loss.RelativeL2(whole.Forward(samples[0]), samples[1]);
                validating += clock.Elapsed;
                return error;
            },
        };
        if (resumes) trainer.Resume(plan.Checkpoint!);
        var earlier = trainer.History.Count > 0 ? trainer.History.Saved[-1, -1].Item() : 0; // before a stop, with the tests between epochs
        var training = Stopwatch.StartNew();
        var history = trainer.Fit(data, steps, token);
        return Result(whole, history, trainer.Step, training.Elapsed - validating + TimeSpan.FromSeconds(earlier), train, test, plan);
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

    private static TrainedOperator Fitted(NormalizedOperator whole, IFittedOperator fitted, FieldPairs train, FieldPairs test, OperatorPlan plan, Rng rng)
    {
        var clock = Stopwatch.StartNew();
        using (Tensor.Scope()) fitted.Fit(new(whole.Input.Encode(train.Inputs), whole.Output.Encode(train.Outputs)), rng.Stream("fit"));
        return Result(whole, new(), 0, clock.Elapsed, train, test, plan);
    }

    private static TrainedOperator Result(NormalizedOperator whole, History history, long steps, TimeSpan took, FieldPairs train, FieldPairs test, OperatorPlan plan) =>
        new(whole, history, steps, took.TotalSeconds, Error(whole, test, plan.Batch), Error(whole, train[..Math.Min(train.Count, test.Count)], plan.Batch));

    /// <summary>How many steps there will be. What a budget allows is measured once and written beside the checkpoint, so that a resumed training has the schedule of the first.</summary>
    private static long Steps(OperatorPlan plan, long most, bool resumes, Func<double> secondsOfStep)
    {
        if (plan.Seconds is not { } budget) return most;
        var note = plan.Checkpoint is null ? null : plan.Checkpoint + ".steps";
        if (resumes && File.Exists(note) && long.TryParse(File.ReadAllText(note), NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known >= 1) return Math.Min(known, most);
        var steps = Math.Clamp((long)(budget / secondsOfStep()), 1, most);
        if (note is not null) AtomicFile.Write(note, steps.ToString(CultureInfo.InvariantCulture));
        return steps;
    }

    private static void Check(Layer model, FieldPairs train, FieldPairs test, OperatorPlan plan)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(plan);
        plan.Check();
        if (!Sample(train.Inputs).SequenceEqual(Sample(test.Inputs)) || !Sample(train.Outputs).SequenceEqual(Sample(test.Outputs)))
            throw new ArgumentException($"OperatorTraining: training samples {train.Inputs.Shape} ↦ {train.Outputs.Shape}, test samples {test.Inputs.Shape} ↦ {test.Outputs.Shape}; one shape of both but for their number is right");
        if (test.Count == 0) throw new ArgumentException("OperatorTraining: no test sample; one at least is right");
        if (Model.Parameters(model).FirstOrDefault(p => p.Value.DType.Real() != train.Inputs.DType) is { } other)
            throw new ArgumentException($"OperatorTraining: data of {train.Inputs.DType} for weights of {other.Value.DType} ({other.Name}); Cast the data to {other.Value.DType.Real()}");

        static int[] Sample(Tensor x) => x.Shape.ToArray()[1..];
    }
}
