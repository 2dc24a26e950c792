using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>Points where the residual is large, out of a pool of candidates.</summary>
/// <remarks>Wu, Zhu, Tan, Kartha, Lu, Comput. Methods Appl. Mech. Eng. 403 (2023) 115671.</remarks>
public static class AdaptiveSampling
{
    /// <summary>RAD: n different candidates with probability ∝ |r|ᵏ/mean|r|ᵏ + c.</summary>
    /// <param name="pool">Candidates [M, d].</param>
    /// <param name="residual">r of each, M numbers.</param>
    /// <param name="count">n ≤ M.</param>
    /// <param name="rng">Draws.</param>
    /// <param name="power">k: 1 or 2; larger follows the residual more closely.</param>
    /// <param name="floor">c: 0 or 1; larger is more even.</param>
    public static Tensor Rad(Tensor pool, Tensor residual, int count, Rng rng, double power = 1, double floor = 1)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var weights = Density(Sizes(pool, residual, count), power, floor);
        // Of exponential times with these rates the n that ring first are such a draw (Efraimidis and Spirakis, 2006).
        var times = Array.ConvertAll(weights, w => -Math.Log(1 - rng.NextDouble()) / w);
        return Rows(pool, [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i]).Take(count)]);
    }

    /// <summary>RAR-G: the n candidates of largest |r|.</summary>
    public static Tensor Rar(Tensor pool, Tensor residual, int count)
    {
        var sizes = Sizes(pool, residual, count);
        return Rows(pool, [.. Enumerable.Range(0, sizes.Length).OrderByDescending(i => sizes[i]).Take(count)]);
    }

    /// <summary>|r|ᵏ/mean|r|ᵏ + c.</summary>
    internal static double[] Density(double[] sizes, double power, double floor)
    {
        var powers = Array.ConvertAll(sizes, r => Math.Pow(r, power));
        var mean = powers.Average();
        return Array.ConvertAll(powers, p => (mean > 0 ? p / mean : 1) + floor);
    }

    private static double[] Sizes(Tensor pool, Tensor residual, int count)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(residual);
        if (pool.Rank != 2 || residual.Size != pool.Shape[0] || count < 1 || count > pool.Shape[0])
            throw new ArgumentException($"AdaptiveSampling: {count} of a pool {pool.Shape} with residuals {residual.Shape}; [M, d], M of them and 1 to M points are right");
        return residual.Abs().ToDoubles();
    }

    private static Tensor Rows(Tensor pool, int[] chosen)
    {
        var (all, d) = (pool.ToDoubles(), pool.Shape[1]);
        return Tensor.Of([.. chosen.SelectMany(i => all[(i * d)..((i + 1) * d)])]).Reshape(chosen.Length, d);
    }
}
