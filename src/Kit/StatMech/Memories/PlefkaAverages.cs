namespace Kit.StatMech.Memories;

/// <summary>⟨E⟩ and Φ of <see cref="PlefkaDynamics"/> with their derivatives, at given magnetisations of independent spins.</summary>
internal sealed class PlefkaAverages
{
    private readonly int degree;
    private readonly double[] m, variance;
    private readonly double[][] k, slope, bend;

    public PlefkaAverages(DenseHebbian model, double[][] columns, SpinCumulants cumulants, double[] m, int order, bool pairs)
    {
        (degree, this.m, variance) = (model.Degree, m, Array.ConvertAll(m, x => 1 - x * x));
        (k, slope, bend) = (cumulants.At(m, order * degree, 0), cumulants.At(m, order * degree, 1), order > 1 ? cumulants.At(m, degree, 2) : []);
        (Pull, Reaction) = (new double[m.Length], new double[m.Length]);
        var kept = new List<One>();
        foreach (var x in columns)
        {
            var one = Vector(x, model.Coefficients, order);
            Energy += one.Mean;
            for (var i = 0; i < m.Length; i++) Pull[i] += one.Pull[i];
            if (order == 1) continue;
            var square = Square(one);
            Fluctuation += square[0];
            for (var r = 1; r < square.Length; r++) Add(Reaction, square[r], one.Powers[r], slope[r]);
            Subtract(one, one, 1);
            foreach (var other in kept) Pair(one, other);
            if (pairs) kept.Add(one);
        }
    }

    /// <summary>⟨E⟩.</summary>
    public double Energy { get; }

    /// <summary>Φ; 0 at order 1.</summary>
    public double Fluctuation { get; private set; }

    /// <summary>∂⟨E⟩/∂m_i.</summary>
    public double[] Pull { get; }

    /// <summary>∂Φ/∂m_i.</summary>
    public double[] Reaction { get; }

    /// <summary>How many powers of entries were gone through.</summary>
    public long Work { get; private set; }

    /// <summary>What is known of one vector: x^r, coefficients of p in powers of δ = L − κ₁ without the constant, moments of δ, ⟨p⟩, A_r of p without the constant, g and ∂g_i/∂m_i at fixed A.</summary>
    private sealed record One(double[][] Powers, double[] Coefficients, double[] Moments, double Mean, double[] A, double[] Pull, double[] PullSlope);

    private One Vector(double[] x, double[] polynomial, int order)
    {
        var powers = new double[order * degree + 1][];
        (powers[0], powers[1]) = ([], x);
        for (var r = 2; r < powers.Length; r++)
        {
            powers[r] = new double[x.Length];
            Add(powers[r], 1, powers[r - 1], x);
        }

        var kappa = new double[powers.Length];
        for (var r = 1; r < powers.Length; r++) kappa[r] = Dot(powers[r], k[r]);
        // p(κ₁ + δ) by powers of δ: without the large constant, differences of averages lose no digits.
        var shifted = new double[degree + 1];
        for (var (j, power) = (0, 1.0); j <= degree; (j, power) = (j + 1, power * kappa[1]))
            for (var a = 0; a + j <= degree; a++) shifted[a] += SpinCumulants.Binomial(a + j, a) * polynomial[a + j] * power;
        var constant = shifted[0];
        shifted[0] = 0;
        var moments = SpinCumulants.CentralMoments(kappa, order * degree);
        var mean = SpinCumulants.Expectations(shifted, moments);
        var (pull, pullSlope) = (new double[x.Length], order > 1 ? new double[x.Length] : []);
        for (var r = 1; r <= degree; r++)
        {
            Add(pull, mean[r], powers[r], slope[r]);
            if (order > 1) Add(pullSlope, mean[r], powers[r], bend[r]);
        }

        return new(powers, shifted, moments, constant + mean[0], mean, pull, pullSlope);
    }

    /// <summary>⟨f^{(r)}⟩/r! of f = p².</summary>
    private static double[] Square(One one)
    {
        var (c, square) = (one.Coefficients, new double[2 * one.Coefficients.Length - 1]);
        for (var a = 0; a < c.Length; a++)
            for (var b = 0; b < c.Length; b++) square[a + b] += c[a] * c[b];
        return SpinCumulants.Expectations(square, one.Moments);
    }

    /// <summary>Both terms of two different vectors: ⟨p(L_v) p(L_w)⟩ by joint cumulants κ_ab = Σ_i x_v^a x_w^b k_{a+b}, with ∂⟨p p⟩/∂κ_ab = B_ab = ⟨p^{(a)} p^{(b)}⟩/(a! b!).</summary>
    private void Pair(One v, One w)
    {
        var (joint, products) = (new double[degree + 1, degree + 1], new double[degree + 1, degree + 1][]);
        for (var a = 0; a <= degree; a++)
            for (var b = a == 0 ? 1 : 0; b <= degree; b++)
            {
                var product = a == 0 ? w.Powers[b] : b == 0 ? v.Powers[a] : new double[m.Length];
                if (a > 0 && b > 0) Add(product, 1, v.Powers[a], w.Powers[b]);
                (products[a, b], joint[a, b]) = (product, Dot(product, k[a + b]));
            }

        var moments = SpinCumulants.JointMoments(joint, degree);
        for (var a = 0; a <= degree; a++)
            for (var b = 0; b <= degree; b++)
            {
                var mean = 0.0;
                for (var j = a; j <= degree; j++)
                    for (var l = b; l <= degree; l++) mean += SpinCumulants.Binomial(j, a) * SpinCumulants.Binomial(l, b) * v.Coefficients[j] * w.Coefficients[l] * moments[j - a, l - b];
                if (a + b > 0) Add(Reaction, 2 * mean, products[a, b], slope[a + b]);
                else Fluctuation += 2 * mean;
            }

        Subtract(v, w, 2);
    }

    /// <summary>Takes ⟨p(L_v)⟩⟨p(L_w)⟩ + Σ_i (1 − m_i²) g_i^v g_i^w from Φ.</summary>
    private void Subtract(One v, One w, double times)
    {
        var (g, u, linear) = (v.Pull, w.Pull, 0.0);
        for (var i = 0; i < m.Length; i++)
        {
            linear += variance[i] * g[i] * u[i];
            Reaction[i] += times * (2 * m[i] * g[i] * u[i] - variance[i] * (v.PullSlope[i] * u[i] + g[i] * w.PullSlope[i]) - w.A[0] * g[i] - v.A[0] * u[i]);
        }

        Fluctuation -= times * (v.A[0] * w.A[0] + linear);
        ThroughAverages(v, u, times * (ReferenceEquals(v, w) ? 2 : 1));
        if (!ReferenceEquals(v, w)) ThroughAverages(w, g, times);
    }

    /// <summary>The part of −∂/∂m_i Σ_j (1 − m_j²) g_j u_j that comes by way of the A_r in g: Σ_s C(r + s, r) A_{r+s} x_i^s k_s′ for each.</summary>
    private void ThroughAverages(One v, double[] u, double times)
    {
        var weights = new double[m.Length];
        for (var i = 0; i < m.Length; i++) weights[i] = variance[i] * u[i];
        var sums = new double[degree + 1];
        for (var r = 1; r < degree; r++)
        {
            sums[r] = CumulantKernel.Dot(weights, v.Powers[r], slope[r]);
            Work += m.Length;
        }

        for (var s = 1; s < degree; s++)
        {
            var factor = 0.0;
            for (var r = 1; r + s <= degree; r++) factor += sums[r] * SpinCumulants.Binomial(r + s, r) * v.A[r + s];
            Add(Reaction, -times * factor, v.Powers[s], slope[s]);
        }
    }

    private double Dot(double[] a, double[] b)
    {
        Work += a.Length;
        return CumulantKernel.Dot(a, b);
    }

    private void Add(double[] result, double factor, double[] a, double[] b)
    {
        Work += a.Length;
        CumulantKernel.Add(result, factor, a, b);
    }
}
