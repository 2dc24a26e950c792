using System.Collections;
using Kit.Tensors;

namespace Kit.Operators.Graphs;

/// <summary>The edges j → i of a graph of points as tables [n, K]: row i lists the neighbours of point i, and repeats i itself where it has fewer than K.</summary>
/// <remarks>K is the largest number of neighbours, so sums over neighbours are sums along an axis, in a fixed order, with 0 for what is not there.</remarks>
public sealed class Neighbours
{
    private Neighbours(Tensor index, Tensor offsets, Tensor present) => (Index, Offsets, Present) = (index.KeepAlways(), offsets.KeepAlways(), present.KeepAlways());

    /// <summary>j of the k-th neighbour of i, [n, K], I32.</summary>
    public Tensor Index { get; }

    /// <summary>xⱼ − xᵢ, on circles the shortest way, [n, K, d], F64.</summary>
    public Tensor Offsets { get; }

    /// <summary>1 for an edge, 0 for a place that is filled up, [n, K], F64.</summary>
    public Tensor Present { get; }

    /// <summary>n.</summary>
    public int Count => Index.Shape[0];

    /// <summary>K.</summary>
    public int Degree => Index.Shape[1];

    /// <summary>Values at the neighbours, x [N, n, C] → [N, n, K, C].</summary>
    public Tensor Gather(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Take(Index.Flatten(), 1).Reshape(x.Shape[0], Count, Degree, x.Shape[2]);
    }

    /// <summary>The graph of the neighbours that a rule chooses.</summary>
    internal static Neighbours Of(Func<int, DistanceRow> distances, int n, int d, Func<DistanceRow, int[]> choose)
    {
        var rows = Enumerable.Range(0, n).Select(i => (Row: distances(i), Chosen: default(int[]))).Select(r => (r.Row, Chosen: choose(r.Row))).Select(r => (r.Chosen, Offsets: Array.ConvertAll(r.Chosen, j => r.Row.Offset(j)))).ToArray();
        var most = Math.Max(1, rows.Max(r => r.Chosen.Length));
        var (index, offsets, present) = (new int[n * most], new double[n * most * d], new double[n * most]);
        for (var i = 0; i < n; i++)
            for (var k = 0; k < most; k++)
            {
                var there = k < rows[i].Chosen.Length;
                (index[i * most + k], present[i * most + k]) = (there ? rows[i].Chosen[k] : i, there ? 1 : 0);
                if (there) rows[i].Offsets[k].CopyTo(offsets, (i * most + k) * d);
            }

        return new(Tensor.Of(index).Reshape(n, most), Tensor.Of(offsets).Reshape(n, most, d), Tensor.Of(present).Reshape(n, most));
    }
}

/// <summary>All points as one of them sees them.</summary>
/// <param name="Self">Its index.</param>
/// <param name="Entries">Index, squared distance and offset of each point.</param>
internal sealed record DistanceRow(int Self, (int Index, double Square, double[] Offset)[] Entries) : IEnumerable<(int Index, double Square)>
{
    /// <summary>xⱼ − x.</summary>
    public double[] Offset(int j) => Entries[j].Offset;

    /// <inheritdoc/>
    public IEnumerator<(int Index, double Square)> GetEnumerator() => Entries.Select(e => (e.Index, e.Square)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
