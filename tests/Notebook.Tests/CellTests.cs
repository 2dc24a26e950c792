using Kit.Notebook.Documents;

namespace Kit.Notebook.Tests;

public sealed class CellTests
{
    [Theory]
    [InlineData("// Heat kernel\nvar x = 1;", "Heat kernel")]
    [InlineData("\n\n## Two walks\ntext", "Two walks")]
    [InlineData("1 + 1", "1 + 1")]
    [InlineData("", "")]
    public void Title_is_the_first_line_with_text(string source, string title)
    {
        var cell = new Cell { Id = "a", Kind = CellKind.Code, Language = "csharp", Source = source };
        Assert.Equal(title, cell.Title);
    }
}
