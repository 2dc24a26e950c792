using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

public sealed partial class Mesh
{
    /// <summary>The unit square in n × n cells of two triangles each, or of four that meet in the middle.</summary>
    /// <param name="n">Cells along an edge.</param>
    /// <param name="crissCross">True for four triangles a cell: no direction is preferred.</param>
    public static Mesh Square(int n, bool crissCross = false)
    {
        var (nodes, cells) = Cells(n, n, (_, _) => true);
        var elements = new List<int>();
        foreach (var (a, b, c, d) in cells)
            if (!crissCross)
            {
                elements.AddRange([a, b, c, a, c, d]);
            }
            else
            {
                var (middle, h) = (nodes.Count, 0.5 / n);
                nodes.Add((nodes[a].X + h, nodes[a].Y + h));
                elements.AddRange([a, b, middle, b, c, middle, c, d, middle, d, a, middle]);
            }

        return Of(nodes, elements, 3);
    }

    /// <summary>[−1, 1]² without its lower right quarter [0, 1] × [−1, 0]: an L with a corner of 270° at the origin.</summary>
    /// <param name="n">Cells along an edge of length 1, two triangles each.</param>
    public static Mesh LShape(int n)
    {
        var (nodes, cells) = Cells(2 * n, 2 * n, (i, j) => i < n || j >= n);
        var elements = new List<int>();
        foreach (var (a, b, c, d) in cells) elements.AddRange([a, b, c, a, c, d]);
        return Of([.. nodes.Select(p => (2 * p.X - 1, 2 * p.Y - 1))], elements, 3);
    }

    /// <summary>The unit disc, inscribed: rings of 6, 12, 18, … nodes, so that triangles are nearly equilateral everywhere.</summary>
    /// <param name="rings">Rings of triangles.</param>
    public static Mesh Disc(int rings)
    {
        Positive(rings, "Disc");
        var (nodes, elements) = (new List<(double X, double Y)> { (0, 0) }, new List<int>());
        for (var r = 1; r <= rings; r++)
            for (var k = 0; k < 6 * r; k++)
            {
                var (sin, cos) = Math.SinCos(Math.PI * k / (3 * r));
                nodes.Add((cos * r / rings, sin * r / rings));
            }

        int Node(int r, int k) => r == 0 ? 0 : 1 + 3 * r * (r - 1) + k % (6 * r);
        for (var r = 1; r <= rings; r++)
            for (var sector = 0; sector < 6; sector++)
                for (var k = 0; k < r; k++)
                {
                    elements.AddRange([Node(r - 1, sector * (r - 1) + k), Node(r, sector * r + k), Node(r, sector * r + k + 1)]);
                    if (k < r - 1) elements.AddRange([Node(r - 1, sector * (r - 1) + k), Node(r, sector * r + k + 1), Node(r - 1, sector * (r - 1) + k + 1)]);
                }

        return Of(nodes, elements, 3);
    }

    /// <summary>A square grid of n_x × n_y quadrilaterals on [0, 1]², or its image; node (i, j) has the number i(n_y + 1) + j.</summary>
    /// <param name="nx">Cells along x.</param>
    /// <param name="ny">Cells along y.</param>
    /// <param name="map">(x, y) → the point of the domain; keeps the orientation.</param>
    public static Mesh Quadrilaterals(int nx, int ny, Func<double, double, (double X, double Y)>? map = null)
    {
        var (nodes, cells) = Cells(nx, ny, (_, _) => true);
        return Of(map is null ? nodes : [.. nodes.Select(p => map(p.X, p.Y))], [.. cells.SelectMany(c => new[] { c.A, c.B, c.C, c.D })], 4);
    }

    /// <summary>Every element cut into four alike at the middles of its edges; old nodes keep their numbers.</summary>
    /// <param name="boundary">Where a middle of an edge of the boundary belongs, such as onto a circle; it stays where it is if null.</param>
    public Mesh Refine(Func<double, double, (double X, double Y)>? boundary = null)
    {
        var x = Nodes.ToDoubles();
        var nodes = new List<(double X, double Y)>(Enumerable.Range(0, NodeCount).Select(k => (x[2 * k], x[2 * k + 1])));
        var (middles, outer, elements) = (new Dictionary<(int, int), int>(), this.boundary.ToHashSet(), new List<int>());
        for (var e = 0; e < ElementCount; e++)
        {
            int[] p = [.. Enumerable.Range(0, Corners).Select(c => Corner(e, c))], m = [.. Enumerable.Range(0, Corners).Select(c => Middle(p[c], p[(c + 1) % Corners]))];
            if (Corners == 3)
            {
                elements.AddRange([p[0], m[0], m[2], m[0], p[1], m[1], m[2], m[1], p[2], m[0], m[1], m[2]]);
                continue;
            }

            nodes.Add((p.Average(k => x[2 * k]), p.Average(k => x[2 * k + 1])));
            for (var c = 0; c < 4; c++) elements.AddRange([p[c], m[c], nodes.Count - 1, m[(c + 3) % 4]]);
        }

        return Of(nodes, elements, Corners);

        int Middle(int a, int b)
        {
            if (middles.TryGetValue((Math.Min(a, b), Math.Max(a, b)), out var known)) return known;
            var middle = ((x[2 * a] + x[2 * b]) / 2, (x[2 * a + 1] + x[2 * b + 1]) / 2);
            nodes.Add(boundary is not null && outer.Contains((a, b)) ? boundary(middle.Item1, middle.Item2) : middle);
            return middles[(Math.Min(a, b), Math.Max(a, b))] = nodes.Count - 1;
        }
    }

    private static (List<(double X, double Y)> Nodes, List<(int A, int B, int C, int D)> Cells) Cells(int nx, int ny, Func<int, int, bool> inside)
    {
        Positive(Math.Min(nx, ny), "grid");
        var (nodes, cells, numbers) = (new List<(double, double)>(), new List<(int, int, int, int)>(), new int[nx + 1, ny + 1]);
        for (var i = 0; i <= nx; i++)
            for (var j = 0; j <= ny; j++)
            {
                bool In(int k, int l) => k >= 0 && l >= 0 && k < nx && l < ny && inside(k, l);
                if (!(In(i, j) || In(i - 1, j) || In(i, j - 1) || In(i - 1, j - 1))) continue;
                numbers[i, j] = nodes.Count;
                nodes.Add(((double)i / nx, (double)j / ny));
            }

        for (var i = 0; i < nx; i++)
            for (var j = 0; j < ny; j++)
                if (inside(i, j)) cells.Add((numbers[i, j], numbers[i + 1, j], numbers[i + 1, j + 1], numbers[i, j + 1]));
        return (nodes, cells);
    }

    private static Mesh Of(List<(double X, double Y)> nodes, List<int> elements, int corners) =>
        new(Tensor.Of([.. nodes.SelectMany(p => new[] { p.X, p.Y })]).Reshape(-1, 2), Tensor.Of([.. elements]).Reshape(-1, corners));

    private static void Positive(int n, string what)
    {
        if (n < 1) throw new ArgumentException($"Mesh: a {what} of {n} cells");
    }
}
