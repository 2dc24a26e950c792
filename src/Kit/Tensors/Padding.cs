using System.Runtime.CompilerServices;

namespace Kit.Tensors;

/// <summary>How far a convolution or pooling looks beyond the edges: <c>1</c> on every side, <c>[1, 2]</c> on both sides of each axis, <see cref="Sides"/>, or <see cref="Same"/>.</summary>
[CollectionBuilder(typeof(Padding), nameof(Create))]
public readonly struct Padding
{
    private readonly PerAxis before, after;
    private readonly bool same;

    private Padding(PerAxis before, PerAxis after, bool same) => (this.before, this.after, this.same) = (before, after, same);

    /// <summary>So much that the output has ⌈extent/stride⌉ elements, the odd one after.</summary>
    public static Padding Same => new(0, 0, true);

    /// <summary>Before and after each axis.</summary>
    public static Padding Sides(PerAxis before, PerAxis after) => new(before, after, false);

    /// <summary>The same on both sides, a number an axis.</summary>
    public static Padding Create(ReadOnlySpan<int> values) => Sides(PerAxis.Create(values), PerAxis.Create(values));

    /// <summary>The same on every side.</summary>
    public static implicit operator Padding(int width) => Sides(width, width);

    /// <summary>Enumerates the numbers before each axis.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => before.GetEnumerator();

    /// <summary>Elements before and after each axis.</summary>
    /// <param name="extents">Spatial extents of the input.</param>
    /// <param name="reach">Extents of the window with its gaps, d(K−1) + 1.</param>
    /// <param name="stride">Steps of the window.</param>
    /// <param name="caller">Named in messages.</param>
    internal (int[] Before, int[] After) Of(ReadOnlySpan<int> extents, int[] reach, int[] stride, string caller)
    {
        var n = extents.Length;
        if (!same) return (before.Of(n, 0, 0, $"{caller}: padding"), after.Of(n, 0, 0, $"{caller}: padding"));
        var (low, high) = (new int[n], new int[n]);
        for (var a = 0; a < n; a++)
        {
            var both = Math.Max(0, ((extents[a] + stride[a] - 1) / stride[a] - 1) * stride[a] + reach[a] - extents[a]);
            (low[a], high[a]) = (both / 2, both - both / 2);
        }

        return (low, high);
    }
}
