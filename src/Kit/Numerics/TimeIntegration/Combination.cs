using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>u + h Σ cⱼ kⱼ in one pass over memory.</summary>
internal static class Combination
{
    /// <summary>More terms go in several passes; a fused function takes 24 arguments.</summary>
    private const int Most = 10;

    private static readonly Fused[] Sums = [.. Enumerable.Range(1, Most).Select(Sum)];

    /// <summary>u + h Σ cⱼ kⱼ; terms with cⱼ = 0 are left out, and u itself is given when none remains.</summary>
    public static Tensor Of(Tensor u, double h, ReadOnlySpan<double> c, ReadOnlySpan<Tensor?> k)
    {
        var (terms, factors) = (new List<Tensor>(c.Length), new List<Tensor>(c.Length));
        for (var j = 0; j < c.Length; j++)
        {
            if (c[j] == 0) continue;
            terms.Add(k[j]!);
            factors.Add(h * c[j]);
        }

        for (var start = 0; start < terms.Count; start += Most)
        {
            var count = Math.Min(Most, terms.Count - start);
            u = Sums[count - 1].Run([u, .. terms.GetRange(start, count), .. factors.GetRange(start, count)])[0];
        }

        return u;
    }

    /// <summary>u + h k.</summary>
    public static Tensor Of(Tensor u, double h, Tensor k) => Sums[0].Run(u, k, h)[0];

    private static Fused Sum(int count) => Fuse.Of((Tensor[] x) =>
    {
        var sum = x[0];
        for (var j = 0; j < count; j++) sum += x[1 + j] * x[1 + count + j];
        return [sum];
    });
}
