using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>How many modes a model of data needs, and the weights with which it loses no variance to those it drops.</summary>
public static class FrequencySelection
{
    /// <summary>The smallest m such that the m^d lowest cosine modes of fields hold a share of their mean square.</summary>
    /// <param name="x">[N, C, n₁, …, n_d].</param>
    /// <param name="energy">0 to 1, such as 0.9999: the relative L² error that truncation leaves is √(1 − energy).</param>
    public static int CosineModes(Tensor x, double energy)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 3) throw new ArgumentException($"FrequencySelection: fields of shape {x.Shape}; [N, C] and the axes of space are right");
        if (!(energy is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(energy), energy, "a share of the mean square lies above 0 and is at most 1");
        using var scope = Tensor.Scope();
        int[] points = [.. x.Shape.Dims[2..]];
        var field = x.Cast(DType.F64);
        var spectrum = new CosineModes(points).Analyse(field).Square().Mean([0, 1]);
        var whole = spectrum.Sum().Item();
        for (var m = 1; m < points.Min(); m++)
            if (spectrum[[.. points.Select(_ => (Slice)(..m))]].Sum().Item() >= energy * whole) return m;
        return points.Min();
    }

    /// <summary>Weights of a <see cref="SpectralConv"/> that give white noise on a grid back with its own variance: E|R|² = n/(C K), with K of the n frequencies kept.</summary>
    /// <remarks>
    /// The truncation keeps the part K/n of white noise, and the FNO's customary 1/(CO) shrinks that by √C·O more. Frequencies with k_d > 0 stand for two, their own and the
    /// conjugate's; those with k_d = 0 are averaged with the conjugate, which halves their variance: K = 2P(m_d − 1) + P/2 with P = Π 2m_a over the other axes.
    /// Poli, Massaroli et al. (2022), theorem 4.1, counts them without that care. Fields whose energy is all in low modes lose nothing: take n = K for them.
    /// </remarks>
    /// <param name="modes">mₐ of the layer.</param>
    /// <param name="points">Of the grid.</param>
    public static Initializer VariancePreserving(int[] modes, int[] points)
    {
        ArgumentNullException.ThrowIfNull(modes);
        ArgumentNullException.ThrowIfNull(points);
        var others = modes[..^1].Aggregate(1.0, (p, m) => p * 2 * m);
        var kept = 2 * others * (modes[^1] - 1) + others / 2;
        var all = points.Aggregate(1.0, (a, b) => a * b);
        return (shape, rng, dtype) => Init.Normal(Math.Sqrt(all / (2 * kept * shape[1])))(shape, rng, dtype);
    }
}
