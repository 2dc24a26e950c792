namespace Kit.StatMech.Memories;

/// <summary>Cumulants k_r of a spin s = ±1 of mean m, as polynomials in m: k₁ = m, k_{r+1} = (1 − m²) dk_r/dm.</summary>
/// <remarks>ln⟨e^{us}⟩ = ln(cosh u + m sinh u) is ln cosh(u + artanh m) less a constant, and d/du is (1 − m²) d/dm there.</remarks>
internal sealed class SpinCumulants
{
    private readonly double[][] polynomials;

    /// <param name="order">The largest r.</param>
    public SpinCumulants(int order)
    {
        polynomials = new double[order + 1][];
        (polynomials[0], polynomials[1]) = ([0], [0, 1]);
        for (var r = 1; r < order; r++)
        {
            var slope = Derivative(polynomials[r]);
            var next = new double[slope.Length + 2];
            for (var j = 0; j < slope.Length; j++) (next[j], next[j + 2]) = (next[j] + slope[j], next[j + 2] - slope[j]);
            polynomials[r + 1] = next;
        }
    }

    /// <summary>d^n k_r/dm^n at all m, [r][i], r from 0 (zeros) to <paramref name="order"/>.</summary>
    public double[][] At(double[] m, int order, int derivative)
    {
        var all = new double[order + 1][];
        for (var r = 0; r <= order; r++)
        {
            var c = polynomials[r];
            for (var n = 0; n < derivative; n++) c = Derivative(c);
            all[r] = Array.ConvertAll(m, x => Horner(c, x));
        }

        return all;
    }

    /// <summary>E[δ^n], n = 0 … <paramref name="order"/>, of a number with mean 0 and cumulants κ₂, κ₃, …: μ_n = Σ_{a ≥ 2} C(n − 1, a − 1) κ_a μ_{n−a}.</summary>
    public static double[] CentralMoments(double[] cumulants, int order)
    {
        var moments = new double[order + 1];
        moments[0] = 1;
        for (var n = 2; n <= order; n++)
            for (var a = 2; a <= n; a++) moments[n] += Binomial(n - 1, a - 1) * cumulants[a] * moments[n - a];
        return moments;
    }

    /// <summary>E[δ^j ε^l] of two numbers with means 0 and the joint cumulants κ_ab, a + b ≥ 2.</summary>
    public static double[,] JointMoments(double[,] cumulants, int order)
    {
        var moments = new double[order + 1, order + 1];
        moments[0, 0] = 1;
        for (var j = 0; j <= order; j++)
            for (var l = 0; l <= order; l++)
            {
                if (j == 0 && l == 0) continue;
                var sum = 0.0;
                for (var a = j > 0 ? 1 : 0; a <= j; a++)
                    for (var b = j > 0 ? 0 : 1; b <= l; b++)
                        if (a + b > 1) sum += (j > 0 ? Binomial(j - 1, a - 1) * Binomial(l, b) : Binomial(l - 1, b - 1)) * cumulants[a, b] * moments[j - a, l - b];
                moments[j, l] = sum;
            }

        return moments;
    }

    /// <summary>⟨f^{(r)}(δ)⟩/r! = Σ_j C(j, r) c_j μ_{j−r} of f(δ) = Σ_j c_j δ^j.</summary>
    public static double[] Expectations(double[] coefficients, double[] moments)
    {
        var mean = new double[coefficients.Length];
        for (var r = 0; r < mean.Length; r++)
            for (var j = r; j < mean.Length; j++) mean[r] += Binomial(j, r) * coefficients[j] * moments[j - r];
        return mean;
    }

    /// <summary>C(n, k).</summary>
    public static double Binomial(int n, int k)
    {
        var value = 1.0;
        for (var j = 1; j <= k; j++) value = value * (n - k + j) / j;
        return value;
    }

    private static double[] Derivative(double[] c) => c.Length < 2 ? [0] : [.. c.Skip(1).Select((v, j) => (j + 1) * v)];

    private static double Horner(double[] c, double x)
    {
        var value = c[^1];
        for (var j = c.Length - 2; j >= 0; j--) value = value * x + c[j];
        return value;
    }
}
