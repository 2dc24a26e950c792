using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>How an operator is trained: the same for all models that are to be compared.</summary>
public sealed record OperatorPlan
{
    /// <summary>Passes over the training data; where <see cref="Seconds"/> is given, at most so many.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Wall-clock budget: steps are timed first, and as many are planned as fit. The result then depends on the machine; <see cref="TrainedOperator.Steps"/> says how many there were.</summary>
    public double? Seconds { get; init; }

    /// <summary>Samples of a batch.</summary>
    public int Batch { get; init; } = 20;

    /// <summary>Largest η of the cycle.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>λ of the decay w² λ/2 in the loss, as in the published codes.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>AdamW's decay in place of the one in the loss.</summary>
    public bool DecoupledDecay { get; init; }

    /// <summary>What a step looks at; null: the training pairs.</summary>
    public IObjective? Objective { get; init; }

    /// <summary>(prediction, truth) → loss of a batch, in the units of the data.</summary>
    public Func<Tensor, Tensor, Tensor> Loss { get; init; } = (y, t) => Learning.Loss.RelativeL2(y, t);

    /// <summary>(η, steps) → the rate of each step.</summary>
    public Func<double, long, Schedule> Schedule { get; init; } = (rate, steps) => Schedules.OneCycle(rate, steps, 0.1, 10, 100);

    /// <summary>Scaling of the inputs.</summary>
    public Statistics InputStatistics { get; init; } = Statistics.Channel;

    /// <summary>Scaling of the outputs.</summary>
    public Statistics OutputStatistics { get; init; } = Statistics.Channel;

    /// <summary>Largest ‖g‖.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>File of the training's state; a training that is stopped, or whose loss is not finite, goes on from there.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Resumes from <see cref="Checkpoint"/> when that file is there; the steps that a budget allowed are those of the first start.</summary>
    public bool Resume { get; init; }

    /// <summary>Refuses numbers that no training can have.</summary>
    /// <exception cref="ArgumentException">The first of them, with its value.</exception>
    internal void Check()
    {
        Require(Epochs >= 1, $"Epochs = {Epochs}; 1 at least is right");
        Require(Batch >= 1, $"Batch = {Batch}; 1 at least is right");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), $"LearningRate = {LearningRate}; a positive number is right, such as 1e-3");
        Require(WeightDecay >= 0, $"WeightDecay = {WeightDecay}; 0 or more is right");
        Require(Seconds is null or > 0, $"Seconds = {Seconds}; a positive number is right, or null for no limit");
        Require(ClipNorm is null or > 0, $"ClipNorm = {ClipNorm}; a positive number is right, or null for none");
        Require(!Resume || Checkpoint is not null, $"Resume without a Checkpoint; name the file");

        static void Require(bool holds, FormattableString what)
        {
            if (!holds) throw new ArgumentException($"OperatorPlan: {FormattableString.Invariant(what)}");
        }
    }
}
