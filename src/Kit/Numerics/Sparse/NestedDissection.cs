using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>An order of elimination with little fill: halves of the graph first, what separates them last, and so on inside each half.</summary>
/// <remarks>
/// On grids of n points in the plane the factors have O(n log n) entries for O(n^{3/2}) work, the least there is.
/// Where points are known the cuts go across their wider extent, else between levels of distance from an end of the graph.
/// A. George, SIAM J. Numer. Anal. 10 (1973) 345; A. George and J. W. H. Liu, SIAM J. Numer. Anal. 15 (1978) 1053.
/// </remarks>
public sealed class NestedDissection
{
    private const int Leaf = 32;
    private readonly int[] starts, neighbours, order, part, level, queue;
    private readonly double[]? points;
    private readonly int dimensions;
    private int parts;

    private NestedDissection(SparsePattern pattern, Tensor? points)
    {
        (starts, neighbours) = Graph(pattern);
        var n = pattern.Rows;
        (order, part, level, queue) = ([.. Enumerable.Range(0, n)], new int[n], new int[n], new int[n]);
        if (points is null) return;
        if (points.Rank != 2 || points.Shape[0] != n) throw new ArgumentException($"NestedDissection: points of shape {points.Shape} for {n} unknowns; it needs [{n}, dimensions]");
        (this.points, dimensions) = (points.ToDoubles(), points.Shape[1]);
    }

    /// <summary>The order: unknown Order[k] is eliminated as number k.</summary>
    /// <param name="pattern">A square pattern; entries count for both directions.</param>
    /// <param name="points">Where the unknowns are, [n, dimensions], if they are anywhere.</param>
    /// <exception cref="ArgumentException">The pattern is not square, or there are not as many points.</exception>
    public static int[] Order(SparsePattern pattern, Tensor? points = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.Rows != pattern.Columns) throw new ArgumentException($"NestedDissection: needs a square pattern, not {pattern.Rows} × {pattern.Columns}");
        var dissection = new NestedDissection(pattern, points);
        dissection.Run();
        return dissection.order;
    }

    private void Run()
    {
        var ranges = new Stack<(int From, int End)>();
        ranges.Push((0, order.Length));
        while (ranges.TryPop(out var range))
        {
            var (from, end) = range;
            if (end - from <= Leaf) continue;
            parts++;
            for (var k = from; k < end; k++) part[order[k]] = parts;
            if (points is null) CutByLevels(from, end);
            else CutByPoints(from, end);
            // Now level is 0 left, 1 right, 2 between.
            var (left, right) = Arrange(from, end);
            if (left == end - from || right == end - from) continue;
            ranges.Push((from, from + left));
            ranges.Push((from + left, from + left + right));
        }
    }

    private void CutByPoints(int from, int end)
    {
        var (axis, widest) = (0, -1.0);
        for (var d = 0; d < dimensions; d++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var k = from; k < end; k++) (low, high) = (Math.Min(low, At(order[k], d)), Math.Max(high, At(order[k], d)));
            if (high - low > widest * (1 + 1e-9)) (axis, widest) = (d, high - low);
        }

        var keys = new double[end - from];
        for (var k = from; k < end; k++) keys[k - from] = At(order[k], axis);
        keys.AsSpan().Sort(order.AsSpan(from, end - from));

        // The cut nearest to the middle between points that are apart, so that rows of a grid stay whole.
        var (middle, cut) = ((end - from) / 2, 0);
        for (var step = 0; step < middle && cut == 0; step++)
            foreach (var place in (ReadOnlySpan<int>)[middle - step, middle + step])
                if (cut == 0 && place > 0 && place < keys.Length && keys[place] - keys[place - 1] > 1e-9 * widest) cut = place;
        for (var k = from; k < end; k++) level[order[k]] = k - from < cut ? 0 : 1;
        Separate(from, end);
    }

    private double At(int vertex, int axis) => points![vertex * dimensions + axis];

    private void CutByLevels(int from, int end)
    {
        var (reached, count, deepest) = Levels(order[from], from, end);
        for (var rounds = 0; rounds < 4; rounds++)
        {
            var (again, number, deeper) = Levels(queue[reached - 1], from, end);
            (reached, count) = (again, number);
            if (deeper <= deepest) break;
            deepest = deeper;
        }

        if (reached < end - from)
        {
            // Not connected: one component and the rest, with nothing between.
            for (var k = from; k < end; k++) level[order[k]] = level[order[k]] >= 0 ? 0 : 1;
            return;
        }

        // The thinnest level in the middle third.
        var sizes = new int[count];
        for (var k = from; k < end; k++) sizes[level[order[k]]]++;
        var (best, below, thinnest, nearest) = (0, 0, int.MaxValue, int.MaxValue);
        for (var l = 0; l < count; l++)
        {
            var off = Math.Abs(2 * below + sizes[l] - reached);
            var central = 3 * off < reached;
            var better = central ? sizes[l] < thinnest : thinnest == int.MaxValue && off < nearest;
            if (better) (best, thinnest, nearest) = (l, central ? sizes[l] : int.MaxValue, off);
            below += sizes[l];
        }

        for (var k = from; k < end; k++) level[order[k]] = level[order[k]] <= best ? 0 : 1;
        Separate(from, end);
    }

    /// <summary>Those on the left with a neighbour on the right come between.</summary>
    private void Separate(int from, int end)
    {
        for (var k = from; k < end; k++)
        {
            var v = order[k];
            if (level[v] != 0) continue;
            for (var e = starts[v]; e < starts[v + 1]; e++)
                if (part[neighbours[e]] == parts && level[neighbours[e]] == 1)
                {
                    level[v] = 2;
                    break;
                }
        }
    }

    /// <summary>Distances from a vertex inside the part, −1 where there is no path: vertices reached, levels, and the last level's number.</summary>
    private (int Reached, int Levels, int Deepest) Levels(int root, int from, int end)
    {
        for (var k = from; k < end; k++) level[order[k]] = -1;
        var (head, tail) = (0, 1);
        (queue[0], level[root]) = (root, 0);
        while (head < tail)
        {
            var v = queue[head++];
            for (var e = starts[v]; e < starts[v + 1]; e++)
                if (neighbours[e] is var w && part[w] == parts && level[w] < 0)
                {
                    level[w] = level[v] + 1;
                    queue[tail++] = w;
                }
        }

        return (tail, level[queue[tail - 1]] + 1, level[queue[tail - 1]]);
    }

    private (int Left, int Right) Arrange(int from, int end)
    {
        var sorted = new List<int>[] { [], [], [] };
        for (var k = from; k < end; k++) sorted[level[order[k]]].Add(order[k]);
        var place = from;
        foreach (var side in sorted)
        {
            side.CopyTo(order, place);
            place += side.Count;
        }

        return (sorted[0].Count, sorted[1].Count);
    }

    /// <summary>Neighbours of each unknown in A + Aᵀ, itself left out.</summary>
    private static (int[] Starts, int[] Neighbours) Graph(SparsePattern pattern)
    {
        var (rows, columns) = (pattern.RowOf, pattern.Indices);
        var both = SparsePattern.FromTriplets(pattern.Rows, pattern.Rows, [.. rows, .. columns], [.. columns, .. rows], out _);
        var (starts, neighbours) = (new int[pattern.Rows + 1], new List<int>(both.Count));
        for (var i = 0; i < pattern.Rows; i++)
        {
            for (var k = both.Starts[i]; k < both.Starts[i + 1]; k++)
                if (both.Indices[k] != i) neighbours.Add(both.Indices[k]);
            starts[i + 1] = neighbours.Count;
        }

        return (starts, [.. neighbours]);
    }
}
