using System.CommandLine;
using System.Text.Json.Nodes;
using Kit.Notebook.Commands;
using Kit.Notebook.Tests.Documents;
using Kit.Parameters;
using Kit.Tensors;
using Kit.Theory;

namespace Kit.Notebook.Tests.Commands;

public sealed class SweepCommandTests
{
    private static readonly string[] Grid = ["walk", "--param", "Bias=0.1,0.4", "Steps=2,4,8", "Marks=1,2;3", "--seeds", "2"];

    [Fact]
    public void Shards_merge_to_the_bytes_of_one_run()
    {
        using TemporaryFolder parts = new(), whole = new();
        for (var shard = 1; shard <= 5; shard++) Assert.Equal(0, Invoke([.. Grid, "--shard", $"{shard}/5", "--out", parts.Path("s")]).Code);
        Assert.Equal(0, Invoke([.. Grid, "--out", whole.Path("s")]).Code);
        var (first, second) = (Invoke("merge", parts.Path("s")), Invoke("merge", whole.Path("s"), "--csv", whole.Path("all.csv"), "--json", whole.Path("all.json")));
        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(File.ReadAllText(whole.Path("all.csv")), first.Output);
        var lines = first.Output.TrimEnd().Split('\n');
        Assert.Equal("Bias,Steps,Marks,seed,check,measured,bound,holds", lines[0]);
        Assert.Equal(2 * 3 * 2 * 2, lines.Length - 1);
        Assert.StartsWith("0.1,2,\"1,2\",0,distance,", lines[1], StringComparison.Ordinal);
        var rows = JsonNode.Parse(File.ReadAllText(whole.Path("all.json")))!.AsArray();
        Assert.Equal((24, 0.4, 8.0, 1), (rows.Count, (double)rows[^1]!["Bias"]!, (double)rows[^1]!["Steps"]!, (long)rows[^1]!["seed"]!));
    }

    [Fact]
    public void What_is_there_is_not_run_again_and_holes_are_listed()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Invoke([.. Grid, "--shard", "1/2", "--out", folder.Path("s")]).Code);
        var (code, _, error) = Invoke("merge", folder.Path("s"));
        Assert.Equal(1, code);
        Assert.Contains("12 of 24 points are missing", error, StringComparison.Ordinal);
        Assert.Contains("1: Bias=0.1 Steps=2 Marks=1,2 seed 1", error, StringComparison.Ordinal);
        File.WriteAllText(folder.Path("s/point-00004.json"), "{\"checks\": [");
        var again = Invoke([.. Grid, "--out", folder.Path("s")]);
        Assert.Contains("24 of 24 points in shard 1/1, 11 are there", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, Invoke("merge", folder.Path("s")).Code);
    }

    [Fact]
    public void A_point_that_fails_or_throws_is_told_and_only_the_latter_is_a_hole()
    {
        using var folder = new TemporaryFolder();
        var run = Invoke("walk", "--param", "Bias=0.9,-1,0.2", "--out", folder.Path("s"));
        Assert.Equal(1, run.Code);
        Assert.Contains("does not hold: distance", run.Output, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: lost the way", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 3 points are missing", Invoke("merge", folder.Path("s")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean walk", "wolk")]
    [InlineData("has no parameter 'Pace'", "walk", "--param", "Pace=1")]
    [InlineData("Steps = 0 is out of bounds", "walk", "--param", "Steps=1,0")]
    [InlineData("is given twice", "walk", "--param", "Bias=1", "bias=2")]
    [InlineData("there is no value", "walk", "--param", "Bias=,")]
    [InlineData("i/n with 1 ≤ i ≤ n", "walk", "--shard", "9/8")]
    [InlineData("A sweep of 0 points", "walk", "--seeds", "0")]
    public void Bad_usage_is_named(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (code, _, error) = Invoke([.. arguments, "--out", folder.Path("s")]);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path("s")));
    }

    [Fact]
    public void A_folder_of_another_sweep_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Invoke("walk", "--out", folder.Path("s")).Code);
        Assert.Contains("is of another sweep", Invoke("walk", "--seeds", "3", "--out", folder.Path("s")).Error, StringComparison.Ordinal);
        Assert.Contains("is no sweep", Invoke("merge", folder.Path("nowhere")).Error, StringComparison.Ordinal);
        folder.Add("sweep.json", "{\"experiment\": 3}");
        Assert.Contains("is no sweep", Invoke("merge", folder.Path("")).Error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = SweepCommand.Create([new Walk()]).Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>A drunkard who leans to one side.</summary>
    private sealed record Walk : Experiment
    {
        public double Bias { get; init; } = 0.5;

        [Bounds(1, 100)]
        public int Steps { get; init; } = 4;

        public int[] Marks { get; init; } = [1];

        public override string Title => "A walk";

        public override string Claim => "It stays near.";

        public override string Source => "Nobody (2000)";

        public override Walk Full => this with { Steps = 100 };

        protected override Findings Measure(Rng rng, CancellationToken token) => Bias < 0
            ? throw new InvalidOperationException("lost the way")
            : new() { Checks = [Check.AtMost("distance", Bias + 0.01 * Steps * rng.NextDouble(), 0.8, "told so")] };
    }
}
