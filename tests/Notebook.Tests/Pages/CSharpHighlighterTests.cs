using System.Net;
using System.Text.RegularExpressions;
using Kit.Notebook.Pages;

namespace Kit.Notebook.Tests.Pages;

public sealed class CSharpHighlighterTests
{
    private const string Sample = """"
        #!time
        #r "nuget: Kit, 0.1.0"
        using System.Numerics;
        /* block */ var x = new Vector<double>(1e-3); // line <b>&amp;
        /// <summary>Doc</summary>
        static async Task<int> F(string s, char c = '\'') => await Task.FromResult(s.Length + 0x1F + 1_000);
        var text = $"a {x + $"{1:0.0}"} b" + @"c""d" + """raw "quoted" {x}""" + "utf"u8.ToArray().Length;
        #if NEVER
        hidden
        #endif
        record P(int X, int Y);
        int.Parse<double>("1"); x?.Y!.Z();
        double ∂x = α < β ? 1 : 2; 	// tab
        """";

    private static string Strip(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]*>", ""));

    [Fact]
    public void No_character_is_lost()
    {
        Assert.Equal(Sample, Strip(CSharpHighlighter.ToHtml(Sample)));
        Assert.Equal(Sample.ReplaceLineEndings("\r\n"), Strip(CSharpHighlighter.ToHtml(Sample.ReplaceLineEndings("\r\n"))));
    }

    [Fact]
    public void No_character_of_broken_code_is_lost()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 300; trial++)
        {
            var source = new string([.. Enumerable.Range(0, 60).Select(_ => Sample[random.Next(Sample.Length)])]);
            Assert.Equal(source, Strip(CSharpHighlighter.ToHtml(source)));
        }
        foreach (var source in (string[])["\"open", "/* open", "$\"{", "\"\"\"", "'", "@", "#", "\\", "\0", "", "#!", "\ud83d", "$$\"\"\"{{", "0x", "1e"])
            Assert.Equal(source.Replace('\ud83d', '\ufffd'), Strip(CSharpHighlighter.ToHtml(source)));
    }

    [Theory]
    [InlineData("k", "var")]
    [InlineData("k", "static")]
    [InlineData("k", "await")]
    [InlineData("k", "record")]
    [InlineData("t", "Vector")]
    [InlineData("t", "Task")]
    [InlineData("t", "P")]
    [InlineData("m", "F")]
    [InlineData("m", "FromResult")]
    [InlineData("m", "Parse")]
    [InlineData("n", "1e-3")]
    [InlineData("n", "0x1F")]
    [InlineData("s", "'\\''")]
    [InlineData("s", "\"\"\"raw \"quoted\" {x}\"\"\"")]
    [InlineData("c", "// line <b>&amp;")]
    [InlineData("c", "/* block */")]
    public void A_word_has_the_class_of_what_it_is(string style, string word) =>
        Assert.Contains($"<span class=\"{style}\">{WebUtility.HtmlEncode(word)}</span>", CSharpHighlighter.ToHtml(Sample));

    [Fact]
    public void Directives_and_magic_commands_are_marked()
    {
        var html = CSharpHighlighter.ToHtml(Sample);
        Assert.Contains("<span class=\"d\">#r ", html);
        Assert.Contains("<span class=\"d\">#!time", html);
    }
}
