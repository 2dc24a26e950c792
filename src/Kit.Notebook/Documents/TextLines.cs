using System.Buffers;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>Text as nbformat stores it, a list of lines that keep their ends.</summary>
internal static class TextLines
{
    // The line ends of Python's str.splitlines, by which nbformat's own writer cuts.
    private static readonly SearchValues<char> Ends = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(Ends);
            var end = length < 0 ? text.Length : start + length + 1;
            if (end < text.Length && text[end - 1] == '\r' && text[end] == '\n')
                end++;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }

    public static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
