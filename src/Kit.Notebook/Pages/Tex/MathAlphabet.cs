using System.Text;

namespace Kit.Notebook.Pages.Tex;

/// <summary>Letters of Unicode's mathematical alphabets, which browsers show where MathML's own variants are no longer honoured.</summary>
internal static class MathAlphabet
{
    /// <summary>Capitals, small letters, digits, Greek capitals and Greek small letters of one alphabet; 0 where it has none.</summary>
    private readonly record struct Blocks(int Capital, int Small, int Digit = 0, int GreekCapital = 0, int GreekSmall = 0);

    private static readonly Dictionary<string, Blocks> Alphabets = new(StringComparer.Ordinal)
    {
        ["mathbf"] = new(0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
        ["boldsymbol"] = new(0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736),
        ["mathcal"] = new(0x1D49C, 0x1D4B6),
        ["mathbb"] = new(0x1D538, 0x1D552, 0x1D7D8),
        ["mathfrak"] = new(0x1D504, 0x1D51E),
        ["mathsf"] = new(0x1D5A0, 0x1D5BA, 0x1D7E2),
        ["mathtt"] = new(0x1D670, 0x1D68A, 0x1D7F6),
    };

    /// <summary>Letters that Unicode had before it had the alphabets.</summary>
    private static readonly Dictionary<int, int> Older = new()
    {
        [0x1D49D] = 'ℬ', [0x1D4A0] = 'ℰ', [0x1D4A1] = 'ℱ', [0x1D4A3] = 'ℋ', [0x1D4A4] = 'ℐ', [0x1D4A7] = 'ℒ', [0x1D4A8] = 'ℳ', [0x1D4AD] = 'ℛ',
        [0x1D4BA] = 'ℯ', [0x1D4BC] = 'ℊ', [0x1D4C4] = 'ℴ',
        [0x1D506] = 'ℭ', [0x1D50B] = 'ℌ', [0x1D50C] = 'ℑ', [0x1D515] = 'ℜ', [0x1D51D] = 'ℨ',
        [0x1D53A] = 'ℂ', [0x1D53F] = 'ℍ', [0x1D545] = 'ℕ', [0x1D547] = 'ℙ', [0x1D548] = 'ℚ', [0x1D549] = 'ℝ', [0x1D551] = 'ℤ',
    };

    public static bool Has(string alphabet) => Alphabets.ContainsKey(alphabet);

    /// <summary>The node with every letter and digit taken from the alphabet.</summary>
    public static MathNode Apply(string alphabet, MathNode node)
    {
        if (node.Tag is "mi" or "mn" && node.Text is { } text)
        {
            var changed = new StringBuilder();
            foreach (var rune in text.EnumerateRunes())
                changed.Append(char.ConvertFromUtf32(Letter(Alphabets[alphabet], rune.Value)));
            return node with { Text = changed.ToString() };
        }
        return node with { Children = [.. node.Children.Select(child => Apply(alphabet, child))] };
    }

    private static int Letter(Blocks blocks, int letter)
    {
        var (block, first) = letter switch
        {
            >= 'A' and <= 'Z' => (blocks.Capital, 'A'),
            >= 'a' and <= 'z' => (blocks.Small, 'a'),
            >= '0' and <= '9' => (blocks.Digit, '0'),
            >= 'Α' and <= 'Ω' => (blocks.GreekCapital, 'Α'),
            >= 'α' and <= 'ω' => (blocks.GreekSmall, 'α'),
            _ => (0, 0),
        };
        if (block == 0)
            return letter is 0x2207 && blocks.GreekCapital != 0 ? blocks.GreekCapital + 25 : letter;
        var changed = block + letter - first;
        return Older.GetValueOrDefault(changed, changed);
    }
}
