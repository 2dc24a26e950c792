using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Kit.Notebook.Pages;

/// <summary>A formula within text.</summary>
internal sealed class MathInline(string tex, bool display) : LeafInline
{
    public string Tex => tex;

    public bool Display => display;
}

internal sealed class MathInlineParser : InlineParser
{
    public MathInlineParser() => OpeningCharacters = ['$', '\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        var (open, close) = MathMarks.At(text) is { } marks ? marks : ("$", "$");
        if (!text.StartsWith(open, StringComparison.Ordinal))
            return false;
        var rest = text[open.Length..];
        if (open == "$" && rest is [>= '0' and <= '9', ..] && char.IsAsciiLetterOrDigit(slice.PeekCharExtra(-1)))
            return false;
        var length = close == "$" ? MathMarks.SingleDollar(rest) : MathMarks.Find(rest, close);
        if (length < 0 || (open.Length > 0 && rest[..length].IsWhiteSpace()))
            return false;
        var tex = open.Length > 0 ? rest[..length].ToString() : rest[..(length + close.Length)].ToString();
        processor.Inline = new MathInline(tex, display: open is not ("$" or "\\(" or "\\\\("));
        slice.Start += open.Length + length + close.Length;
        return true;
    }
}
