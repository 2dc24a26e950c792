using Kit.Notebook.Documents;

namespace Kit.Notebook.Tests.Documents;

public sealed class DibTests : IDisposable
{
    private const string Sample = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":["db"],"languageName":"KQL","name":"kql-stars"}]}}

        #!markdown

        # Title

        Two
        lines

        #!csharp

        #!time
        var x = 1;

        x

        #!c#

        2

        #!kql-stars

        T | count

        #!db

        U | count

        #!value

        1,2,3

        #!csharp

        #!value --name data
        4

        #!mermaid

        graph LR

        #!pwsh

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Blocks_become_cells_and_magic_commands_stay_in_theirs()
    {
        var cells = NotebookFile.Read(folder.Add("a.dib", "\uFEFF" + Sample.ReplaceLineEndings("\r\n"))).Cells;
        Assert.Equal(["markdown", "csharp", "csharp", "kql-stars", "kql-stars", "value", "value", "mermaid"], cells.Select(cell => cell.Language));
        Assert.Equal("# Title\n\nTwo\nlines", cells[0].Source);
        Assert.Equal("#!time\nvar x = 1;\n\nx", cells[1].Source);
        Assert.Equal(cells[1].Source, cells[1].Body);
        Assert.Equal("\n4", cells[6].Body);
        Assert.Equal(CellKind.Markdown, cells[0].Kind);
        Assert.All(cells.Skip(1), cell => Assert.Equal(CellKind.Code, cell.Kind));
    }

    [Fact]
    public void Text_before_the_first_kernel_line_belongs_to_the_default_kernel()
    {
        Assert.Equal("csharp", Assert.Single(NotebookFile.Read(folder.Add("a.dib", "1 + 1")).Cells).Language);
        const string Meta = """
            #!meta
            {"kernelInfo":{"defaultKernelName":"fsharp","items":"not a list"}}

            #!time
            1
            """;
        var cell = Assert.Single(NotebookFile.Read(folder.Add("b.dib", Meta)).Cells);
        Assert.Equal(("fsharp", "#!time\n1"), (cell.Language, cell.Source));
    }

    [Fact]
    public void A_dib_written_as_ipynb_reads_back_the_same()
    {
        var dib = NotebookFile.Read(folder.Add("a.dib", Sample));
        NotebookFile.Write(dib, folder.Path("a.ipynb"));
        var back = NotebookFile.Read(folder.Path("a.ipynb"));
        Assert.Equal(dib.Title, back.Title);
        Assert.Equal(dib.Cells.Select(cell => (cell.Id, cell.Kind, cell.Language, cell.Source)),
            back.Cells.Select(cell => (cell.Id, cell.Kind, cell.Language, cell.Source)));
        Assert.Equal(".net-csharp", (string?)back.Metadata["kernelspec"]!["name"]);
    }

    [Theory]
    [InlineData("#!meta\n\n[1]\n#!csharp\n1")]
    [InlineData("#!meta\n{\n#!csharp\n1")]
    [InlineData("")]
    [InlineData(" \n\n")]
    public void What_is_no_dib_is_refused(string text) =>
        Assert.Throws<NotebookFormatException>(() => NotebookFile.Read(folder.Add("a.dib", text)));
}
