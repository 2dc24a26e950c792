using System.Globalization;
using System.Text;

namespace Kit.Plotting.Svg;

/// <summary>Numbers and strings as they may stand in an SVG document.</summary>
internal static class SvgText
{
    // Far outside every picture; renderers work in single precision and misdraw beyond.
    private const double Limit = 1e5;

    /// <summary>A coordinate rounded to hundredths of a pixel, always finite: <c>12.5</c>, <c>-.25</c>.</summary>
    public static string Number(double value) => Hundredths(Round(value));

    /// <summary>The nearest number of hundredths, limited to what a renderer can draw.</summary>
    public static long Round(double value) => double.IsNaN(value) ? 0 : (long)Math.Round(Math.Clamp(value, -Limit, Limit) * 100);

    public static string Hundredths(long value)
    {
        var digits = Math.Abs(value);
        var whole = digits / 100 == 0 && digits != 0 ? "" : (digits / 100).ToString(CultureInfo.InvariantCulture);
        var part = (digits % 100) switch
        {
            0 => "",
            var d when d % 10 == 0 => "." + (d / 10).ToString(CultureInfo.InvariantCulture),
            var d => "." + d.ToString("00", CultureInfo.InvariantCulture),
        };
        return (value < 0 ? "-" : "") + whole + part;
    }

    /// <summary>Text for element content and quoted attributes, without the characters that XML 1.0 forbids.</summary>
    public static string Escape(string? text)
    {
        StringBuilder safe = new();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\t' or '\n' or '\r' => safe.Append(' '),
                < 0x20 or 0xFFFE or 0xFFFF => safe,
                _ => safe.Append(rune.ToString()),
            };
        }
        return safe.ToString();
    }
}
