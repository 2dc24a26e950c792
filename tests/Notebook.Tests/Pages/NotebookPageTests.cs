using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kit.Notebook.Documents;
using Kit.Notebook.Pages;

namespace Kit.Notebook.Tests.Pages;

public sealed class NotebookPageTests
{
    private const string Attack = "</pre></title><script>alert('x')</script>\"'&";

    [Fact]
    public void Tags_are_balanced_ids_unique_and_links_inside_the_page_lead_somewhere()
    {
        var html = NotebookPage.Render(Rich(), Options("1"));
        HtmlCheck.AssertBalanced(html);
        var ids = Regex.Matches(html, "\\sid=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        foreach (Match link in Regex.Matches(html, "href=\"#([^\"]*)\""))
            Assert.Contains(link.Groups[1].Value, ids);
        Assert.Contains("<html lang=\"en\">", html);
        Assert.Single(Regex.Matches(html, "<main"));
        Assert.Single(Regex.Matches(html, "<h1"));
    }

    [Fact]
    public void Nothing_is_fetched_from_elsewhere() =>
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//|url\\(|@import|<link|<script", NotebookPage.Render(Rich(), Options("1")));

    [Fact]
    public void Two_runs_differ_only_in_times_and_the_stamp()
    {
        var first = NotebookPage.Render(Rich(seconds: 1.5), Options("4 s"));
        var second = NotebookPage.Render(Rich(seconds: 70), Options("5 s"));
        Assert.NotEqual(first, second);
        Assert.Equal(Settled(first), Settled(second));
        Assert.Contains("<span class=\"kit-time\">1.5 s</span>", first);
        Assert.Contains("<span class=\"kit-time\">1 min 10 s</span>", second);

        static string Settled(string html) => Regex.Replace(Regex.Replace(html, "(<span class=\"kit-time\">)[^<]*", "$1"), "<footer.*</footer>", "", RegexOptions.Singleline);
    }

    [Fact]
    public void What_a_hostile_notebook_says_is_text()
    {
        var document = new NotebookDocument();
        var cell = new Cell { Id = "a\"><script>", Kind = CellKind.Code, Language = Attack, Source = Attack, Run = new CellRun(CellStatus.Skipped, default, Attack) };
        cell.Outputs.AddRange(
        [
            new StreamOutput(Attack, Attack), new ErrorOutput(Attack, Attack, [Attack]), Show("text/plain", Attack), Show("application/json", new JsonArray(Attack)),
            Show("image/png", "AAAA\" onerror=\"alert(1)"), Show("x/" + Attack, Attack), Show("text/latex", $"${Attack}$"),
        ]);
        document.Cells.Add(cell);
        document.Cells.Add(new Cell { Id = "b", Kind = CellKind.Code, Language = "csharp", Source = Attack });
        document.Cells.Add(new Cell { Id = "c", Kind = CellKind.Raw, Language = "raw", Source = Attack });
        document.Cells.Add(new Cell { Id = "d", Kind = CellKind.Markdown, Language = "markdown", Source = $"`{Attack}` $\\text{{{Attack}}}$" });
        var html = NotebookPage.Render(document, new PageOptions { Title = Attack, Language = Attack, Stamp = [new(Attack, Attack)] });
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("onerror=\"", html);
        HtmlCheck.AssertBalanced(html);
    }

    [Fact]
    public void Every_kind_of_output_is_shown_in_its_best_form()
    {
        var html = NotebookPage.Render(Rich(), Options("1"));
        Assert.Contains("<table><tr><td>7</td></tr></table>", html);
        Assert.DoesNotContain("plain of the table", html);
        Assert.Contains("<figure class=\"kit-figure\"><svg", html);
        Assert.Contains("src=\"data:image/png;base64,iVBORw0KGgo=\"", html);
        Assert.Contains("<strong>shown</strong>", html);
        Assert.Contains("&quot;k&quot;: 1", html);
        Assert.Contains("one\ntwo", html); // two pieces of one stream, one text
        Assert.Contains("kit-stderr", html);
        Assert.Contains("<strong>E</strong> broke", html);
        Assert.Contains("1 cell failed", html);
        Assert.Contains("skipped: <span class=\"kit-why\">no such kernel</span>", html);
    }

    [Fact]
    public void A_notebook_without_a_title_or_cells_is_a_page_too()
    {
        var html = NotebookPage.Render(new NotebookDocument(), new PageOptions { HeadHtml = "<script>1</script>" });
        Assert.Contains("<h1>Notebook</h1>", html);
        Assert.Contains("<script>1</script>\n</head>", html);
        Assert.DoesNotContain("<footer", html);
        HtmlCheck.AssertBalanced(html);
    }

    private static PageOptions Options(string time) => new() { Stamp = [new("Seed", "42"), new("Wall time", time)] };

    private static DisplayOutput Show(string mime, JsonNode value) => new(new Dictionary<string, JsonNode> { [mime] = value });

    private static NotebookDocument Rich(double seconds = 1)
    {
        var document = new NotebookDocument();
        Markdown("# Title\n\nText[^1] with $x_1$.\n\n[^1]: Note.\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[Up](#Title)");
        var code = Code("csharp", "var x = 1 < 2; // <b>", CellStatus.Succeeded);
        code.Outputs.AddRange(
        [
            new StreamOutput("stdout", "one\n"), new StreamOutput("stdout", "two\n"), new StreamOutput("stderr", "warn"),
            new DisplayOutput(new Dictionary<string, JsonNode> { ["text/plain"] = "plain of the table", ["text/html"] = "<table><tr><td>7</td></tr></table>" }),
            Show("image/svg+xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg viewBox=\"0 0 1 1\"></svg>"), Show("image/png", "iVBORw0K\nGgo="),
            Show("text/markdown", "**shown**\n\n### Part"), Show("text/latex", "$x^2$"), Show("application/json", new JsonObject { ["k"] = 1 }), Show("text/plain", "7"),
        ]);
        Markdown("## Part\n\nAgain[^1].\n\n[^1]: Other note.\n\n### Deep\n\n- [x] done");
        Code("csharp", "throw null;", CellStatus.Failed).Outputs.Add(new ErrorOutput("E", "broke", ["at 1"]));
        Code("fsharp", "let x = 1", CellStatus.Skipped, "no such kernel");
        return document;

        void Markdown(string source) => document.Cells.Add(new Cell { Id = $"m{document.Cells.Count}", Kind = CellKind.Markdown, Language = "markdown", Source = source });

        Cell Code(string language, string source, CellStatus status, string? note = null)
        {
            var cell = new Cell { Id = $"c{document.Cells.Count}", Kind = CellKind.Code, Language = language, Source = source };
            cell.Run = new CellRun(status, TimeSpan.FromSeconds(seconds), note);
            document.Cells.Add(cell);
            return cell;
        }
    }
}
