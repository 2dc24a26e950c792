using System.Numerics;

namespace Kit.Tests.Numerics;

/// <summary>The defining sum Σⱼ xⱼ e^(−2πi jk/n) to about 19 digits: roots from decimal series, products and sums in pairs of doubles.</summary>
internal sealed class ExactDft
{
    private const decimal Pi = 3.1415926535897932384626433833m;
    private readonly Pair[] cos, sin;

    public ExactDft(int n)
    {
        (cos, sin) = (new Pair[n], new Pair[n]);
        for (var k = 0; k < n; k++) (cos[k], sin[k]) = (Pair.Of(Cos(k, n)), Pair.Of(Cos(4L * k + 3L * n, 4L * n)));
    }

    /// <summary>One result.</summary>
    public Complex Result(ReadOnlySpan<Complex> x, int k)
    {
        Pair re = default, im = default;
        for (int j = 0, at = 0; j < cos.Length; j++, at = (at + k) % cos.Length)
        {
            re = re.Plus(x[j].Real, cos[at]).Plus(x[j].Imaginary, sin[at]);
            im = im.Plus(x[j].Imaginary, cos[at]).Plus(-x[j].Real, sin[at]);
        }

        return new(re.High + re.Low, im.High + im.Low);
    }

    /// <summary>x in [−1, 1] to 19 digits; the language's conversion keeps 15.</summary>
    public static decimal Exactly(double x) => (decimal)(long)Math.ScaleB(x, 62) / (1L << 62);

    /// <summary>cos(2πk/n) by Taylor's series after reduction to [0, π/4] in integers.</summary>
    public static decimal Cos(long k, long n)
    {
        var (eighth, rest) = Math.DivRem(8 * (k % n), n);
        var odd = eighth % 2 == 1;
        var angle = Pi / 4 * (odd ? n - rest : rest) / n;
        var value = (eighth + 1) / 2 % 2 == 1 ? Series(angle, angle, 2) : Series(1, angle, 1);
        return eighth is >= 2 and < 6 ? -value : value;
    }

    private static decimal Series(decimal first, decimal x, int next)
    {
        var (sum, term) = (first, first);
        for (var i = next; term != 0; i += 2) sum += term = -term * x * x / (i * (i + 1));
        return sum;
    }

    /// <summary>An unevaluated sum of two doubles.</summary>
    private readonly record struct Pair(double High, double Low)
    {
        public static Pair Of(decimal x) => new((double)x, (double)(x - Exactly((double)x)));

        /// <summary>This + x·y.</summary>
        public Pair Plus(double x, Pair y)
        {
            var product = x * y.High;
            var rest = Math.FusedMultiplyAdd(x, y.High, -product) + x * y.Low;
            var sum = High + product;
            var part = sum - High;
            return new(sum, Low + (High - (sum - part) + (product - part)) + rest);
        }
    }
}
