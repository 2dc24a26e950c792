using System.CommandLine;
using System.Text.Json.Nodes;
using Kit.Notebook.Commands;

namespace Kit.Theory.Tests.Commands;

public sealed class TheoryCommandTests : IDisposable
{
    // Pages embed plotly.js where it is on this machine; no test fetches it.
    static TheoryCommandTests() => Environment.SetEnvironmentVariable("KIT_OFFLINE", "1");

    private readonly string folder = Directory.CreateTempSubdirectory("kit-theory-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void List_names_every_experiment()
    {
        var (code, output, _) = Invoke("list");
        Assert.Equal(0, code);
        Assert.Contains("fake-coin  A <coin>", output, StringComparison.Ordinal);
        Assert.Contains("fake-die   A die", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_prints_the_checks_and_returns_0_when_all_hold()
    {
        var (code, output, error) = Invoke("run", "--all");
        Assert.Equal(0, code);
        Assert.Contains("fake-coin", output, StringComparison.Ordinal);
        Assert.Contains("faces", output, StringComparison.Ordinal);
        Assert.Contains("3 of 3 checks hold", output, StringComparison.Ordinal);
        Assert.DoesNotContain("3 of 3", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Fails")]
    [InlineData("IsNaN")]
    [InlineData("Throws")]
    [InlineData("ChecksNothing")]
    public void Run_returns_1_when_a_check_does_not_hold(string ending)
    {
        var (code, output, _) = Invoke("run", "fake-coin", "--param", $"Ending={ending}");
        Assert.Equal(1, code);
        Assert.Contains("does not hold", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_experiment_that_throws_is_reported_and_the_others_still_run()
    {
        var file = Path.Combine(folder, "checks.json");
        var (code, output, _) = Invoke([new FakeCoin { Ending = Ending.Throws }, new FakeDie()], "run", "--all", "--json", file, "--out", folder);
        Assert.Equal(1, code);
        Assert.Contains("the coin fell off the table", output, StringComparison.Ordinal);
        var rows = JsonNode.Parse(File.ReadAllText(file))!.AsArray();
        Assert.Equal([false, true], rows.Select(row => row!["pass"]!.GetValue<bool>()));
        Assert.Equal("InvalidOperationException: the coin fell off the table", (string)rows[0]!["because"]!);
        Assert.Contains("the coin fell off the table", File.ReadAllText(Path.Combine(folder, "fake-coin.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "fake-die.html")));
    }

    [Theory]
    [InlineData("There is no experiment 'fake-cion'. Did you mean fake-coin", "run", "fake-cion")]
    [InlineData("There is no chapter 'optics'; there are tests.", "run", "--chapter", "optics")]
    [InlineData("There is no chapter 'optics'; there are tests.", "list", "--chapter", "optics")]
    [InlineData("Say which experiments to run", "run")]
    [InlineData("fake-die has no parameter 'Tosses'", "run", "--all", "--param", "Tosses=3")]
    [InlineData("Tosses: 'x' is not a whole number.", "run", "fake-coin", "--param", "Tosses=x")]
    [InlineData("--param 'Tosses': it needs Name=value.", "run", "fake-coin", "--param", "Tosses")]
    public void Bad_usage_returns_2_with_a_message(string message, params string[] arguments)
    {
        var (code, output, error) = Invoke(arguments);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public void Json_has_one_row_a_check_with_the_same_bytes_for_the_same_seed()
    {
        string Json(string seed)
        {
            var file = Path.Combine(folder, "deep", $"checks-{seed}.json");
            Invoke("run", "fake-coin", "--seed", seed, "--json", file, "--param", "Ending=IsNaN");
            return File.ReadAllText(file);
        }
        var text = Json("3");
        Assert.Equal(text, Json("3"));
        Assert.NotEqual(text, Json("4"));

        var rows = JsonNode.Parse(text)!.AsArray();
        Assert.Equal(["mean", "edge"], rows.Select(row => (string)row!["check"]!));
        Assert.Equal(["experiment", "check", "measured", "bound", "pass", "low", "high", "because"], rows[0]!.AsObject().Select(field => field.Key));
        Assert.InRange((double)rows[0]!["measured"]!, 0, 1);
        Assert.Equal("NaN", (string)rows[1]!["measured"]!);
        Assert.False((bool)rows[1]!["pass"]!);
        Assert.Null(rows[1]!["low"]);
        Assert.Equal(1, (double)rows[1]!["high"]!);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "deep"), "*.tmp"));
    }

    [Fact]
    public void Full_runs_the_large_preset_and_params_come_after_it()
    {
        Invoke("run", "fake-coin", "--full", "--param", "Bias=0.25", "--seed", "9", "--out", folder);
        var page = File.ReadAllText(Path.Combine(folder, "fake-coin.html"));
        foreach (var part in new[] { "<!DOCTYPE html>", "A &lt;coin&gt;", "--seed 9 --param Tosses=100 Bias=0.25", "<svg" })
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_returns_130_and_leaves_no_json()
    {
        var file = Path.Combine(folder, "checks.json");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var output = new StringWriter();
        using var error = new StringWriter();
        var parsed = TheoryCommand.Create([new FakeCoin { Ending = Ending.WaitsForCancellation }]).Parse(["run", "--all", "--json", file]);
        Assert.Equal(130, await parsed.InvokeAsync(new() { Output = output, Error = error }, cancel.Token));
        Assert.Contains("Interrupted after 0 of 1", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments) => Invoke([new FakeCoin(), new FakeDie()], arguments);

    private static (int Code, string Output, string Error) Invoke(IReadOnlyList<Experiment> experiments, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = TheoryCommand.Create(experiments).Parse(arguments).Invoke(new() { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
