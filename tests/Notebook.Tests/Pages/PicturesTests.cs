using System.Text.Json.Nodes;
using Kit.Notebook.Documents;
using Kit.Notebook.Pages;
using Kit.Notebook.Tests.Documents;

namespace Kit.Notebook.Tests.Pages;

public sealed class PicturesTests
{
    [Fact]
    public void Attachments_and_pictures_beside_the_notebook_go_into_the_page_and_nothing_else_does()
    {
        using var folder = new TemporaryFolder();
        folder.Add("a b.png", [1, 2, 3]);
        folder.Add("secret.txt", "x");
        var cell = new Cell { Id = "c", Kind = CellKind.Markdown, Language = "markdown", Source = "", Attachments = new JsonObject { ["p q"] = new JsonObject { ["image/png"] = "AQ\nID" } } };
        var inside = new Pictures(folder.Path("."));
        Assert.Equal("data:image/png;base64,AQID", inside.DataAddress("attachment:p%20q", cell));
        Assert.Equal("data:image/png;base64,AQID", inside.DataAddress("a%20b.png", cell));
        Assert.Equal("data:image/png;base64,AQID", inside.DataAddress("./a b.png", cell));
        var sub = new Pictures(folder.Path("sub"));
        Assert.All(["../a%20b.png", folder.Path("a b.png"), "https://x/a.png", "none.png", "secret.txt"], address => Assert.Null(sub.DataAddress(address, cell)));
        Assert.All(["secret.txt", "none.png", "https://x/a.png", "attachment:other"], address => Assert.Null(inside.DataAddress(address, cell)));
    }
}
