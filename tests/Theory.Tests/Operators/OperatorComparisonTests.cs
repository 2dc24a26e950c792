using Kit.Display;
using Kit.Theory.Operators;

namespace Kit.Theory.Tests.Operators;

public sealed class OperatorComparisonTests : IDisposable
{
    private static readonly OperatorComparison Tiny = new() { Set = "burgers", Models = ["fno", "kernel"], Resolution = 32, Train = 12, Test = 4, Epochs = 2, Seeds = 2, Batch = 4 };

    private readonly string folder = Directory.CreateTempSubdirectory("kit-comparison-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_model_and_seed_is_trained_once_and_what_is_there_is_read()
    {
        var first = Tiny.Run(folder);
        Assert.Equal([("fno", 0L), ("fno", 1L), ("kernel", 0L), ("kernel", 1L)], first.Runs.Select(run => (run.Model, run.Seed)));
        Assert.All(first.Runs, run => Assert.True(run is { TestError: > 0 and < 2, Parameters: > 0, Flops: > 0 } && run.Sample.Count == 32));
        Assert.Equal((6L, 3L, 0L), (first.Runs[0].Steps, first.Runs[0].Epoch, first.Runs[2].Steps));
        Assert.Equal(2, first.Summary().Rows.Count);
        Assert.Contains("<svg", first.ToHtml(), StringComparison.Ordinal);
        foreach (var file in (string[])["comparison.json", "results.json", "fno-1.run.json", "fno-1.json", "fno-1.safetensors"]) Assert.True(File.Exists(Path.Combine(folder, file)), file);
        Assert.Empty(Directory.GetFiles(folder, "*.state.*"));

        var kept = File.GetLastWriteTimeUtc(Path.Combine(folder, "fno-0.run.json"));
        File.WriteAllText(Path.Combine(folder, "fno-1.run.json"), "{");
        var again = (Tiny with { Seeds = 3 }).Run(folder);
        Assert.Equal(kept, File.GetLastWriteTimeUtc(Path.Combine(folder, "fno-0.run.json")));
        Assert.Equal(first.Runs[1].TestError, again.Runs[1].TestError);
        Assert.Equal(6, again.Runs.Count);
        Assert.Contains("of another comparison", Assert.Throws<ArgumentException>(() => (Tiny with { Train = 13 }).Run(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_is_stopped_goes_on_with_the_same_bits()
    {
        using var other = new CancellationTokenSource();
        var one = Tiny with { Models = ["fno"], Seeds = 1, Epochs = 15, Batch = 1 };
        var whole = one.Run(Path.Combine(folder, "whole"));
        using (Progress.Listen(new StopAfter(10, other)))
            Assert.Throws<OperationCanceledException>(() => one.Run(Path.Combine(folder, "parts"), other.Token));
        Assert.True(File.Exists(Path.Combine(folder, "parts", "fno-0.state.safetensors")));

        Assert.Equal(whole.Runs[0].Curve, one.Run(Path.Combine(folder, "parts")).Runs[0].Curve);
    }

    /// <summary>Cancels when a training has done some steps; reports are thinned, so it may be a few more.</summary>
    private sealed class StopAfter(long steps, CancellationTokenSource source) : IProgressSink
    {
        public void Show(in ProgressReport report)
        {
            if (report is { Name: "steps", Finished: false } && report.Done >= steps) source.Cancel();
        }
    }

    [Fact]
    public void Trajectories_are_learned_by_steps_and_rolled_out()
    {
        var report = (Tiny with { Set = "navier-stokes", Models = ["fno"], Resolution = 16, Train = 3, Test = 1, Epochs = 1, Seeds = 1 }).Run(folder);
        Assert.Equal((9, 7L), (report.Runs[0].Rollout.Count, report.Runs[0].Epoch)); // 27 pairs by 4
        Assert.NotNull(report.Rollouts());
    }

    [Fact]
    public void Sets_have_the_shapes_that_were_asked_for()
    {
        foreach (var set in ComparisonSet.All.Where(set => set.Name != "navier-stokes"))
        {
            var data = set.Make(16, 2, 1);
            Assert.Equal([2, 1, .. Enumerable.Repeat(16, set.Dimensions)], data.Train.Inputs.Shape.ToArray());
            Assert.Equal([1, 1, .. Enumerable.Repeat(16, set.Dimensions)], data.Test.Outputs.Shape.ToArray());
        }
    }

    public static TheoryData<string, OperatorComparison> Wrong => new()
    {
        { "Did you mean burgers", Tiny with { Set = "burger" } },
        { "There is no model 'gno'", Tiny with { Models = ["gno"] } },
        { "it takes 2", Tiny with { Models = ["mgno"] } },
        { "--res 8", Tiny with { Resolution = 8 } },
        { "--train 2", Tiny with { Train = 2 } },
        { "--seconds 0", Tiny with { Seconds = 0 } },
        { "each model once", Tiny with { Models = ["fno", "fno"] } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_cannot_be_compared_is_refused_before_anything_is_made(string part, OperatorComparison comparison)
    {
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => comparison.Run(Path.Combine(folder, "none"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "none")));
    }
}
