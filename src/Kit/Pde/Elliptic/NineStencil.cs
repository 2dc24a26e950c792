namespace Kit.Pde.Elliptic;

/// <summary>Equations of an n₀ × n₂ plane with couplings to eight neighbours, d_p u_p − Σ g_pq u_q = f_p, and the interpolation that they imply.</summary>
/// <remarks>
/// Arrays have a margin of one point on every side. Entry (i, k) of West couples (i, k) to (i, k − 1), of North to (i − 1, k), of NorthWest to (i − 1, k − 1), of NorthEast to (i − 1, k + 1).
/// Entries beyond the last point are couplings to walls; they damp the interpolation there. J. E. Dendy (1982), Black box multigrid, J. Comput. Phys. 48, 366.
/// </remarks>
internal sealed class NineStencil(int rows, int columns)
{
    private const double Rounding = 1e-13;
    private readonly int stride = columns + 2;

    public int Rows => rows;

    public int Columns => columns;

    public double[] Diagonal { get; } = new double[(rows + 2) * (columns + 2)];

    public double[] West { get; } = new double[(rows + 2) * (columns + 2)];

    public double[] North { get; } = new double[(rows + 2) * (columns + 2)];

    public double[] NorthWest { get; } = new double[(rows + 2) * (columns + 2)];

    public double[] NorthEast { get; } = new double[(rows + 2) * (columns + 2)];

    /// <summary>Whether the walls at the lower and upper ends of rows and of columns hold u = 0.</summary>
    public required bool[] Walls { get; init; }

    public int At(int i, int k) => (i + 1) * stride + k + 1;

    /// <summary>The five-point equations of a network in a plane.</summary>
    public static NineStencil Of(Conductances network)
    {
        var (n0, n2) = (network.Counts[0], network.Counts[2]);
        double[] x = network.Faces[0], z = network.Faces[2];
        NineStencil plane = new(n0, n2)
        {
            Walls = [x.AsSpan(0, n2).ContainsAnyExcept(0.0), x.AsSpan(n0 * n2, n2).ContainsAnyExcept(0.0), Ends(0), Ends(n2)],
        };
        for (var i = 0; i <= n0; i++)
            for (var k = 0; k < n2; k++) plane.North[plane.At(i, k)] = x[i * n2 + k];
        for (var i = 0; i < n0; i++)
            for (var k = 0; k <= n2; k++) plane.West[plane.At(i, k)] = z[i * (n2 + 1) + k];
        for (var i = 0; i < n0; i++)
            for (var k = 0; k < n2; k++)
                plane.Diagonal[plane.At(i, k)] = x[i * n2 + k] + x[(i + 1) * n2 + k] + z[i * (n2 + 1) + k] + z[i * (n2 + 1) + k + 1] + network.Sinks[i * n2 + k];
        return plane;

        bool Ends(int k) => Enumerable.Range(0, n0).Any(i => z[i * (n2 + 1) + k] != 0);
    }

    /// <summary>Sums of the couplings of a point to the three neighbours on each of four sides: north, south, west, east.</summary>
    public (double North, double South, double West, double East) Sides(int i, int k)
    {
        int here = At(i, k), below = At(i + 1, k);
        double nw = NorthWest[here], ne = NorthEast[here], sw = NorthEast[below - 1], se = NorthWest[below + 1];
        return (North[here] + nw + ne, North[below] + sw + se, West[here] + nw + sw, West[here + 1] + ne + se);
    }

    /// <summary>Sum of the couplings of a point to its neighbours.</summary>
    public double Sum(int i, int k)
    {
        int here = At(i, k), below = At(i + 1, k);
        return North[here] + NorthWest[here] + NorthEast[here] + North[below] + NorthEast[below - 1] + NorthWest[below + 1] + West[here] + West[here + 1];
    }

    /// <summary>Parts of the four corners, row-major, of the coarse cell that point (i, k) lies in, or at whose upper left it lies.</summary>
    public void Interpolate(int i, int k, Span<double> parts)
    {
        parts.Clear();
        bool oddRow = i % 2 != 0, oddColumn = k % 2 != 0;
        if (!oddRow && !oddColumn)
        {
            parts[0] = 1;
            return;
        }

        if (!oddRow || !oddColumn)
        {
            var (north, south, west, east) = Sides(i, k);
            (parts[0], parts[oddRow ? 2 : 1]) = oddRow ? AxisOperator.Weights(north, south) : AxisOperator.Weights(west, east);
            return;
        }

        int here = At(i, k), below = At(i + 1, k);
        Span<double> side = stackalloc double[4];
        (parts[0], parts[1], parts[2], parts[3]) = (NorthWest[here], NorthEast[here], NorthEast[below - 1], NorthWest[below + 1]);
        Add(i - 1, k, North[here], 0, side, parts);
        if (i + 1 < rows) Add(i + 1, k, North[below], 2, side, parts);
        Add(i, k - 1, West[here], 0, side, parts);
        if (k + 1 < columns) Add(i, k + 1, West[here + 1], 1, side, parts);
        var sum = Sum(i, k);
        for (var c = 0; c < 4; c++) parts[c] = sum > 0 ? parts[c] / sum : 0;
    }

    /// <summary>PᵀAP on the points of even number, cell by cell: the energy of each coupling is one of the four corners around it.</summary>
    public NineStencil Coarse()
    {
        var (coarseRows, coarseColumns) = ((rows + 1) / 2, (columns + 1) / 2);
        NineStencil coarse = new(coarseRows, coarseColumns) { Walls = Walls };
        var interpolation = new double[4 * rows * columns];
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < columns; k++) Interpolate(i, k, interpolation.AsSpan(4 * (i * columns + k), 4));

        Span<double> d = stackalloc double[4];
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < columns; k++)
            {
                var here = At(i, k);
                if (k > 0) Couple(West[here], i, k - 1, i, k, d);
                if (i > 0) Couple(North[here], i - 1, k, i, k, d);
                if (i > 0 && k > 0) Couple(NorthWest[here], i - 1, k - 1, i, k, d);
                if (i > 0 && k + 1 < columns) Couple(NorthEast[here], i - 1, k + 1, i, k, d);
                var inside = (k > 0 ? West[here] : 0) + (k + 1 < columns ? West[here + 1] : 0) + (i > 0 ? North[here] + (k > 0 ? NorthWest[here] : 0) + (k + 1 < columns ? NorthEast[here] : 0) : 0)
                    + (i + 1 < rows ? North[At(i + 1, k)] + (k > 0 ? NorthEast[At(i + 1, k - 1)] : 0) + (k + 1 < columns ? NorthWest[At(i + 1, k + 1)] : 0) : 0);
                interpolation.AsSpan(4 * (i * columns + k), 4).CopyTo(d);
                if (Diagonal[here] - inside is var excess && excess > Rounding * Diagonal[here]) coarse.AddEnergy(excess, i / 2, k / 2, d);
            }

        coarse.FindWalls();
        return coarse;

        void Couple(double g, int i, int k, int j, int l, Span<double> difference)
        {
            if (g == 0) return;
            var (row, column) = (Math.Min(i, j) / 2, Math.Min(k, l) / 2);
            difference.Clear();
            Corner(i, k, 1, difference);
            Corner(j, l, -1, difference);
            coarse.AddEnergy(g, row, column, difference);

            void Corner(int r, int c, double sign, Span<double> to)
            {
                var (downward, rightward) = (r / 2 - row, c / 2 - column);
                var parts = interpolation.AsSpan(4 * (r * columns + c), 4);
                for (var at = 0; at < 4; at++)
                    if (parts[at] != 0) to[at + 2 * downward + rightward] += sign * parts[at];
            }
        }
    }

    /// <summary>Adds what a neighbour of an odd point is made of: its own corners are those of the odd point's cell from the first on.</summary>
    private void Add(int i, int k, double coupling, int first, Span<double> side, Span<double> parts)
    {
        Interpolate(i, k, side);
        for (var c = 0; c + first < 4; c++) parts[c + first] += coupling * side[c];
    }

    private void AddEnergy(double g, int row, int column, ReadOnlySpan<double> d)
    {
        int a = At(row, column), b = At(row + 1, column);
        Diagonal[a] += g * d[0] * d[0];
        Diagonal[a + 1] += g * d[1] * d[1];
        Diagonal[b] += g * d[2] * d[2];
        Diagonal[b + 1] += g * d[3] * d[3];
        West[a + 1] -= g * d[0] * d[1];
        West[b + 1] -= g * d[2] * d[3];
        North[b] -= g * d[0] * d[2];
        North[b + 1] -= g * d[1] * d[3];
        NorthWest[b + 1] -= g * d[0] * d[3];
        NorthEast[b] -= g * d[1] * d[2];
    }

    // What a diagonal has beyond its couplings goes to the walls beside the point, in equal parts.
    private void FindWalls()
    {
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < columns; k++)
            {
                if (i + 1 < rows && k + 1 < columns) continue;
                var beside = (i == 0 && Walls[0] ? 1 : 0) + (i == rows - 1 && Walls[1] ? 1 : 0) + (k == 0 && Walls[2] ? 1 : 0) + (k == columns - 1 && Walls[3] ? 1 : 0);
                if (beside == 0) continue;
                var part = Math.Max(0, Diagonal[At(i, k)] - Sum(i, k)) / beside;
                if (k == columns - 1 && Walls[3]) West[At(i, columns)] = part;
                if (i == rows - 1 && Walls[1]) North[At(rows, k)] = part;
            }
    }
}
