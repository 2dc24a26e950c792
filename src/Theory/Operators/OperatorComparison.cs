using System.Text.Encodings.Web;
using System.Text.Json;
using Kit.Display;
using Kit.Operators;
using Kit.Operators.Training;

namespace Kit.Theory.Operators;

/// <summary>Models trained by one protocol on one data set, with several seeds each: what accuracy costs.</summary>
/// <remarks>
/// The folder has <c>comparison.json</c>, which says what is compared, and for every model and seed <c>fno-0.run.json</c> with its numbers, <c>fno-0.safetensors</c> with the weights and <c>fno-0.json</c>, their card.
/// What is there is not trained again, and a training that was stopped goes on; models and seeds may be added later.
/// </remarks>
public sealed record OperatorComparison
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Name of a <see cref="ComparisonSet"/>.</summary>
    public string Set { get; init; } = "darcy-smooth";

    /// <summary>Names in the <see cref="OperatorZoo"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [.. OperatorZoo.All.Select(model => model.Name)];

    /// <summary>Points a side.</summary>
    public int Resolution { get; init; } = 64;

    /// <summary>Training samples.</summary>
    public int Train { get; init; } = 1000;

    /// <summary>Test samples.</summary>
    public int Test { get; init; } = 100;

    /// <summary>Passes over the training data, at most so many where <see cref="Seconds"/> is given.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Budget of a training.</summary>
    public double? Seconds { get; init; }

    /// <summary>Runs of each model, with the seeds 0, 1, ….</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Samples of a batch.</summary>
    public int Batch { get; init; } = 20;

    /// <summary>Largest η of the cycle.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The sizes of the papers instead of small ones.</summary>
    public bool Paper { get; init; }

    /// <summary>All but models and seeds, in writing.</summary>
    public string Settings => FormattableString.Invariant($"{Set}, {Resolution} points, {Train} + {Test} samples, {(Seconds is { } s ? $"{s} s, at most " : "")}{Epochs} epochs, batch {Batch}, rate {LearningRate}, {(Paper ? "paper" : "small")} models");

    internal ComparisonSet Chosen => ComparisonSet.Get(Set);

    internal OperatorPlan Plan => new() { Epochs = Epochs, Seconds = Seconds, Batch = Batch, LearningRate = LearningRate };

    /// <summary>Refuses what cannot be compared, before anything is made.</summary>
    /// <exception cref="ArgumentException">The first thing that is wrong.</exception>
    public void Check()
    {
        var set = Chosen;
        Require(Resolution is >= 16 and <= 1024, $"--res {Resolution}: 16 to 1024 points a side are right");
        Require(Train is >= 3 and <= 1_000_000, $"--train {Train}: 3 to 1000000 samples are right");
        Require(Test is >= 1 and <= 1_000_000, $"--test {Test}: 1 to 1000000 samples are right");
        Require(Epochs is >= 1 and <= 1_000_000, $"--epochs {Epochs}: 1 to 1000000 are right");
        Require(Seconds is null or > 0, $"--seconds {Seconds}: a positive number is right");
        Require(Seeds is >= 1 and <= 1000, $"--seeds {Seeds}: 1 to 1000 are right");
        Require(Batch >= 1, $"--batch {Batch}: 1 at least is right");
        Require(LearningRate is > 0 and < 10, $"--rate {LearningRate}: a small positive number is right, such as 1e-3");
        Require(Models.Count > 0 && Models.Distinct().Count() == Models.Count, $"--models: each model once, one at least");
        foreach (var name in Models) _ = OperatorZoo.Get(name).Make(new(1, 1, [.. Enumerable.Repeat(Resolution, set.Dimensions)], set.Periodic, Train), Paper);
        set.Data(Resolution).Set.CheckParameters();

        static void Require(bool holds, FormattableString what)
        {
            if (!holds) throw new ArgumentException(FormattableString.Invariant(what) + ".");
        }
    }

    /// <summary>Trains what is missing and reports on everything.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="token">Stops; the same call goes on.</param>
    /// <exception cref="ArgumentException">What <see cref="Check"/> refuses, or a folder of another comparison.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ComparisonReport Run(string folder, CancellationToken token = default)
    {
        Check();
        Claim(folder);
        var data = Chosen.Make(Resolution, Train, Test, token);
        List<ComparisonRun> runs = [];
        List<string> failures = [];
        var all = Models.SelectMany(model => Enumerable.Range(0, Seeds).Select(seed => (model, seed))).ToArray();
        foreach (var (model, seed) in all)
        {
            token.ThrowIfCancellationRequested();
            using var progress = Progress.Start(FormattableString.Invariant($"{model}, seed {seed}"), 1);
            var place = Path.Combine(folder, FormattableString.Invariant($"{model}-{seed}"));
            try
            {
                var run = ComparisonRun.Read(place + ".run.json", Settings);
                if (run is null) AtomicFile.Write(place + ".run.json", (run = ComparisonRun.Of(this, data, model, seed, place, token)).ToJson());
                runs.Add(run);
                progress.Report(1, FormattableString.Invariant($"error {run.TestError:G3}"));
            }
            catch (ArithmeticException diverged)
            {
                failures.Add($"{model}, seed {seed}: {diverged.Message}");
            }
        }

        var report = new ComparisonReport(this, data, runs, failures);
        AtomicFile.Write(Path.Combine(folder, "results.json"), JsonSerializer.Serialize(runs.Select(run => run with { Sample = [] }), Readable) + "\n");
        return report;
    }

    private void Claim(string folder)
    {
        var manifest = Path.Combine(folder, "comparison.json");
        var text = JsonSerializer.Serialize(new { settings = Settings }, Readable) + "\n";
        if (File.Exists(manifest) && File.ReadAllText(manifest) != text) throw new ArgumentException($"{manifest} is of another comparison; name another folder, or the same set, sizes and budget ({Settings}).");
        AtomicFile.Write(manifest, text);
    }
}
