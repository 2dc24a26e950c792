using System.Diagnostics;
using System.Globalization;
using Kit.Autodiff;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Trains any model on any stream of batches; stopped and resumed from a checkpoint it gives the same bits as without a stop.</summary>
/// <example><code>
/// var net = Model.Initialize(new Sequential(new Linear(1, 64), new Lambda(x => x.Tanh()), new Linear(64, 1)), new Rng(0));
/// var trainer = new Trainer(net, new Adam(net), batch => Loss.Mse(net.Forward(batch[0]), batch[1])) { Schedule = Schedules.Cosine(1e-3, 2000) };
/// trainer.Fit(DataStream.Of([x, y], 64, new Rng(1)), steps: 2000)
/// </code></example>
/// <param name="model">Any object with tensors in its fields.</param>
/// <param name="optimizer">Of the same model.</param>
/// <param name="loss">batch → a real scalar, computed with the model.</param>
public sealed class Trainer(object model, Optimizer optimizer, Func<Tensor[], Tensor> loss)
{
    private readonly Tensor[] parameters = Model.Values(optimizer.Parameters);
    private Dictionary<string, Tensor> best = [];

    /// <summary>Learning rate of each step; null: the optimiser's own throughout.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Lowers the rate when validation stalls.</summary>
    public Plateau? Plateau { get; init; }

    /// <summary>Largest ‖g‖ of all gradients together.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Largest |gᵢ| of any element.</summary>
    public double? ClipValue { get; init; }

    /// <summary>Changes the gradients before the step, such as <c>(g, step) => Gradients.AddNoise(g, rng, step)</c>; it must depend on these alone.</summary>
    public Action<IReadOnlyList<Tensor>, long>? OnGradients { get; init; }

    /// <summary>Running means of the weights, which validation then uses; call <see cref="Learning.Ema.Swap"/> to use them after the training.</summary>
    public Ema? Ema { get; init; }

    /// <summary>Batches for validation, one epoch at a time.</summary>
    public IDataStream? Validation { get; init; }

    /// <summary>Error of a validation batch; null: the loss.</summary>
    public Func<Tensor[], Tensor>? ValidationLoss { get; init; }

    /// <summary>Steps between validations; 0: an epoch.</summary>
    public long ValidateEvery { get; init; }

    /// <summary>Stops after so many validations without a better one; 0: never. Not 0, a fit ends with the weights of the best validation, and only the checkpoint has the last.</summary>
    public int Patience { get; init; }

    /// <summary>File that the state of the training is written to; null: none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps between checkpoints, besides those at the end and when cancelled; 0: an epoch.</summary>
    public long CheckpointEvery { get; init; }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>Every step so far.</summary>
    public History History { get; private set; } = new();

    /// <summary>The smallest validation loss so far.</summary>
    public double BestValidation { get; private set; } = double.PositiveInfinity;

    private int Worse { get; set; }

    private bool Stopped => Patience > 0 && Worse >= Patience;

    /// <summary>Trains for so many epochs, counted from the beginning of the training.</summary>
    /// <inheritdoc cref="Fit"/>
    public History FitEpochs(IDataStream data, long epochs, CancellationToken cancel = default) =>
        Fit(data, epochs * (data.BatchesPerEpoch ?? throw new ArgumentException("FitEpochs: the stream has no epochs; say how many steps")), cancel);

    /// <summary>Trains until so many steps are done, counted from the beginning of the training, or validation stops it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the model is as after the last step, and the checkpoint too.</exception>
    /// <exception cref="ArithmeticException">The loss is not finite.</exception>
    public History Fit(IDataStream data, long steps, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (optimizer.Parameters.FirstOrDefault(p => p.Value.Size > 0 && !double.IsFinite(Gradients.Norm([p.Value]))) is { } bad)
            throw new InvalidOperationException($"Fit: {bad.Name} is not finite; draw the weights with Model.Initialize(model, rng)");
        var (epoch, before, clock) = (data.BatchesPerEpoch ?? 1000, History.Count > 0 ? History.Saved[-1, -1].Item() : 0, Stopwatch.StartNew());
        using var progress = Progress.Start("steps", steps, History);
        Model.SetTraining(model, true);
        while (Step < steps && !Stopped)
        {
            if (cancel.IsCancellationRequested)
            {
                Save();
                cancel.ThrowIfCancellationRequested();
            }

            using var scope = Tensor.Scope();
            var value = Once(data.Batch(Step));
            var validation = Validation is not null && Step % (ValidateEvery > 0 ? ValidateEvery : epoch) == 0 ? Validate() : double.NaN;
            History.Add(Step, value, validation, optimizer.LearningRate, before + clock.Elapsed.TotalSeconds);
            if (Checkpoint is not null && Step % (CheckpointEvery > 0 ? CheckpointEvery : epoch) == 0) Save();
            progress.Report(Step, string.Create(CultureInfo.InvariantCulture, $"loss {value:G4}{(BestValidation < double.PositiveInfinity ? $" best validation {BestValidation:G4}" : "")}"));
        }

        Save();
        if (Patience > 0 && best.Count > 0) Model.Load(model, best);
        Model.SetTraining(model, false);
        return History;
    }

    private double Once(Tensor[] batch)
    {
        if (Schedule is not null) optimizer.LearningRate = Schedule(Step) * (Plateau?.Scale ?? 1);
        var (value, gradients) = Grad.ValueAnd(Grad.Over(parameters, () => loss(batch)))(parameters);
        var number = value.Item();
        if (!double.IsFinite(number)) throw new ArithmeticException($"Fit: the loss is {number} at step {Step}; a smaller learning rate or clipping may help, Grad.TrapNaN() names the operation");
        OnGradients?.Invoke(gradients, Step);
        if (ClipValue is { } largest) Gradients.ClipValue(gradients, largest);
        if (ClipNorm is { } norm) Gradients.ClipNorm(gradients, norm);
        optimizer.Step(gradients);
        Ema?.Update();
        Step++;
        return number;
    }

    private double Validate()
    {
        var (sum, count) = (0.0, 0L);
        Ema?.Swap();
        Model.SetTraining(model, false);
        try
        {
            for (var k = 0L; k < (Validation!.BatchesPerEpoch ?? 1); k++)
            {
                using var scope = Tensor.Scope();
                var batch = Validation.Batch(k);
                sum += (ValidationLoss ?? loss)(batch).Item() * batch[0].Shape[0];
                count += batch[0].Shape[0];
            }

            var mean = sum / count;
            Plateau?.Report(mean);
            Worse = mean < BestValidation ? 0 : Worse + 1;
            if (mean >= BestValidation || double.IsNaN(mean)) return mean;
            BestValidation = mean;
            if (Patience == 0) return mean;
            foreach (var old in best.Values) old.Dispose();
            best = Model.State(model).ToDictionary(s => s.Key, s => Detached(s.Value));
            return mean;
        }
        finally
        {
            Model.SetTraining(model, true);
            Ema?.Swap();
        }
    }

    /// <summary>A copy that no scope frees.</summary>
    private static Tensor Detached(Tensor x)
    {
        var copy = x.Copy();
        TensorScope.Move(copy, null);
        return copy;
    }

    private void Save()
    {
        if (Checkpoint is null) return;
        using var scope = Tensor.Scope();
        CheckpointFile.Save(Checkpoint, Sections(), new()
        {
            ["step"] = Text(Step),
            ["optimizer"] = Text(optimizer.Steps),
            ["rate"] = Text(optimizer.LearningRate),
            ["best"] = Text(BestValidation),
            ["worse"] = Text(Worse),
            ["plateau"] = Plateau is { State: var (scale, least, bad) } ? $"{Text(scale)} {Text(least)} {Text(bad)}" : "",
        }, Model.Streams(model));
    }

    /// <summary>Goes back to the state in a checkpoint: weights, moments, means, random streams, step, schedule and early stopping. The model and the settings must be those of the training that wrote it.</summary>
    /// <exception cref="InvalidDataException">A damaged file, or one of another model; nothing has changed then.</exception>
    public void Resume(string path)
    {
        using var scope = Tensor.Scope();
        var file = CheckpointFile.Load(path, Model.Streams(model));
        var weights = Model.Matching(Model.State(model), file.Section("model"), "Resume");
        var moments = optimizer.Restoring(file.Whole("optimizer"), file.Section("optimizer"));
        var means = Model.Matching(Ema?.Means ?? new Dictionary<string, Tensor>(), file.Section("ema"), "Resume: means");
        var bestWeights = file.Section("best");
        if (bestWeights.Count > 0) _ = Model.Matching(Model.State(model), bestWeights, "Resume: best");
        var (step, rate, least, worse) = (file.Whole("step"), file.Real("rate"), file.Real("best"), file.Whole("worse"));
        var history = History.Of(file.Section("history"));
        var plateau = file.Text("plateau").Split(' ');
        if (Plateau is not null)
            Plateau.State = plateau is [var a, var b, var c] ? (CheckpointFile.Number(a), CheckpointFile.Number(b), (int)CheckpointFile.Number(c)) : throw new InvalidDataException("Resume: the checkpoint has no plateau");
        weights();
        moments();
        means();
        file.RestoreStreams();
        best = bestWeights.ToDictionary(b => b.Key, b => Detached(b.Value));
        (Step, optimizer.LearningRate, BestValidation, Worse, History) = (step, rate, least, (int)worse, history);
    }

    private Dictionary<string, IReadOnlyDictionary<string, Tensor>> Sections() => new()
    {
        ["model"] = Model.State(model),
        ["optimizer"] = optimizer.State,
        ["ema"] = Ema?.Means ?? new Dictionary<string, Tensor>(),
        ["best"] = best,
        ["history"] = new Dictionary<string, Tensor> { ["rows"] = History.Saved },
    };

    private static string Text(double x) => x.ToString("R", CultureInfo.InvariantCulture);
}
