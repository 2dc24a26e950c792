using System.Globalization;
using Kit.Plotting;

namespace Kit.Tests.Plotting;

public sealed class ThemeTests
{
    // Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
    private static readonly double[][] Normal = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
    private static readonly double[][] Protan = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] Deutan = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];

    public static TheoryData<string> Names => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_and_lines_stand_out_from_the_paper(string name)
    {
        var theme = Get(name);
        Assert.True(Contrast(theme.Text, theme.Paper) >= 7);
        Assert.True(Contrast(theme.MutedText, theme.Paper) >= 4.5);
        Assert.True(Contrast(theme.AxisLine, theme.Paper) >= 3);
        Assert.All(theme.Palette, color => Assert.True(Contrast(color, theme.Paper) >= 3, $"{color}: {Contrast(color, theme.Paper)}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Palette_colours_differ_also_for_readers_with_colour_vision_deficiency(string name)
    {
        var palette = Get(name).Palette;
        foreach (var eye in new[] { Normal, Protan, Deutan })
        {
            for (var i = 0; i < palette.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    // An Oklab distance of 0.02 is just noticeable; thin lines need several times that.
                    var distance = Distance(palette[i], palette[j], eye);
                    Assert.True(distance >= 0.07, $"{palette[i]} and {palette[j]}: {distance}");
                }
            }
        }
    }

    [Fact]
    public void Sequential_scales_grow_steadily_in_lightness()
    {
        foreach (var scale in new[] { ColorScale.Viridis, ColorScale.Cividis, ColorScale.Magma, ColorScale.Gray })
        {
            var lightness = scale.Stops.Select(stop => Oklab(Linear(stop)).L).ToArray();
            for (var i = 1; i < lightness.Length; i++)
                Assert.True(lightness[i] > lightness[i - 1], $"{scale} at stop {i}");
        }
        var signed = ColorScale.Diverging.Stops.Select(stop => Oklab(Linear(stop)).L).ToArray();
        for (var i = 0; i < 8; i++)
            Assert.Equal(signed[i], signed[16 - i], 0.02); // stops are rounded to 8 bits and clipped to the gamut
    }

    [Fact]
    public void Colours_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => (Ink)"red;}</style>");
        Assert.Throws<ArgumentOutOfRangeException>(() => (Ink)(-1));
        Assert.Equal("#123456", ((Ink)"#123456").On(Theme.Dark));
        Assert.Equal(Theme.Dark.Palette[1], ((Ink)9).On(Theme.Dark));
    }

    private static Theme Get(string name) => name == "dark" ? Theme.Dark : Theme.Light;

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string hex) => Linear(hex) is [var r, var g, var b] ? (0.2126 * r) + (0.7152 * g) + (0.0722 * b) : double.NaN;

    private static double[] Linear(string hex) => [.. new[] { 1, 3, 5 }.Select(at => int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
        .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static double Distance(string a, string b, double[][] eye)
    {
        var (p, q) = (Oklab(Seen(a)), Oklab(Seen(b)));
        return Math.Sqrt(Math.Pow(p.L - q.L, 2) + Math.Pow(p.A - q.A, 2) + Math.Pow(p.B - q.B, 2));

        double[] Seen(string hex) => [.. eye.Select(row => Math.Max(0, row.Zip(Linear(hex), (m, c) => m * c).Sum()))];
    }

    private static (double L, double A, double B) Oklab(double[] c)
    {
        var l = Math.Cbrt((0.4122214708 * c[0]) + (0.5363325363 * c[1]) + (0.0514459929 * c[2]));
        var m = Math.Cbrt((0.2119034982 * c[0]) + (0.6806995451 * c[1]) + (0.1073969566 * c[2]));
        var s = Math.Cbrt((0.0883024619 * c[0]) + (0.2817188376 * c[1]) + (0.6299787005 * c[2]));
        return ((0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }
}
