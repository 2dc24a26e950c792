using Kit.Numerics;
using Kit.Tensors;

namespace Kit.StatMech.Spectra;

/// <summary>How heavy the tail of a weight matrix's spectrum is: α of ρ(λ) ~ λ^{−α}, by Hill's estimator.</summary>
public static class HeavyTail
{
    /// <summary>Hill's α = 1 + k/Σ_{i=1}^k ln(λ_{n−i+1}/λ_{n−k}) of the k largest of n values in rising order.</summary>
    /// <remarks>Hill, Ann. Statist. 3 (1975): the maximum-likelihood exponent of values above λ_{n−k} that follow a power law there; its standard error is (α − 1)/√k.</remarks>
    /// <param name="values">Positive numbers in any order.</param>
    /// <param name="tail">k; 0: half of them.</param>
    /// <exception cref="ArgumentException">k is not in 1 … n − 1, or λ_{n−k} is not positive.</exception>
    public static double Hill(ReadOnlySpan<double> values, int tail = 0)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var (n, k) = (sorted.Length, tail > 0 ? tail : sorted.Length / 2);
        if (k < 1 || k >= n) throw new ArgumentException($"Hill: a tail of {k} among {n} values; 1 … n − 1 is right");
        var threshold = sorted[n - k - 1];
        if (!(threshold > 0)) throw new ArgumentException($"Hill: the value below the tail is {threshold}; positive values, or a shorter tail, are right");
        var sum = 0.0;
        for (var i = n - k; i < n; i++) sum += Math.Log(sorted[i] / threshold);
        return 1 + k / sum;
    }

    /// <summary>Squared singular values of a matrix, rising: the eigenvalues of WᵀW or WWᵀ, whichever is smaller.</summary>
    public static double[] Spectrum(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2) throw new ArgumentException($"Spectrum: weights of shape {weight.Shape}; a matrix is right");
        using var scope = Tensor.Scope();
        var w = weight.Cast(Compute.DType.F64);
        return LinearAlgebra.Eigh(w.Shape[0] <= w.Shape[1] ? w.MatMul(w.T) : w.T.MatMul(w)).Values.Maximum(0).ToDoubles();
    }

    /// <summary>Pooled spectra of windows of one aspect ratio, so that matrices of different shapes can be compared: fixed-aspect-ratio matrix subsampling.</summary>
    /// <remarks>
    /// Hu, Goel, Killiakov, Yang, Eigenspectrum analysis of neural networks without aspect ratio bias, ICML 2025. The law of Marčenko and Pastur depends on p/n, so that α of a long matrix
    /// is large though its entries are no less heavy-tailed; windows of one ratio Q all have the same law.
    /// </remarks>
    /// <param name="weight">W [n, p].</param>
    /// <param name="ratio">Q ≥ 1: rows over columns of a window, with W turned so that n ≥ p.</param>
    /// <param name="columns">Columns of a window; 0: the most that fit.</param>
    /// <param name="steps">Windows along each direction, at places evenly spread; they overlap where they must.</param>
    public static double[] FixedAspectSpectrum(Tensor weight, double ratio = 1, int columns = 0, int steps = 5)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2) throw new ArgumentException($"FixedAspectSpectrum: weights of shape {weight.Shape}; a matrix is right");
        using var scope = Tensor.Scope();
        var w = weight.Shape[0] >= weight.Shape[1] ? weight : weight.T;
        var (n, p) = (w.Shape[0], w.Shape[1]);
        var width = columns > 0 ? columns : (int)Math.Min(p, n / ratio);
        var height = (int)Math.Round(width * ratio);
        if (!(ratio >= 1) || width < 2 || width > p || height > n || steps < 1)
            throw new ArgumentException($"FixedAspectSpectrum: {steps} windows of {height} × {width} (Q = {ratio}) in a matrix of {n} × {p}; Q ≥ 1 and windows that fit are right");
        int[] Places(int extent, int window) => [.. Enumerable.Range(0, steps).Select(k => steps == 1 ? 0 : (int)Math.Round((double)k * (extent - window) / (steps - 1))).Distinct()];
        return [.. from top in Places(n, height) from left in Places(p, width) from value in Spectrum(w[top..(top + height), left..(left + width)]) select value];
    }
}
