namespace Kit.StatMech.Memories;

/// <summary>Patterns of entries ±1 as bits, 1 for −1, site by site.</summary>
/// <remarks>
/// The sign bit of a double is what a factor ±1 changes, so a product with a pattern is an exclusive or. To have the bits where they are wanted, 512 patterns of a site are eight words side by side:
/// pattern 8t + j is bit 63 − t of word j. Shifted left by t, the words hold the signs of eight neighbours in their highest bits.
/// </remarks>
internal sealed class PatternSigns
{
    /// <summary>Patterns in eight words.</summary>
    public const int Block = 8 * 64;

    private readonly ulong[] words;
    private readonly int stride;

    private PatternSigns(Patterns patterns)
    {
        stride = (patterns.Count + Block - 1) / Block * 8;
        words = new ulong[checked(stride * patterns.Sites)];
        for (var i = 0; i < patterns.Sites; i++)
        {
            var x = patterns.Of(i);
            var row = words.AsSpan(i * stride, stride);
            for (var k = 0; k < x.Length; k++)
                if (x[k] < 0) row[Word(k)] |= 1UL << 63 - Turns(k);
        }
    }

    /// <summary>The signs of patterns; null where an entry is not ±1.</summary>
    public static PatternSigns? Of(Patterns patterns) => patterns.Binary ? new(patterns) : null;

    /// <summary>The signs of all patterns at a site.</summary>
    public ReadOnlySpan<ulong> Of(int site) => words.AsSpan(site * stride, stride);

    /// <summary>A sign bit where pattern k is −1.</summary>
    public static ulong Bit(ReadOnlySpan<ulong> signs, int k) => signs[Word(k)] << Turns(k) & 1UL << 63;

    private static int Word(int k) => k / Block * 8 + k % 8;

    private static int Turns(int k) => k % Block / 8;
}
