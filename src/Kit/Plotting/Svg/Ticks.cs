using System.Globalization;

namespace Kit.Plotting.Svg;

/// <summary>A mark on an axis: its place in the scale's coordinate (log₁₀ of the datum on a log axis) and its label, none when minor.</summary>
internal readonly record struct Tick(double At, string Label)
{
    public bool IsMinor => Label.Length == 0;
}

/// <summary>Ticks at round numbers: steps 1, 2, 5 (rarely 2.5) times a power of ten; whole decades on a log axis.</summary>
internal static class Ticks
{
    public const string Minus = "\u2212";

    private static readonly double[] Ladder = [1, 2, 5, 10];

    /// <summary>
    /// Ticks inside [low, high], about <paramref name="target"/> of them and four at least where the target allows;
    /// numbers above 10⁵ or below 10⁻³ have a common factor 10^Power taken out.
    /// </summary>
    public static (Tick[] Ticks, int Power) Linear(double low, double high, int target)
    {
        var raw = Math.Max(high / target - low / target, double.Epsilon);
        var exponent = (int)Math.Floor(Math.Log10(raw));
        var mantissa = Ladder.First(m => m >= 10 || m * Math.Pow(10, exponent) >= raw * (1 - 1e-9));
        if (mantissa == 10) (mantissa, exponent) = (1, exponent + 1);
        if (target >= 4 && Count(mantissa, exponent) < 4)
        {
            var (m, e) = mantissa == 5 ? (2.0, exponent) : mantissa == 2 ? (1.0, exponent) : (5.0, exponent - 1);
            (mantissa, exponent) = Count(m, e) <= Math.Min(9, 2 * target) ? (m, e) : (2.5, exponent);
        }

        var (first, last) = Indices(mantissa, exponent);
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        var power = (int)Math.Floor(Math.Log10(size) + 1e-9);
        if (power is > -4 and < 5) power = 0;
        var format = "0." + new string('#', Math.Clamp(power - exponent + (mantissa == 2.5 ? 1 : 0), 0, 15));
        List<Tick> ticks = [];
        for (var k = first; k <= last && ticks.Count < 50; k++)
        {
            var label = (k * mantissa * Math.Pow(10, exponent - power)).ToString(format, CultureInfo.InvariantCulture);
            label = label == "-0" ? "0" : label.Replace("-", Minus, StringComparison.Ordinal);
            ticks.Add(new(Math.Clamp(Times(k * mantissa, exponent), low, high), label));
        }
        return ([.. ticks], power);

        int Count(double m, int e)
        {
            var (a, b) = Indices(m, e);
            return (int)Math.Min(b - a + 1, 1000);
        }

        // A tick that rounding puts a hair outside an end still belongs to it.
        (double First, double Last) Indices(double m, int e) =>
            (Math.Ceiling(Ratio(low, m, e) - 1e-9), Math.Floor(Ratio(high, m, e) + 1e-9));
    }

    /// <summary>Ticks of a log axis over [low, high] in log₁₀: every n-th decade, or the digits 1, 2, 5 of few decades, or round numbers within one.</summary>
    public static Tick[] Log(double low, double high, int target)
    {
        int first = (int)Math.Ceiling(low - 1e-9), last = (int)Math.Floor(high + 1e-9);
        if (high - low < 0.7 && Math.Abs(low) < 300 && Math.Abs(high) < 300) return WithinDecade(low, high, target);

        var stride = new[] { 1, 2, 3, 5, 10, 20, 50, 100, 200 }.First(s => s >= 200 || (last - first) / s < target);
        var digits = high - low < 2.4 && target >= 4;
        var plain = digits && low > -3.5 && high < 4.5;
        List<Tick> ticks = [];
        for (var d = (int)Math.Floor(low); d <= last; d++)
        {
            if (d >= first) ticks.Add(new(d, Mod(d, stride) == 0 ? plain ? Number(1, d) : Power(d) : ""));
            for (var m = 2; m <= 9 && stride == 1 && high - low < 12; m++)
            {
                var at = d + Math.Log10(m);
                if (at < low || at > high) continue;
                ticks.Add(new(at, !digits || m is not (2 or 5) ? "" : plain ? Number(m, d) : $"{m}×{Power(d)}"));
            }
        }
        return [.. ticks];
    }

    /// <summary>10^n in mark-up: <c>1</c>, <c>10</c>, <c>10&lt;sup&gt;−3&lt;/sup&gt;</c>.</summary>
    public static string Power(int n) => n switch
    {
        0 => "1",
        1 => "10",
        < 0 => $"10<sup>{Minus}{(-n).ToString(CultureInfo.InvariantCulture)}</sup>",
        _ => $"10<sup>{n.ToString(CultureInfo.InvariantCulture)}</sup>",
    };

    private static Tick[] WithinDecade(double low, double high, int target)
    {
        var (ticks, power) = Linear(Math.Pow(10, low), Math.Pow(10, high), target);
        return [.. ticks.Select(t => new Tick(Math.Clamp(Math.Log10(t.At), low, high), power == 0 ? t.Label : $"{t.Label}×{Power(power)}"))];
    }

    private static string Number(int digit, int decade) =>
        (digit * Math.Pow(10, decade)).ToString("F" + Math.Max(0, -decade), CultureInfo.InvariantCulture);

    private static int Mod(int a, int n) => (a % n + n) % n;

    // A product with a negative power is a division, which rounds 3 × 10⁻¹ to 0.3.
    private static double Times(double value, int exponent) => exponent switch
    {
        < -300 => value * Math.Pow(10, exponent),
        < 0 => value / Math.Pow(10, -exponent),
        _ => value * Math.Pow(10, exponent),
    };

    private static double Ratio(double value, double mantissa, int exponent) =>
        exponent < -300 ? value / Math.Pow(10, exponent) / mantissa : Times(value, -exponent) / mantissa;
}
