using System.Text;
using System.Text.Json.Nodes;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Tests.Documents;

public sealed class IpynbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_Jupyter_wrote_comes_back_byte_for_byte()
    {
        var path = folder.Add("a.ipynb", JupyterSample.Json);
        NotebookFile.Write(NotebookFile.Read(path), path);
        Assert.Equal(JupyterSample.Json, Encoding.UTF8.GetString(File.ReadAllBytes(path)));
        Assert.Equal(["a.ipynb"], folder.Names);
    }

    [Fact]
    public void Every_part_of_a_notebook_is_read()
    {
        var document = NotebookFile.Read(folder.Add("a.ipynb", JupyterSample.Json));
        Assert.Equal("Wärme und $\\nabla$ 😀", document.Title);
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Code, CellKind.Raw], document.Cells.Select(cell => cell.Kind));
        Assert.Equal(["markdown", "csharp", "csharp", "raw"], document.Cells.Select(cell => cell.Language));
        var code = document.Cells[1];
        Assert.Equal(["slow", "parameters"], code.Tags);
        Assert.Equal(3, code.ExecutionCount);
        Assert.Equal("a\tb \u001b[31mred\u001b[0m\nno end", Assert.IsType<StreamOutput>(code.Outputs[0]).Text);
        var result = Assert.IsType<DisplayOutput>(code.Outputs[1]);
        Assert.Equal("<svg>\n</svg>", result.Data["image/svg+xml"].GetValue<string>());
        Assert.Equal("x", (string?)result.Data["application/vnd.plotly.v1+json"]["layout"]!["title"]);
        Assert.True(Assert.IsType<DisplayOutput>(code.Outputs[2]).IsResult);
        Assert.False(Assert.IsType<DisplayOutput>(code.Outputs[3]).IsResult);
        Assert.Equal("InvalidOperationException", Assert.IsType<ErrorOutput>(code.Outputs[4]).Name);
    }

    [Fact]
    public void A_source_may_be_one_string_with_a_mark_and_carriage_returns()
    {
        var json = """{"nbformat":4,"nbformat_minor":0,"metadata":{},"cells":[{"cell_type":"code","metadata":{},"outputs":[],"source":"a\r\nb\rc"}]}""";
        var document = NotebookFile.Read(folder.Add("a.ipynb", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]));
        Assert.Equal("a\nb\nc", document.Cells[0].Source);
    }

    [Theory]
    [InlineData("{}", "{}", "1", "csharp")]
    [InlineData("""{"kernelspec":{"name":".net-fsharp"}}""", "{}", "1", "fsharp")]
    [InlineData("""{"kernelspec":{"name":"x","language":"C#"}}""", "{}", "1", "csharp")]
    [InlineData("""{"kernelspec":{"name":"python3","language":"python"}}""", "{}", "1", "python")]
    [InlineData("""{"kernelspec":{"name":"j","language":"Julia"}}""", "{}", "1", "julia")]
    [InlineData("""{"language_info":{"name":"F#"}}""", "{}", "1", "fsharp")]
    [InlineData("""{"language_info":{"name":7}}""", "{}", "1", "csharp")]
    [InlineData("""{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"pwsh"}},"kernelspec":{"name":".net-fsharp"}}""", "{}", "1", "pwsh")]
    [InlineData("{}", """{"vscode":{"languageId":"javascript"}}""", "1", "javascript")]
    [InlineData("{}", """{"vscode":{"languageId":"polyglot-notebook"}}""", "1", "csharp")]
    [InlineData("{}", """{"dotnet_interactive":{"language":"fsharp"},"vscode":{"languageId":"sql"}}""", "1", "fsharp")]
    [InlineData("{}", """{"polyglot_notebook":{"kernelName":"html"},"dotnet_interactive":{"language":"fsharp"}}""", "1", "html")]
    [InlineData("{}", """{"polyglot_notebook":{"kernelName":"my-db"}}""", "1", "my-db")]
    [InlineData("{}", """{"polyglot_notebook":{"kernelName":"html"}}""", "\\n#!f#\\n1", "fsharp")]
    [InlineData("""{"polyglot_notebook":{"kernelInfo":{"items":[{"name":"my-db","aliases":["db"]}]}}}""", "{}", "#!db\\n1", "my-db")]
    [InlineData("{}", "{}", "#!value --name data\\n1", "value")]
    [InlineData("{}", "{}", "#!time\\n1", "csharp")]
    public void The_language_of_a_cell_follows_the_stated_precedence(string notebook, string cell, string source, string language)
    {
        var json = $$"""{"nbformat":4,"metadata":{{notebook}},"cells":[{"cell_type":"code","metadata":{{cell}},"outputs":[],"source":"{{source}}"}]}""";
        Assert.Equal(language, NotebookFile.Read(folder.Add("a.ipynb", json)).Cells[0].Language);
    }

    [Fact]
    public void The_body_leaves_the_switch_line_blank_and_keeps_line_numbers()
    {
        var json = """{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","metadata":{},"outputs":[],"source":"\n#!csharp\nvar x = 1;"}]}""";
        var cell = NotebookFile.Read(folder.Add("a.ipynb", json)).Cells[0];
        Assert.Equal("\n\nvar x = 1;", cell.Body);
        Assert.Equal("\n#!csharp\nvar x = 1;", cell.Source);
    }

    [Fact]
    public void Ids_that_are_missing_doubled_or_invalid_are_made_anew_the_same_in_every_run()
    {
        const string Cells = """
            {"cell_type":"raw","id":"a","metadata":{},"source":"1"}, {"cell_type":"raw","id":"a","metadata":{},"source":"1"},
            {"cell_type":"raw","id":"no good","metadata":{},"source":"1"}, {"cell_type":"raw","metadata":{},"source":"2"},
            {"cell_type":"raw","id":17,"metadata":{},"source":"2"}
            """;
        var path = folder.Add("a.ipynb", $$"""{"nbformat":4,"metadata":{},"cells":[{{Cells}}]}""");
        var ids = NotebookFile.Read(path).Cells.Select(cell => cell.Id).ToArray();
        Assert.Equal("a", ids[0]);
        Assert.Equal(5, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", id));
        Assert.Equal(ids, NotebookFile.Read(path).Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void What_a_run_adds_is_written_and_read_back()
    {
        var document = new NotebookDocument();
        var cell = new Cell { Id = "c", Kind = CellKind.Code, Language = "csharp", Source = "x\n\u2028y", ExecutionCount = 1 };
        cell.Outputs.Add(new StreamOutput("stderr", "one\r\ntwo\u0085"));
        cell.Outputs.Add(new DisplayOutput(new Dictionary<string, JsonNode> { ["application/json"] = new JsonArray(1, 2), ["text/plain"] = "p" }, 1));
        cell.Outputs.Add(new ErrorOutput("E", "m", ["a", "b"]));
        document.Cells.Add(cell);
        NotebookFile.Write(document, folder.Path("a.ipynb"));
        var back = NotebookFile.Read(folder.Path("a.ipynb")).Cells[0];
        Assert.Equal(cell.Source, back.Source);
        Assert.Equal(cell.Outputs[0], back.Outputs[0]);
        Assert.Equal("[1,2]", ((DisplayOutput)back.Outputs[1]).Data["application/json"].ToJsonString());
        Assert.Equal(["a", "b"], ((ErrorOutput)back.Outputs[2]).Traceback);
    }

    [Fact]
    public void Only_an_ipynb_is_written()
    {
        Assert.Throws<ArgumentException>(() => NotebookFile.Write(new NotebookDocument(), folder.Path("a.dib")));
        Assert.Empty(folder.Names);
    }
}
