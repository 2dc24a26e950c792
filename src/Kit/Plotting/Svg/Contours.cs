namespace Kit.Plotting.Svg;

/// <summary>A level line in grid coordinates (column, row), joined into one polyline.</summary>
internal readonly record struct ContourLine(List<Point> Points, bool Closed);

/// <summary>Level lines of a grid by marching squares: z = level found on each cell's sides by linear interpolation and joined across cells.</summary>
/// <remarks>
/// A cell whose diagonal corners lie on the same side is a saddle; the mean of its four corners says which pair is connected.
/// Cells with a NaN corner are left out.
/// </remarks>
internal static class Contours
{
    /// <summary>The lines z = level of a row-major grid with <paramref name="columns"/> columns.</summary>
    public static List<ContourLine> Lines(ReadOnlySpan<double> z, int rows, int columns, double level)
    {
        // A crossing is named by its grid side: 2·node for the side to the right of the node, +1 for the side below it.
        Dictionary<int, (int A, int B)> links = [];
        List<int> order = [];
        for (var r = 0; r + 1 < rows; r++)
        {
            for (var c = 0; c + 1 < columns; c++)
            {
                var node = r * columns + c;
                double a = z[node], b = z[node + 1], d = z[node + columns], e = z[node + columns + 1];
                if (double.IsNaN(a + b + d + e)) continue;
                int top = 2 * node, left = top + 1, right = left + 2, bottom = 2 * (node + columns);
                var corners = (a >= level ? 1 : 0) | (b >= level ? 2 : 0) | (e >= level ? 4 : 0) | (d >= level ? 8 : 0);
                var high = a / 4 + b / 4 + d / 4 + e / 4 >= level;
                switch (corners)
                {
                    case 1 or 14: Link(top, left); break;
                    case 2 or 13: Link(top, right); break;
                    case 3 or 12: Link(left, right); break;
                    case 4 or 11: Link(right, bottom); break;
                    case 6 or 9: Link(top, bottom); break;
                    case 7 or 8: Link(left, bottom); break;
                    case 5 when high:
                    case 10 when !high: Link(top, right); Link(left, bottom); break;
                    case 5 or 10: Link(top, left); Link(right, bottom); break;
                }
            }
        }

        List<ContourLine> lines = [];
        HashSet<int> used = [];
        // Open lines first, from their ends; what is left is closed.
        foreach (var side in order) if (links[side].B < 0 && !used.Contains(side)) lines.Add(Walk(side, z));
        foreach (var side in order) if (!used.Contains(side)) lines.Add(Walk(side, z));
        return lines;

        void Link(int a, int b)
        {
            Add(a, b);
            Add(b, a);
        }

        void Add(int from, int to)
        {
            if (links.TryGetValue(from, out var pair))
            {
                links[from] = (pair.A, to);
                return;
            }
            links[from] = (to, -1);
            order.Add(from);
        }

        ContourLine Walk(int start, ReadOnlySpan<double> grid)
        {
            List<Point> points = [];
            var (at, before) = (start, -1);
            while (at >= 0 && used.Add(at))
            {
                points.Add(Crossing(grid, at, columns, level));
                var (a, b) = links[at];
                (at, before) = (a == before ? b : a, at);
            }
            return new(points, at == start && points.Count > 2);
        }
    }

    /// <summary>
    /// Outlines of the region z ≥ level, all closed (fill them even-odd): the grid is surrounded by a border of lower values that lies
    /// on its edge, and NaN counts as lower.
    /// </summary>
    public static List<ContourLine> Region(ReadOnlySpan<double> z, int rows, int columns, double level)
    {
        int r2 = rows + 2, c2 = columns + 2;
        var padded = new double[r2 * c2];
        // So far below that every crossing falls on the valid node.
        Array.Fill(padded, double.MinValue / 8);
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var v = z[r * columns + c];
                if (!double.IsNaN(v)) padded[(r + 1) * c2 + c + 1] = v;
            }
        }
        var lines = Lines(padded, r2, c2, level);
        return [.. lines.Select(l => l with
        {
            Points = [.. l.Points.Select(p => new Point(Math.Clamp(p.X - 1, 0, columns - 1), Math.Clamp(p.Y - 1, 0, rows - 1)))],
        })];
    }

    private static Point Crossing(ReadOnlySpan<double> z, int side, int columns, double level)
    {
        var (node, down) = (side / 2, side % 2 == 1);
        var (a, b) = (z[node], z[node + (down ? columns : 1)]);
        var t = a == b ? 0.5 : Math.Clamp((level / 2 - a / 2) / (b / 2 - a / 2), 0, 1);
        var (c, r) = (node % columns, node / columns);
        return down ? new(c, r + t) : new(c + t, r);
    }
}
