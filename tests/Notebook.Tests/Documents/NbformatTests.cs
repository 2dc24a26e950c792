using System.Diagnostics;
using System.Text.Json.Nodes;
using Kit.Notebook.Documents;
using Kit.Testing;

namespace Kit.Notebook.Tests.Documents;

/// <summary>What Kit writes, judged by Jupyter's own library.</summary>
public sealed class NbformatTests : IDisposable
{
    private const string ValidateAndRewrite = """
        import nbformat, sys
        source, target = sys.argv[1:]
        notebook = nbformat.read(source, as_version=4)
        nbformat.validate(notebook)
        nbformat.write(notebook, target)
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [RequiresFact("nbformat")]
    public void Nbformat_finds_what_Kit_writes_valid_and_writes_the_same_bytes()
    {
        var document = NotebookFile.Read(folder.Add("a.dib", "#!markdown\n# Ünï 😀\n#!csharp\nvar x = 1;\n\nx\n#!html\n<b>\n"));
        var outputs = document.Cells[1].Outputs;
        outputs.Add(new StreamOutput("stdout", "a\vb\u2028c\r\nd\u001b[0m"));
        outputs.Add(new DisplayOutput(new Dictionary<string, JsonNode>
        {
            ["application/vnd.plotly.v1+json"] = new JsonObject { ["b"] = 1.5, ["a"] = new JsonArray(1, "ä\n") },
            ["image/svg+xml"] = "<svg>\n</svg>",
            ["text/html"] = "<p>\n</p>\n",
        }, 1));
        outputs.Add(new DisplayOutput(new Dictionary<string, JsonNode> { ["text/plain"] = "" }));
        outputs.Add(new ErrorOutput("E", "message", ["line 1\nline 2"]));
        document.Cells[1].ExecutionCount = 1;
        NotebookFile.Write(document, folder.Path("kit.ipynb"));
        Rewrite("kit.ipynb");
    }

    [RequiresFact("nbformat")]
    public void The_sample_is_a_fixed_point_of_nbformat_too()
    {
        folder.Add("sample.ipynb", JupyterSample.Json.Replace("2.50", "2.5", StringComparison.Ordinal)); // Python writes 2.5; Kit keeps a number's own digits
        Rewrite("sample.ipynb");
    }

    private void Rewrite(string name)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", ValidateAndRewrite, folder.Path(name), folder.Path("back.ipynb")]) { RedirectStandardError = true })!;
        var complaint = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, complaint);
        Assert.Equal(File.ReadAllText(folder.Path("back.ipynb")), File.ReadAllText(folder.Path(name)));
    }
}
