namespace Kit.StatMech.Memories;

/// <summary>What the flip of a spin does to a sum of polynomials Σ_v p(L_v) when each L_v changes by ±2.</summary>
/// <remarks>
/// p(L + 2σ) − p(L) = d(L) + σ b(L) for σ = ±1, with b(L) = [p(L + 2) − p(L − 2)]/2 and d(L) = [p(L + 2) + p(L − 2)]/2 − p(L). With b(L_v) kept, the change of all vectors is
/// Σ_v d(L_v) + σ Σ_v x_v b(L_v): one scalar product, whatever the degree.
/// Each polynomial is Σ_j c_j L^{2j}, times L where it is odd; b is odd where p is even.
/// </remarks>
internal readonly record struct FlipPolynomials
{
    public FlipPolynomials(ReadOnlySpan<double> coefficients)
    {
        var degree = coefficients.Length - 1;
        var (odd, even) = (new double[degree + 1], new double[degree + 1]);
        for (var k = 0; k <= degree; k++)
        {
            var binomial = 1.0;
            for (var j = k; j >= 0; j--)
            {
                // C(k, j) 2^{k−j} of L^j.
                var term = coefficients[k] * binomial * Math.ScaleB(1, k - j);
                if ((k - j) % 2 == 1) odd[j] += term;
                else if (j < k) even[j] += term;
                binomial *= (double)j / (k - j + 1);
            }
        }

        IsOdd = degree % 2 == 1;
        Energy = Half(coefficients, degree % 2);
        Odd = Half(odd, 1 - degree % 2);
        Even = Half(even, degree % 2);
    }

    /// <summary>Whether p has odd powers only.</summary>
    public bool IsOdd { get; }

    /// <summary>p.</summary>
    public double[] Energy { get; }

    /// <summary>b.</summary>
    public double[] Odd { get; }

    /// <summary>d.</summary>
    public double[] Even { get; }

    /// <summary>Three terms of p and two of b and d.</summary>
    public bool IsQuartic => !IsOdd && Energy.Length == 3;

    private static double[] Half(ReadOnlySpan<double> all, int parity)
    {
        var half = new double[(all.Length - 1 - parity) / 2 + 1];
        for (var j = 0; j < half.Length; j++) half[j] = all[2 * j + parity];
        // d of degree P − 2 ends with a zero.
        return half.Length > 1 && half[^1] == 0 ? half[..^1] : half;
    }
}
