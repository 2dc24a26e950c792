using Kit.Notebook.Documents;

namespace Kit.Notebook.Tests.Documents;

public sealed class CellTests
{
    [Theory]
    [InlineData(CellKind.Code, "#r \"Kit.dll\"\n// Heat kernel\nvar x = 1;", "Heat kernel")]
    [InlineData(CellKind.Markdown, "\n\ntext\n## Two walks", "Two walks")]
    [InlineData(CellKind.Markdown, "only text", "only text")]
    [InlineData(CellKind.Code, "1 + 1", "1 + 1")]
    [InlineData(CellKind.Code, "", "")]
    public void Title_is_the_first_comment_or_heading_or_else_the_first_line(CellKind kind, string source, string title)
    {
        var cell = new Cell { Id = "a", Kind = kind, Language = "csharp", Source = source };
        Assert.Equal(title, cell.Title);
    }
}
