namespace Kit.Compute.Cpu;

/// <summary>Γ, ln |Γ| and ψ = Γ′/Γ of a real number, each by its asymptotic series at y ≥ 10, where seven terms reach the last digit; smaller arguments are shifted up, negative ones reflected.</summary>
/// <remarks>Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 6.1.17, 6.1.41, 6.3.7 and 6.3.18.</remarks>
internal static class GammaFunctions
{
    private const double Large = 10;
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>B₂ₖ/(2k(2k − 1)), the coefficients of ln Γ in y^(1−2k).</summary>
    private static readonly double[] LogSeries = [1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0, 1 / 156.0];

    /// <summary>Γ(x): relative error below 5·10⁻¹⁵; ±∞ at ±0, NaN at negative integers, where the sign changes.</summary>
    public static double Gamma(double x)
    {
        if (x == 0) return 1 / x;
        if (x < 0.5) return x == Math.Floor(x) ? double.NaN : Math.PI / (double.SinPi(x) * Gamma(1 - x));
        if (x > 172) return double.PositiveInfinity;
        var product = 1.0;
        if (x == Math.Floor(x) && x <= 23)
        {
            for (var k = 2.0; k < x; k++) product *= k;
            return product;
        }

        for (; x < Large; x++) product *= x;
        // Both powers have exact arguments; the first is taken in two halves, because it overflows before Γ does.
        var half = Math.Pow(x, (x - 0.5) / 2);
        return half * Math.Exp(-x) * half * Math.Sqrt(2 * Math.PI) * Math.Exp(Series(x)) / product;
    }

    /// <summary>ln |Γ(x)|: error below 5·10⁻¹⁵ max(1, |ln Γ|); ∞ at 0 and negative integers.</summary>
    public static double LogGamma(double x)
    {
        if (x <= 0 && x == Math.Floor(x) || double.IsInfinity(x)) return double.PositiveInfinity;
        if (x < -Large) return Math.Log(Math.PI / Math.Abs(double.SinPi(x))) - LogGamma(1 - x);
        return x < Large ? Math.Log(Math.Abs(Gamma(x))) : (x - 0.5) * (Math.Log(x) - 1) + (HalfLogTwoPi - 0.5) + Series(x);
    }

    /// <summary>ψ(x) = d ln Γ/dx: error below 5·10⁻¹⁵ max(1, |ψ|, 1/|x − pole|); ∓∞ at ±0, NaN at negative integers.</summary>
    public static double Digamma(double x)
    {
        if (x == 0) return -1 / x;
        if (x < 0) return x == Math.Floor(x) ? double.NaN : Digamma(1 - x) - Math.PI / double.TanPi(x);
        var shift = 0.0;
        for (; x < Large; x++) shift += 1 / x;
        var (square, series) = (1 / x / x, 0.0);
        for (var k = LogSeries.Length; k >= 1; k--) series = square * (LogSeries[k - 1] * (2 * k - 1) + series);
        return Math.Log(x) - 0.5 / x - series - shift;
    }

    private static double Series(double y)
    {
        var (square, series) = (1 / y / y, 0.0);
        for (var k = LogSeries.Length - 1; k >= 0; k--) series = LogSeries[k] + square * series;
        return series / y;
    }
}
