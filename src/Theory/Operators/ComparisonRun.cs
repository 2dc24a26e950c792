using System.Text.Json;
using System.Text.Json.Serialization;
using Kit.Operators;
using Kit.Operators.Evaluation;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>What the training of one model with one seed gave: the numbers of a file.</summary>
public sealed record ComparisonRun
{
    private const long MaxBytes = 1 << 28;

    private static readonly JsonSerializerOptions Format = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, WriteIndented = false };

    /// <summary>What was compared; a file of another comparison does not count.</summary>
    public required string Settings { get; init; }

    /// <summary>Name in the zoo.</summary>
    public required string Model { get; init; }

    /// <summary>Of weights and order.</summary>
    public required long Seed { get; init; }

    /// <summary>Numbers trained or fitted.</summary>
    public required long Parameters { get; init; }

    /// <summary>Operations of a forward pass of a sample.</summary>
    public required double Flops { get; init; }

    /// <summary>Mean over test samples of ‖y − u‖₂/‖u‖₂.</summary>
    public required double TestError { get; init; }

    /// <summary>The same over training samples.</summary>
    public required double TrainError { get; init; }

    /// <summary>Of training, without tests.</summary>
    public required double Seconds { get; init; }

    /// <summary>Steps of training; 0 where the model was fitted at once.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps of a pass over the training data.</summary>
    public required long Epoch { get; init; }

    /// <summary>The measures of PDEBench on test data.</summary>
    public required IReadOnlyDictionary<string, double> Measures { get; init; }

    /// <summary>Steps done at each test during training.</summary>
    public required IReadOnlyList<double> CurveSteps { get; init; }

    /// <summary>Test errors there.</summary>
    public required IReadOnlyList<double> Curve { get; init; }

    /// <summary>Relative errors of rollouts on test trajectories, step by step; empty where there are none.</summary>
    public required IReadOnlyList<double> Rollout { get; init; }

    /// <summary>The prediction for the first test sample.</summary>
    public required IReadOnlyList<float> Sample { get; init; }

    /// <summary>Seconds of a pass over the training data; NaN where there was none.</summary>
    [JsonIgnore]
    public double SecondsPerEpoch => Steps > 0 ? Seconds / Steps * Epoch : double.NaN;

    /// <summary>Trains one model with one seed, or goes on where that was stopped.</summary>
    /// <param name="comparison">Sizes.</param>
    /// <param name="data">Of the comparison.</param>
    /// <param name="model">Name in the zoo.</param>
    /// <param name="seed">Of weights and order.</param>
    /// <param name="place">Path without ending: the weights and their card are written there, and the training's state while it lasts.</param>
    /// <param name="token">Stops; the same call goes on.</param>
    internal static ComparisonRun Of(OperatorComparison comparison, ComparisonData data, string model, long seed, string place, CancellationToken token)
    {
        using var scope = Tensor.Scope();
        var state = place + ".state.safetensors";
        var plan = comparison.Plan with { Checkpoint = state, Resume = true };
        var layer = OperatorZoo.Get(model).Make(OperatorTask.Of(data.Train, comparison.Chosen.Periodic), comparison.Paper);
        var trained = OperatorTraining.Train(layer, data.Train, data.Test, plan, new Rng(seed), token);
        var flops = FlopCount.Of(trained.Model.Inner, data.Test.Inputs[..1]).Total;
        var prediction = Predictions(trained, data.Test, plan.Batch);
        var measures = FieldErrors.Of(prediction, data.Test.Outputs, comparison.Chosen.Dimensions).Means.ToDictionary(m => m.Name, m => m.Value);
        var (steps, errors) = (trained.History.Steps.ToDoubles(), trained.History.Validations.ToDoubles());
        int[] tested = [.. Enumerable.Range(0, errors.Length).Where(i => double.IsFinite(errors[i]))];
        var epoch = (data.Train.Count + Math.Min(plan.Batch, data.Train.Count) - 1) / Math.Min(plan.Batch, data.Train.Count);
        var run = new ComparisonRun
        {
            Settings = comparison.Settings,
            Model = model,
            Seed = seed,
            Parameters = trained.Parameters,
            Flops = flops,
            TestError = trained.TestError,
            TrainError = trained.TrainError,
            Seconds = trained.Seconds,
            Steps = trained.Steps,
            Epoch = epoch,
            Measures = measures,
            CurveSteps = [.. tested.Select(i => steps[i])],
            Curve = [.. tested.Select(i => errors[i])],
            Rollout = data.Trajectories is { } films ? Kit.Operators.Evaluation.Rollout.Of(trained.Model, films).Relative : [],
            Sample = prediction[0].Cast(Compute.DType.F32).ToArray<float>(),
        };
        Card(run, comparison, data).Save(trained.Model, place);
        File.Delete(state);
        File.Delete(state + ".steps");
        return run;
    }

    /// <summary>The run in a file; null where it is absent, damaged, or of other settings.</summary>
    internal static ComparisonRun? Read(string path, string settings)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes) return null;
        try
        {
            return JsonSerializer.Deserialize<ComparisonRun>(File.ReadAllText(path), Format) is { } run && run.Settings == settings ? run : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As JSON.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";

    private static Tensor Predictions(TrainedOperator trained, FieldPairs test, int batch)
    {
        List<Tensor> parts = [];
        for (var first = 0; first < test.Count; first += batch) parts.Add(trained.Model.Forward(test.Inputs[first..Math.Min(first + batch, test.Count)]));
        return Tensor.Concat([.. parts], 0);
    }

    private static ModelCard Card(ComparisonRun run, OperatorComparison comparison, ComparisonData data) => new()
    {
        Name = run.Model,
        Configuration = comparison.Paper ? "paper" : "small",
        Parameters = run.Parameters,
        Flops = run.Flops,
        Data = data.Description,
        Samples = data.Train.Count,
        Seed = run.Seed,
        Steps = run.Steps,
        Seconds = run.Seconds,
        Plan = new Dictionary<string, string> { ["comparison"] = comparison.Settings },
        Errors = new Dictionary<string, double>(run.Measures) { ["test"] = run.TestError, ["train"] = run.TrainError },
    };
}
