using System.Text;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Kit.Notebook.Pages;

/// <summary>A formula that stands alone from the start of a line.</summary>
internal sealed class MathBlock(BlockParser parser, string closer) : LeafBlock(parser)
{
    public string Closer => closer;

    public StringBuilder Tex { get; } = new();

    /// <summary>Text after the closing mark on its line: a full stop, usually.</summary>
    public string Tail { get; set; } = "";

    public bool IsClosed { get; set; }
}

internal sealed class MathBlockParser : BlockParser
{
    public MathBlockParser() => OpeningCharacters = ['$', '\\'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        var line = processor.Line.AsSpan();
        if (processor.IsCodeIndent || MathMarks.At(line) is not { } marks || marks.Close is "\\)" or "\\\\)")
            return BlockState.None;
        var rest = line[marks.Open.Length..];
        var end = MathMarks.Find(rest, marks.Close);
        // More than punctuation after the formula makes the line a paragraph that begins with a formula.
        if (end >= 0 && rest[(end + marks.Close.Length)..].Trim().Length > 1)
            return BlockState.None;
        if (end < 0 && MathMarks.Find(processor.Line.Text.AsSpan(processor.Line.Start + marks.Open.Length), marks.Close) < 0)
            return BlockState.None;
        var block = new MathBlock(this, marks.Close) { Column = processor.Column, Span = new SourceSpan(processor.Start, processor.Line.End) };
        processor.NewBlocks.Push(block);
        return Take(block, rest, marks.Open.Length == 0);
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var math = (MathBlock)block;
        math.Span.End = processor.Line.End;
        return Take(math, processor.Line.AsSpan(), math.Closer.StartsWith("\\end", StringComparison.Ordinal));
    }

    private static BlockState Take(MathBlock block, ReadOnlySpan<char> line, bool keepsCloser)
    {
        var end = MathMarks.Find(line, block.Closer);
        if (end < 0)
        {
            block.Tex.Append(line).Append('\n');
            return BlockState.ContinueDiscard;
        }
        var after = end + block.Closer.Length;
        block.Tex.Append(line[..(keepsCloser ? after : end)]);
        block.Tail = line[after..].Trim().ToString();
        block.IsClosed = true;
        return BlockState.BreakDiscard;
    }
}
