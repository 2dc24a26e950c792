using System.Text;

namespace Kit.Notebook.Pages.Tex;

/// <summary>Letters of Unicode's mathematical alphabets, which browsers show where MathML's own variants are no longer honoured.</summary>
internal static class MathAlphabet
{
    /// <summary>First capital, small letter, digit, Greek capital and Greek small letter of an alphabet; 0 where it has none.</summary>
    /// <param name="Older">Letters that Unicode had before it had the alphabets, each followed by its form.</param>
    private readonly record struct Blocks(int Capital, int Small, int Digit = 0, int GreekCapital = 0, int GreekSmall = 0, string Older = "");

    private static readonly Dictionary<string, Blocks> Alphabets = new(StringComparer.Ordinal)
    {
        ["mathbf"] = new(0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
        ["boldsymbol"] = new(0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736),
        ["mathcal"] = new(0x1D49C, 0x1D4B6, Older: "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ"),
        ["mathbb"] = new(0x1D538, 0x1D552, 0x1D7D8, Older: "CℂHℍNℕPℙQℚRℝZℤ"),
        ["mathfrak"] = new(0x1D504, 0x1D51E, Older: "CℭHℌIℑRℜZℨ"),
        ["mathsf"] = new(0x1D5A0, 0x1D5BA, 0x1D7E2),
        ["mathtt"] = new(0x1D670, 0x1D68A, 0x1D7F6),
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
            return letter is '∇' && blocks.GreekCapital != 0 ? blocks.GreekCapital + 25 : letter;
        var older = blocks.Older.IndexOf((char)letter, StringComparison.Ordinal);
        return older >= 0 ? blocks.Older[older + 1] : block + letter - first;
    }
}
