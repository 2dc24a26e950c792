using System.Text.RegularExpressions;
using Kit.Notebook.Pages;

namespace Kit.Notebook.Tests.Pages;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("$a_1 * b_2 * c_3$", "a_1 * b_2 * c_3")]
    [InlineData("x $\\{a\\}\\_b$ y", "\\{a\\}\\_b")]
    [InlineData("$$\na\n- b\n+ c\n\n= d\n$$", "a\n- b\n+ c\n\n= d")]
    [InlineData("$$\\begin{pmatrix}a \\\\ b\\end{pmatrix}$$", "\\begin{pmatrix}a \\\\ b\\end{pmatrix}")]
    [InlineData("text $$x_1$$ text", "x_1")]
    [InlineData("\\(a_1 * b * c\\) text", "a_1 * b * c")]
    [InlineData("\\\\(a\\\\)", "a")]
    [InlineData("\\[\na_1\n\\]", "a_1")]
    [InlineData("\\[ \\begin{matrix} a \\\\[1ex] b \\end{matrix} \\]", "\\begin{matrix} a \\\\[1ex] b \\end{matrix}")]
    [InlineData("text\n\\begin{align}\na &= b \\\\\n&= c\n\\end{align}\ntext", "\\begin{align}\na &= b \\\\\n&= c\n\\end{align}")]
    [InlineData("so \\begin{align*} a_1 &= b_2 \\end{align*} holds", "\\begin{align*} a_1 &= b_2 \\end{align*}")]
    [InlineData("$ a_1 $", "a_1")]
    [InlineData("$a\\$b$", "a\\$b")]
    [InlineData("**bold $a*b$**", "a*b")]
    [InlineData("- item\n\n  $$\n  a\n  $$", "a")]
    [InlineData("# On $\\alpha_1$", "\\alpha_1")]
    [InlineData("| a | b |\n|---|---|\n| $|x|_1$ | 2 |", "|x|_1")]
    [InlineData("```math\na_1\n```", "a_1")]
    public void A_formula_reaches_the_converter_as_it_was_typed(string markdown, string tex)
    {
        var formula = Regex.Match(Render(markdown), "<annotation encoding=\"application/x-tex\">([^<]*)</annotation>");
        Assert.True(formula.Success, Render(markdown));
        Assert.Equal(tex, System.Net.WebUtility.HtmlDecode(formula.Groups[1].Value));
        Assert.DoesNotContain("<em>", Render(markdown));
    }

    [Theory]
    [InlineData("$5 and $6", "<p>$5 and $6</p>")]
    [InlineData("It costs $5-$6.", "<p>It costs $5-$6.</p>")]
    [InlineData("US$5, then 6$ and $7", "<p>US$5, then 6$ and $7</p>")]
    [InlineData("\\$x\\$", "<p>$x$</p>")]
    [InlineData("`$x$`", "<p><code>$x$</code></p>")]
    [InlineData("price $5 in `cash$`", "<p>price $5 in <code>cash$</code></p>")]
    [InlineData("\\[not closed", "<p>[not closed</p>")]
    [InlineData("$", "<p>$</p>")]
    [InlineData("a \\begin{thing} b", "<p>a \\begin{thing} b</p>")]
    public void Dollars_that_are_money_or_code_stay_text(string markdown, string html) => Assert.Equal(html, Render(markdown).Trim().Replace("&amp;", "&"));

    [Fact]
    public void A_formula_inside_a_fence_is_code() => Assert.DoesNotContain("<math", Render("```\n$x$\n$$\ny\n$$\n```"));

    [Fact]
    public void Punctuation_after_a_display_formula_stays_with_it() => Assert.Matches("</math>\\.</div>", Render("$$\nx\n$$.\n\nNext."));

    [Fact]
    public void A_display_formula_that_never_closes_takes_nothing_with_it()
    {
        Assert.Contains("<h2", Render("$$\na <b\n\n## rest"));
        Assert.Contains("<pre class=\"kit-tex\">\na\n</pre>", Render("> $$\n> a\n\nrest $$"));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("*a ")]
    [InlineData("$a ")]
    [InlineData("\\(")]
    [InlineData("\\begin{align}")]
    public void Deep_or_repeated_marks_do_not_break_the_page(string mark) =>
        Assert.NotEmpty(Render(string.Concat(Enumerable.Repeat(mark, 2_000))));

    [Fact]
    public void Headings_get_unique_ids_and_links_find_them_in_either_case()
    {
        var contents = new Contents();
        var first = new MarkdownText("# My Title\n## Part\n[to](#My-Title)", "c1", contents, listed: true);
        var second = new MarkdownText("## Part\n[^1]\n\n[^1]: note", "c2", contents, listed: true);
        Assert.Contains("href=\"#my-title\"", first.ToHtml(_ => null));
        Assert.Contains("<h2 id=\"part-2\">", second.ToHtml(_ => null));
        Assert.Contains("id=\"fn-c2-1\"", second.ToHtml(_ => null));
        Assert.Equal(3, Regex.Count(contents.ToHtml(), "<li"));
    }

    [Fact]
    public void A_heading_in_any_script_has_an_id_that_its_link_finds()
    {
        var contents = new Contents();
        var html = new MarkdownText("# Wärme & Zeit\n[auf](#wärme--zeit)", "c", contents, listed: true).ToHtml(_ => null);
        var id = System.Net.WebUtility.HtmlDecode(Regex.Match(html, "id=\"([^\"]*)\"").Groups[1].Value);
        Assert.Equal("wärme--zeit", id);
        Assert.Contains($"href=\"#{id}\"", System.Net.WebUtility.HtmlDecode(contents.ToHtml()));
    }

    [Fact]
    public void An_attached_image_becomes_data() =>
        Assert.Contains("src=\"data:x\"", new MarkdownText("![a](attachment:a%20b.png)", "c", new Contents(), false).ToHtml(address => address == "attachment:a%20b.png" ? "data:x" : null));

    private static string Render(string markdown) => new MarkdownText(markdown, "c", new Contents(), listed: true).ToHtml(_ => null);
}
