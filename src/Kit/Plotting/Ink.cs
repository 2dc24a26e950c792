using System.Text.RegularExpressions;

namespace Kit.Plotting;

/// <summary>A colour of a drawing: a slot of the theme's palette (0, 1, 2, …) or a fixed CSS colour such as <c>#d55e00</c>.</summary>
/// <remarks>A slot follows the theme, so it keeps its contrast in the dark; a fixed colour does not.</remarks>
public readonly partial record struct Ink
{
    private Ink(int slot, string? css) => (Slot, Css) = (slot, css);

    /// <summary>Index into <see cref="Theme.Palette"/>, taken modulo its length; used when <see cref="Css"/> is null.</summary>
    public int Slot { get; }

    /// <summary>A fixed colour, or null.</summary>
    public string? Css { get; }

    /// <summary>A slot of the palette.</summary>
    public static implicit operator Ink(int slot) => slot >= 0
        ? new(slot, null)
        : throw new ArgumentOutOfRangeException(nameof(slot), $"A palette slot is 0, 1, 2, …: got {slot}.");

    /// <summary>A fixed colour: <c>#rgb</c>, <c>#rrggbb</c> or a CSS colour name.</summary>
    /// <exception cref="ArgumentException">The text is not such a colour.</exception>
    public static implicit operator Ink(string css) => Css3().IsMatch(css)
        ? new(0, css)
        : throw new ArgumentException($"A colour is #rgb, #rrggbb, a CSS name, or a palette slot number: got \"{css}\".");

    /// <summary>The colour under <paramref name="theme"/>.</summary>
    public string On(Theme theme) => Css ?? theme.Palette[Slot % theme.Palette.Count];

    [GeneratedRegex("^(#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|[a-zA-Z]{3,24})$", RegexOptions.CultureInvariant)]
    private static partial Regex Css3();
}
