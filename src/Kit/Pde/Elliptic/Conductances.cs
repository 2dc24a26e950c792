using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>An elliptic operator as a network: a conductance on every face between two points or between a point and a wall, and a sink at every point.</summary>
/// <param name="Counts">Points along the three axes.</param>
/// <param name="Periodic">Which axes are rings.</param>
/// <param name="Faces">Along each axis an array with one more entry than points, row-major.</param>
/// <param name="Sinks">Row-major.</param>
internal sealed record Conductances(int[] Counts, bool[] Periodic, double[][] Faces, double[] Sinks)
{
    /// <summary>The mean conductance of the faces along an axis; 0 for an axis of one point.</summary>
    public double Strength(int axis) => Counts[axis] == 1 ? 0 : Faces[axis].Sum() / Faces[axis].Length;

    /// <summary>Mean of |ln gᵢ − ln gᵢ₊₁| over conductances that follow each other along the last axis.</summary>
    public double Roughness()
    {
        var (sum, count, faces) = (0.0, 0, Faces[2]);
        for (var at = 1; at < faces.Length; at++)
        {
            if (at % (Counts[2] + 1) == 0 || faces[at] == 0 || faces[at - 1] == 0) continue;
            sum += Math.Abs(Math.Log(faces[at] / faces[at - 1]));
            count++;
        }

        return sum / Math.Max(1, count);
    }

    /// <summary>The symmetric matrix of the network, unknowns row-major.</summary>
    public SparseMatrix Matrix()
    {
        var (n1, n2, size) = (Counts[1], Counts[2], Counts[0] * Counts[1] * Counts[2]);
        int[] steps = [n1 * n2, n2, 1];
        var (rows, columns, values) = (new List<int>(7 * size), new List<int>(7 * size), new List<double>(7 * size));
        int[] p = [0, 0, 0];
        for (var at = 0; at < size; at++)
        {
            (p[0], p[1], p[2]) = (at / steps[0], at / n2 % n1, at % n2);
            Add(at, at, Sinks[at]);
            for (var d = 0; d < 3; d++)
            {
                var face = (p[0] * (d == 1 ? n1 + 1 : n1) + p[1]) * (d == 2 ? n2 + 1 : n2) + p[2];
                Couple(at, p[d] > 0 ? at - steps[d] : Periodic[d] ? at + (Counts[d] - 1) * steps[d] : -1, Faces[d][face]);
                Couple(at, p[d] + 1 < Counts[d] ? at + steps[d] : Periodic[d] ? at - (Counts[d] - 1) * steps[d] : -1, Faces[d][face + steps[d]]);
            }
        }

        return SparseMatrix.FromTriplets(size, size, [.. rows], [.. columns], Tensor.Of([.. values]));

        void Couple(int at, int other, double conductance)
        {
            if (other == at) return;
            Add(at, at, conductance);
            if (other >= 0 && conductance != 0) Add(at, other, -conductance);
        }

        void Add(int row, int column, double value)
        {
            rows.Add(row);
            columns.Add(column);
            values.Add(value);
        }
    }

    /// <summary>The network of the points of even number along the axes that are coarsened: faces in series along an axis, in parallel across it.</summary>
    /// <remarks>In one dimension this is exact; Alcouffe, Brandt, Dendy and Painter (1981), SIAM J. Sci. Stat. Comput. 2, section 4.</remarks>
    public Conductances Coarse(bool[] coarsened)
    {
        var faces = new double[3][];
        var counts = (int[])Counts.Clone();
        for (var d = 0; d < 3; d++)
        {
            int[] extents = [.. Counts];
            extents[d]++;
            faces[d] = Faces[d];
            if (coarsened[d]) faces[d] = Series(faces[d], extents, d);
            for (var e = 0; e < 3; e++)
                if (e != d && coarsened[e]) faces[d] = Share(faces[d], extents, e);
        }

        var (sinks, left) = (Sinks, (int[])Counts.Clone());
        for (var e = 0; e < 3; e++)
            if (coarsened[e]) (sinks, counts[e]) = (Share(sinks, left, e), (Counts[e] + 1) / 2);
        return new(counts, Periodic, faces, sinks);
    }

    private double[] Series(double[] faces, int[] extents, int axis)
    {
        var (n, coarse) = (Counts[axis], (Counts[axis] + 1) / 2);
        var (outer, inner) = Around(extents, axis);
        var result = new double[outer * (coarse + 1) * inner];
        var ringOfOne = Periodic[axis] && coarse == 1;
        for (var o = 0; o < outer && !ringOfOne; o++)
            for (var i = 0; i <= coarse; i++)
            {
                int low = i == 0 ? 0 : 2 * i - 1, high = i == 0 ? 0 : Math.Min(2 * i, n);
                if (i == 0 && Periodic[axis] && n % 2 == 0) (low, high) = (n - 1, n);
                int a = (o * (n + 1) + low) * inner, b = (o * (n + 1) + high) * inner, to = (o * (coarse + 1) + i) * inner;
                for (var k = 0; k < inner; k++)
                    result[to + k] = low == high ? faces[a + k] : AxisOperator.Series(faces[a + k], faces[b + k]);
            }

        extents[axis] = coarse + 1;
        return result;
    }

    // An odd line gives half to each side; the last one all to the line before it, if nothing lies beyond, or half if a wall does.
    private double[] Share(double[] values, int[] extents, int axis)
    {
        var (n, coarse) = (extents[axis], (extents[axis] + 1) / 2);
        var (outer, inner) = Around(extents, axis);
        var last = !Periodic[axis] && !HasWall(axis) ? 1.0 : 0.5;
        var result = new double[outer * coarse * inner];
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < n; i++)
            {
                var (from, to) = ((o * n + i) * inner, (o * coarse + i / 2) * inner);
                if (i % 2 == 0)
                {
                    for (var k = 0; k < inner; k++) result[to + k] += values[from + k];
                    continue;
                }

                var next = i + 1 < n ? to + inner : Periodic[axis] ? o * coarse * inner : -1;
                var part = next < 0 ? last : 0.5;
                for (var k = 0; k < inner; k++) result[to + k] += part * values[from + k];
                for (var k = 0; k < inner && next >= 0; k++) result[next + k] += 0.5 * values[from + k];
            }

        extents[axis] = coarse;
        return result;
    }

    private bool HasWall(int axis)
    {
        int[] extents = [.. Counts];
        extents[axis]++;
        var (outer, inner) = Around(extents, axis);
        for (var o = 0; o < outer; o++)
            if (Faces[axis].AsSpan((o * (Counts[axis] + 1) + Counts[axis]) * inner, inner).ContainsAnyExcept(0.0)) return true;
        return false;
    }

    private static (int Outer, int Inner) Around(int[] extents, int axis) =>
        (axis == 0 ? 1 : axis == 1 ? extents[0] : extents[0] * extents[1], axis == 2 ? 1 : axis == 1 ? extents[2] : extents[1] * extents[2]);
}
