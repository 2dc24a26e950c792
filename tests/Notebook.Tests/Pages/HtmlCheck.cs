using System.Text.RegularExpressions;

namespace Kit.Notebook.Tests.Pages;

/// <summary>Whether every tag of a page is closed in order.</summary>
internal static class HtmlCheck
{
    private static readonly HashSet<string> Void = ["meta", "img", "br", "hr", "input", "col", "link"];

    public static void AssertBalanced(string html)
    {
        html = Regex.Replace(html, "<style>.*?</style>|<!DOCTYPE[^>]*>", "", RegexOptions.Singleline);
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(html, "<(/?)([a-zA-Z][a-zA-Z0-9]*)(\"[^\"]*\"|[^\">])*?(/?)>"))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Length > 0)
                Assert.True(open.TryPop(out var expected) && expected == name, $"</{name}> closes <{expected}> near {Near(html, tag.Index)}");
            else if (tag.Groups[4].Length == 0 && !Void.Contains(name))
                open.Push(name);
        }
        Assert.Empty(open);
        Assert.DoesNotMatch("<(?![a-zA-Z/])", html);
    }

    private static string Near(string html, int at) => html[Math.Max(0, at - 80)..Math.Min(html.Length, at + 20)];
}
