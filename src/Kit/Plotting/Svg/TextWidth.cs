namespace Kit.Plotting.Svg;

/// <summary>Widths of text set in a common sans-serif face, from a table of advances: the renderer has no font engine.</summary>
internal static class TextWidth
{
    // Advances of U+0020…U+007E in thousandths of an em, those of the Helvetica family.
    private static ReadOnlySpan<short> Advances =>
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
        556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    // The reader's own sans-serif face may be a little wider than the table's.
    private const double Allowance = 1.05, Bold = 1.08;

    /// <summary>Width of plain text in pixels at a font size in pixels.</summary>
    public static double Of(ReadOnlySpan<char> text, double size, bool bold = false)
    {
        var sum = 0.0;
        foreach (var rune in text.EnumerateRunes()) sum += Advance(rune.Value);
        return sum * 1e-3 * size * Allowance * (bold ? Bold : 1);
    }

    private static int Advance(int rune) => rune switch
    {
        < 0x20 => 0,
        <= 0x7E => Advances[rune - 0x20],
        >= 0x300 and <= 0x36F or 0x200B or 0x200D => 0,
        >= 0x391 and <= 0x3A9 => 690,
        >= 0x3B1 and <= 0x3C9 => 556,
        >= 0x2070 and <= 0x209C or 0xB2 or 0xB3 or 0xB9 => 370,
        >= 0x2190 and <= 0x21FF => 1000,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0x1F300 => 1000,
        _ => 584,
    };
}
