using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Kit.Notebook.Documents;
using Kit.Notebook.Tests.Documents;
using Kit.Testing;

namespace Kit.Notebook.Tests.Running;

/// <summary>The command as a person uses it: a process of its own, its exit code, what it prints and the files it leaves.</summary>
public sealed class KitRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Runs_every_cell_and_keeps_values_streams_and_displays_in_order()
    {
        Notebook(["var x = 1;\nx + 1", "Console.Write(\"a\"); display(2); Console.Write(\"b\"); Console.Error.Write(\"c\");", "3.Display(); \"4\".DisplayAs(\"text/html\");"]);
        Assert.Equal(0, Run().Code);
        var cells = Executed().Cells;
        Assert.Equal("2", Plain(Assert.Single(cells[0].Outputs)));
        Assert.Equal(["stdout a", "2", "stdout b", "stderr c"], cells[1].Outputs.Select(Plain));
        Assert.Equal(["3", "4"], cells[2].Outputs.Select(Plain));
        Assert.Equal([1, 2, 3], cells.Select(cell => cell.ExecutionCount!.Value));
    }

    [Fact]
    public void A_displayed_value_can_be_replaced()
    {
        Notebook(["var shown = display(\"working\");", "shown.Update(\"done\");"]);
        Assert.Equal(0, Run().Code);
        Assert.Equal("working", Plain(Assert.Single(Executed().Cells[0].Outputs)));
        Notebook(["var shown = display(\"working\"); shown.Update(\"done\");"]);
        Assert.Equal(0, Run().Code);
        Assert.Equal("done", Plain(Assert.Single(Executed().Cells[0].Outputs)));
    }

    [Fact]
    public void A_failing_cell_is_named_and_the_rest_does_not_run()
    {
        Notebook(["1", "// Divide\nvar zero = 0;\n1 / zero", "2"]);
        var run = Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("cell 2 (Divide) failed: DivideByZeroException", run.Output, StringComparison.Ordinal);
        Assert.Contains("at cell 2, line 3", run.Output, StringComparison.Ordinal);
        var cells = Executed().Cells;
        Assert.IsType<ErrorOutput>(Assert.Single(cells[1].Outputs));
        Assert.Empty(cells[2].Outputs);
        Assert.Null(cells[2].ExecutionCount);
        Assert.True(File.Exists(folder.Path("out/n.html")));
    }

    [Fact]
    public void Tags_skip_a_cell_and_let_another_fail()
    {
        Notebook(["throw new Exception(\"never\");", "throw new Exception(\"expected\");", "7"], (0, "skip-execution"), (1, "raises-exception"));
        Assert.Equal(0, Run().Code);
        var cells = Executed().Cells;
        Assert.Empty(cells[0].Outputs);
        Assert.Equal("expected", Assert.IsType<ErrorOutput>(Assert.Single(cells[1].Outputs)).Message);
        Assert.Equal("7", Plain(cells[2].Outputs[0]));
    }

    [Fact]
    public void Parameters_replace_the_defaults_with_their_types()
    {
        Notebook(["var n = 64; var t = 0.5; var name = \"a\"; var fast = false;", "(n, t, name, fast)"], (0, "parameters"));
        Assert.Equal(0, Run("--param", "n=128", "-p", "t=2", "-p", "name=x \"y\"", "--param", "fast=true").Code);
        Assert.Equal("(128, 2, x \"y\", True)", Plain(Executed().Cells[2].Outputs[0]));
        Assert.Contains("injected-parameters", Executed().Cells[1].Tags);
    }

    [Fact]
    public void A_parameter_that_no_cell_has_is_named()
    {
        Notebook(["var n = 64;"], (0, "parameters"));
        var run = Run("--param", "m=1");
        Assert.Equal(1, run.Code);
        Assert.Contains("The name 'm' does not exist", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while (true) ;")]
    [InlineData("await Task.Delay(-1);")]
    public void A_cell_without_end_is_given_up_after_the_limit(string code)
    {
        Notebook(["1", code, "2"]);
        var run = Run("--timeout", "6"); // the first cell also waits for the compiler to warm up
        Assert.Equal(1, run.Code);
        Assert.Contains("cell 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("took longer than 6.00 s", run.Output, StringComparison.Ordinal);
        Assert.Equal("1", Plain(Executed().Cells[0].Outputs[0]));
    }

    [Fact]
    public void A_cell_that_watches_the_token_ends_by_itself()
    {
        Notebook(["1", "while (!Token.IsCancellationRequested) await Task.Delay(10);\nConsole.Write(\"left\");"]);
        Assert.Equal(1, Run("--timeout", "6").Code);
        Assert.Equal("stdout left", Plain(Executed().Cells[1].Outputs[0]));
    }

    [RequiresFact("kill")]
    public void Ctrl_C_keeps_what_was_shown_even_when_the_cell_does_not_listen()
    {
        Notebook(["Console.Write(\"shown\");", "while (true) ;"]);
        using var process = Start(folder.Path("n.ipynb"), "--out", folder.Path("out"));
        Assert.Contains("[1/2]", process.StandardOutput.ReadLine(), StringComparison.Ordinal);
        Thread.Sleep(500); // the second cell is on its way; before it or in it, the outcome is the same
        Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("interrupted by the user", output, StringComparison.Ordinal);
        Assert.Equal("stdout shown", Plain(Executed().Cells[0].Outputs[0]));
    }

    [Fact]
    public void Environment_Exit_is_named_and_the_notebook_is_kept()
    {
        Notebook(["Console.Write(\"before\");\nEnvironment.Exit(0);", "2"]);
        var run = Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("cell 1 (Console.Write(\"before\");) failed: the cell ended the process", run.Output, StringComparison.Ordinal);
        Assert.Equal("stdout before", Plain(Executed().Cells[0].Outputs[0]));
    }

    [Fact]
    public void A_cell_that_takes_the_process_down_is_the_last_one_named_and_the_cells_before_it_are_kept()
    {
        Notebook(["Console.Write(\"before\");", "// Deep\nint F(int n) => F(n + 1) + 1;\nF(0)"]);
        var run = Run();
        Assert.NotEqual(0, run.Code);
        Assert.StartsWith("[2/2] Deep", run.Output.Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains("Stack overflow", run.Error, StringComparison.Ordinal);
        Assert.Equal("stdout before", Plain(Executed().Cells[0].Outputs[0]));
        Assert.Equal(["n.ipynb"], Directory.GetFiles(folder.Path("out")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("new System.Threading.Thread(() => throw new Exception(\"lost\")).Start();\nawait Task.Delay(300);")]
    [InlineData("Task.Run(() => { throw new Exception(\"lost\"); });\nawait Task.Delay(100);")]
    public void A_fault_in_the_background_fails_its_cell(string code)
    {
        Notebook([code]);
        var run = Run();
        Assert.Equal(1, run.Code);
        Assert.Contains("cell 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("background work of this cell failed: Exception: lost", run.Output, StringComparison.Ordinal);
        Assert.Contains(Executed().Cells[0].Outputs, output => output is ErrorOutput { Message: "lost" });
    }

    [Fact]
    public void A_flood_of_text_keeps_its_head_and_its_tail()
    {
        Notebook(["for (var i = 0; i < 1_000_000; i++) Console.WriteLine($\"{i,99}\");"]);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, Run().Code);
        var text = string.Concat(Executed().Cells[0].Outputs.Cast<StreamOutput>().Select(stream => stream.Text));
        Assert.InRange(text.Length, 1 << 20, 1_200_000);
        Assert.StartsWith(new string(' ', 98) + "0\n", text, StringComparison.Ordinal);
        Assert.EndsWith("999999\n", text, StringComparison.Ordinal);
        Assert.Contains("characters left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_values_is_cut_with_a_note()
    {
        Notebook(["for (var i = 0; i < 5000; i++) display(i);"]);
        Assert.Equal(0, Run().Code);
        var outputs = Executed().Cells[0].Outputs;
        Assert.Equal(1001, outputs.Count);
        Assert.Contains("more than 1000 values", ((StreamOutput)outputs[^1]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_languages_are_skipped_with_a_note()
    {
        var path = folder.Add("n.dib", "#!fsharp\n\nlet x = 1\n\n#!csharp\n\n41 + 1\n\n#!html\n\n<b>bold</b>\n");
        var run = Run(path);
        Assert.Equal(0, run.Code);
        Assert.Contains("fsharp: Kit runs C# cells", run.Output, StringComparison.Ordinal);
        Assert.Equal(["42", "<b>bold</b>"], Executed().Cells.SelectMany(cell => cell.Outputs).Select(Plain).Select(text => text.Trim()));
    }

    [Fact]
    public void Relative_paths_mean_the_notebooks_folder()
    {
        folder.Add("numbers.txt", "5");
        Notebook(["System.IO.File.ReadAllText(\"numbers.txt\")"]);
        Assert.Equal(0, Run().Code);
        Assert.Equal("5", Plain(Executed().Cells[0].Outputs[0]));
    }

    [Fact]
    public void Two_runs_write_the_same_notebook()
    {
        Notebook(["new Dictionary<string, int> { [\"a\"] = 1, [\"b\"] = 2 }", "new { A = 1.5 }", "Enumerable.Range(0, 5)"]);
        Run();
        var first = File.ReadAllBytes(folder.Path("out/n.ipynb"));
        Run();
        Assert.Equal(first, File.ReadAllBytes(folder.Path("out/n.ipynb")));
    }

    [Fact]
    public void The_result_file_has_one_test_a_cell()
    {
        Notebook(["1", "throw new Exception(\"no \\u0001\");", "2"]);
        Run("--trx", folder.Path("r.trx"), "--no-html");
        var tests = XDocument.Load(folder.Path("r.trx")).Descendants().Where(element => element.Name.LocalName == "UnitTestResult").ToArray();
        Assert.Equal(["Passed", "Failed", "NotExecuted"], tests.Select(test => test.Attribute("outcome")!.Value));
        Assert.False(File.Exists(folder.Path("out/n.html")));
    }

    [Theory]
    [InlineData("{\"cells\": [", "n.ipynb")]
    [InlineData("not json", "n.ipynb")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat")]
    public void A_broken_notebook_is_refused_and_nothing_is_written(string text, string named)
    {
        var run = Run(folder.Add("n.ipynb", text));
        Assert.Equal(2, run.Code);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path("out")));
    }

    [Theory]
    [InlineData("--timeout", "0")]
    [InlineData("--param", "1x=3")]
    [InlineData("--param", "novalue")]
    public void Wrong_options_are_refused(string option, string value)
    {
        Notebook(["1"]);
        var run = Run(option, value);
        Assert.Equal(2, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_source_is_never_overwritten()
    {
        Notebook(["1"]);
        var before = File.ReadAllText(folder.Path("n.ipynb"));
        Assert.Equal(2, Run("--out", folder.Path(".")).Code);
        Assert.Equal(before, File.ReadAllText(folder.Path("n.ipynb")));
    }

    private static string Plain(Output output) => output switch
    {
        StreamOutput stream => $"{stream.Name} {stream.Text}",
        DisplayOutput display => (display.Data.TryGetValue("text/plain", out var plain) ? plain : display.Data.Values.First()).GetValue<string>(),
        _ => output.ToString(),
    };

    private void Notebook(string[] cells, params (int Cell, string Tag)[] tags) => folder.Add("n.ipynb", JsonSerializer.Serialize(new
    {
        cells = cells.Select((source, i) => new
        {
            cell_type = "code",
            execution_count = (int?)null,
            id = $"c{i}",
            metadata = new { tags = tags.Where(tag => tag.Cell == i).Select(tag => tag.Tag) },
            outputs = Array.Empty<object>(),
            source,
        }),
        metadata = new { kernelspec = new { display_name = ".NET (C#)", language = "C#", name = ".net-csharp" } },
        nbformat = 4,
        nbformat_minor = 5,
    }));

    private NotebookDocument Executed() => NotebookFile.Read(folder.Path("out/n.ipynb"));

    private (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var notebook = arguments is [var first, ..] && first.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) ? [] : new[] { folder.Path("n.ipynb") };
        string[] output = arguments.Contains("--out") ? [] : ["--out", folder.Path("out")];
        using var process = Start([.. notebook, .. arguments, .. output]);
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text, error.Result);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(NotebookFile).Assembly.Location, "run", .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
