namespace Kit.Plotting;

/// <summary>Colours from low to high values: seventeen stops at equal distances, interpolated linearly in sRGB between them.</summary>
/// <remarks>
/// Viridis, magma and cividis are the perceptually uniform maps of matplotlib (van der Walt, Smith 2015; Nuñez et al. 2018, public domain).
/// The others are made in Oklab (Ottosson 2020): lightness is linear in the distance from the centre, or constant in its period.
/// </remarks>
public sealed class ColorScale
{
    private ColorScale(string name, string stops) => (Name, Stops) = (name, [.. stops.Split(' ').Select(hex => "#" + hex)]);

    /// <summary>Dark blue, green, yellow: the scale for quantities without a natural zero.</summary>
    public static ColorScale Viridis { get; } = new("viridis",
        "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c 1fa088 28ae80 3fbc73 5ec962 84d44b addc30 d8e219 fde725");

    /// <summary>Blue, gray, yellow: looks nearly the same to readers with and without colour-vision deficiency.</summary>
    public static ColorScale Cividis { get; } = new("cividis",
        "002051 012b65 11366c 26426e 3c4d6e 51586e 62646f 727071 7f7c75 8c8877 9a9478 a9a177 bbaf71 cebd68 e2cb5c f3da4f fdea45");

    /// <summary>Black, purple, orange, near-white: for intensities.</summary>
    public static ColorScale Magma { get; } = new("magma",
        "000004 0a0822 1d1147 36106b 51127c 6a1c81 832681 9c2e7f b73779 d0416f e75263 f56b5c fc8961 fea772 fec488 fde2a3 fcfdbf");

    /// <summary>Blue, near-white, rust: for signed quantities; the range is made symmetric about zero unless one is given.</summary>
    public static ColorScale Diverging { get; } = new("diverging",
        "004179 025695 216caf 3e83c5 5d9ad7 7fb1e5 a3c8ef cadff5 f5f5f5 f4d5ca ecb6a3 e09880 cf7c5f bb6243 a44a29 8b3513 6f2301");

    /// <summary>Black to white.</summary>
    public static ColorScale Gray { get; } = new("gray",
        "000000 101010 202020 303030 404040 505050 606060 707070 808080 909090 a0a0a0 b0b0b0 c0c0c0 d0d0d0 e0e0e0 f0f0f0 ffffff");

    /// <summary>A closed circle of hues: for angles, whose ends are the same.</summary>
    public static ColorScale Phase { get; } = new("phase",
        "98d0ff afc1ff baa9f0 b98cc9 ae6e99 9c5368 89403c 773813 693c00 5f4900 585f0c 507b3f 499971 4ab4a5 5cc8d4 7ad2f8 98d0ff");

    /// <summary>The scale's name.</summary>
    public string Name { get; }

    /// <summary>Colours <c>#rrggbb</c> at 0, 1/16, …, 1.</summary>
    public IReadOnlyList<string> Stops { get; }

    /// <summary>Red, green and blue at <paramref name="t"/> in [0, 1]; what lies outside is clipped.</summary>
    public (byte Red, byte Green, byte Blue) At(double t)
    {
        var place = (double.IsNaN(t) ? 0 : Math.Clamp(t, 0, 1)) * (Stops.Count - 1);
        var low = Math.Min((int)place, Stops.Count - 2);
        var weight = place - low;
        return (Mix(1), Mix(3), Mix(5));

        byte Mix(int at) => (byte)Math.Round(((1 - weight) * Channel(Stops[low], at)) + (weight * Channel(Stops[low + 1], at)));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int Channel(string hex, int at) => Convert.ToInt32(hex.Substring(at, 2), 16);
}
