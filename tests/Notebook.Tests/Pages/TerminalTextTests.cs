using Kit.Notebook.Pages;

namespace Kit.Notebook.Tests.Pages;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("a<b & \"c\"", "a&lt;b &amp; &quot;c&quot;")]
    [InlineData("\u001b[31mred\u001b[0m plain", "<span class=\"ansi-1\">red</span> plain")]
    [InlineData("\u001b[1;32mon\ntwo\u001b[39mx\u001b[m.", "<span class=\"ansi-bold ansi-2\">on</span>\n<span class=\"ansi-bold ansi-2\">two</span><span class=\"ansi-bold\">x</span>.")]
    [InlineData("\u001b[31m\u001b[34mb", "<span class=\"ansi-4\">b</span>")]
    [InlineData("\u001b[38;5;1mx", "x")]
    [InlineData("10%\r50%\r100%\ndone\r\n", "100%\ndone\n")]
    [InlineData("\u001b[2K\u001b]\u0007a\u001b", "]a")]
    [InlineData("\n\na\n", "\n\na\n")]
    [InlineData("a\n\nb", "a\n\nb")]
    [InlineData("\u001b[38;5;1\"><script>mx", "cript&gt;mx")]
    public void Control_sequences_become_classes_or_nothing(string text, string html) => Assert.Equal(html, TerminalText.ToHtml(text));

    [Fact]
    public void Long_text_is_cut_with_a_note()
    {
        var html = TerminalText.ToHtml(new string('x', TerminalText.MaxLength + 1_234_567));
        Assert.EndsWith("… 1,234,567 more characters are not shown</span>", html);
        Assert.InRange(html.Length, TerminalText.MaxLength, TerminalText.MaxLength + 200);
    }
}
