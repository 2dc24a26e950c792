using Kit.Tensors;

namespace Kit.StatMech.Lattices;

public sealed partial class Graph
{
    /// <summary>A ring of n sites, or an open chain.</summary>
    public static Graph Chain(int n, Wrap wrap = Wrap.Periodic) => Hypercubic([n], [wrap], $"chain {n}");

    /// <summary>The square lattice L × L.</summary>
    public static Graph Square(int length, Wrap wrap = Wrap.Periodic) => Hypercubic([length, length], [wrap, wrap], $"square lattice {length} × {length}");

    /// <summary>The simple cubic lattice L × L × L.</summary>
    public static Graph Cubic(int length, Wrap wrap = Wrap.Periodic) => Hypercubic([length, length, length], [wrap, wrap, wrap], $"cubic lattice {length}³");

    /// <summary>The lattice ℤᵈ, cut to a box; 2d neighbours inside. Sites are in the order of a tensor [L₁, …, L_d].</summary>
    /// <param name="lengths">L₁ … L_d; at least 2 where a side wraps.</param>
    /// <param name="wraps">One entry a side; periodic if not given.</param>
    /// <exception cref="ArgumentException">Lengths that are too small or too many, or other than one wrap a side.</exception>
    public static Graph Hypercubic(int[] lengths, Wrap[]? wraps = null) => Hypercubic(lengths, wraps, $"hypercubic lattice {string.Join(" × ", lengths)}");

    /// <summary>The triangular lattice with L × L sites, six neighbours, and a₁ = (1, 0), a₂ = (½, √3/2).</summary>
    public static Graph Triangular(int length, Wrap wrap = Wrap.Periodic) => Crystal($"triangular lattice {length} × {length}", [length, length], [wrap, wrap], Hexagonal, [[0, 0]],
        [new(0, 0, [1, 0]), new(0, 0, [0, 1]), new(0, 0, [-1, 1])]);

    /// <summary>The honeycomb lattice with L × L cells of two sites, three neighbours, bonds of length 1/√3.</summary>
    public static Graph Honeycomb(int length, Wrap wrap = Wrap.Periodic) => Crystal($"honeycomb lattice {length} × {length}", [length, length], [wrap, wrap], Hexagonal, [[0, 0], [0.5, 0.5 / Math.Sqrt(3)]],
        [new(0, 1, [0, 0]), new(0, 1, [-1, 0]), new(0, 1, [0, -1])]);

    private static double[][] Hexagonal => [[1, 0], [0.5, Math.Sqrt(3) / 2]];

    /// <summary>A bond of every cell c: from site <paramref name="From"/> of c to site <paramref name="To"/> of c + <paramref name="Offset"/>.</summary>
    public sealed record CellBond(int From, int To, int[] Offset);

    /// <summary>Any lattice, from one cell.</summary>
    /// <param name="name">What it is, in words.</param>
    /// <param name="lengths">Cells along each lattice vector.</param>
    /// <param name="wraps">One entry a lattice vector.</param>
    /// <param name="vectors">d lattice vectors of d coordinates.</param>
    /// <param name="basis">Positions of the sites of a cell.</param>
    /// <param name="cellBonds">Each bond of a cell once.</param>
    /// <exception cref="ArgumentException">Shapes that differ, a length below 2 where a side wraps, or a bond from a site to itself.</exception>
    public static Graph Crystal(string name, int[] lengths, Wrap[] wraps, double[][] vectors, double[][] basis, CellBond[] cellBonds)
    {
        var d = lengths.Length;
        if (d == 0 || wraps.Length != d || vectors.Length != d) throw new ArgumentException($"{name}: {d} lengths, {wraps.Length} wraps and {vectors.Length} lattice vectors; one of each a dimension");
        for (var k = 0; k < d; k++)
            if (lengths[k] < (wraps[k] == Wrap.Open ? 1 : 2)) throw new ArgumentException($"{name}: length {lengths[k]} along direction {k}; at least {(wraps[k] == Wrap.Open ? 1 : 2)} for {wraps[k]} sides");
        var cells = lengths.Aggregate(1L, (product, n) => product * n);
        if (cells * basis.Length > 1 << 28) throw new ArgumentException($"{name}: {cells * basis.Length} sites; 2²⁸ at most");
        var sites = (int)cells * basis.Length;
        var (positions, steps, from, to, signs) = (new double[sites * d], new List<double>(), new List<int>(), new List<int>(), new List<sbyte>());
        var (cell, moved) = (new int[d], new int[d]);
        for (var c = 0; c < (int)cells; c++)
        {
            for (var (k, rest) = (d - 1, c); k >= 0; rest /= lengths[k--]) cell[k] = rest % lengths[k];
            for (var s = 0; s < basis.Length; s++)
                for (var x = 0; x < d; x++) positions[(c * basis.Length + s) * d + x] = basis[s][x] + Along(vectors, cell, x);
            foreach (var bond in cellBonds)
            {
                for (var k = 0; k < d; k++) moved[k] = cell[k] + bond.Offset[k];
                if (!Land(moved, lengths, wraps, out var target, out var sign)) continue;
                from.Add(c * basis.Length + bond.From);
                to.Add(target * basis.Length + bond.To);
                signs.Add(sign);
                for (var x = 0; x < d; x++) steps.Add(basis[bond.To][x] - basis[bond.From][x] + Along(vectors, bond.Offset, x));
            }
        }

        var geometry = new Geometry([.. lengths], [.. wraps], Tensor.Of(vectors.SelectMany(v => v).ToArray()).Reshape(d, d).KeepAlways(), Tensor.Of(positions).Reshape(sites, d).KeepAlways(),
            Tensor.Of(steps.ToArray()).Reshape(from.Count, d).KeepAlways());
        return new(name, sites, [.. from], [.. to], [.. signs], geometry);
    }

    private static Graph Hypercubic(int[] lengths, Wrap[]? wraps, string name)
    {
        var d = lengths.Length;
        int[] Unit(int k) => [.. Enumerable.Range(0, d).Select(x => x == k ? 1 : 0)];
        var bonds = Enumerable.Range(0, d).Select(k => new CellBond(0, 0, Unit(k)));
        double[][] vectors = [.. Enumerable.Range(0, d).Select(k => Unit(k).Select(x => (double)x).ToArray())];
        return Crystal(name, lengths, wraps ?? [.. Enumerable.Repeat(Wrap.Periodic, d)], vectors, [new double[d]], [.. bonds]);
    }

    private static double Along(double[][] vectors, int[] cell, int x)
    {
        var sum = 0.0;
        for (var k = 0; k < cell.Length; k++) sum += cell[k] * vectors[k][x];
        return sum;
    }

    /// <summary>The cell in which an offset ends, and the sign that antiperiodic sides give; false when an open side is crossed.</summary>
    private static bool Land(int[] cell, int[] lengths, Wrap[] wraps, out int target, out sbyte sign)
    {
        (target, sign) = (0, 1);
        for (var k = 0; k < cell.Length; k++)
        {
            var turns = (int)Math.Floor((double)cell[k] / lengths[k]);
            if (turns != 0 && wraps[k] == Wrap.Open) return false;
            if (wraps[k] == Wrap.Antiperiodic && turns % 2 != 0) sign = (sbyte)-sign;
            target = target * lengths[k] + cell[k] - turns * lengths[k];
        }

        return true;
    }
}
