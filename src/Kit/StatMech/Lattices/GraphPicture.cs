using Kit.Plotting;

namespace Kit.StatMech.Lattices;

/// <summary>A graph with a colour at each site.</summary>
internal static class GraphPicture
{
    /// <summary>Sites up to which nodes and bonds are drawn.</summary>
    private const int MostNodes = 20_000;

    /// <summary>Dark for +1, light for −1.</summary>
    public static (byte Red, byte Green, byte Blue) Spin(int spin) => spin > 0 ? ((byte)31, (byte)52, (byte)84) : ((byte)243, (byte)232, (byte)208);

    /// <summary>Hues a golden angle apart, so that labels that follow each other differ most, in three steps of lightness.</summary>
    public static (byte Red, byte Green, byte Blue) Label(int label)
    {
        var turns = label * 0.6180339887498949;
        var (red, green, blue) = ColorScale.Phase.At(turns - Math.Floor(turns));
        var light = 1 + 0.18 * (label % 3);
        return (Lit(red), Lit(green), Lit(blue));

        byte Lit(byte channel) => (byte)Math.Min(255, Math.Round(channel * light));
    }

    public static Figure Of(Graph graph, string title, (byte Red, byte Green, byte Blue)[] colors)
    {
        if (graph.Geometry is { Basis: 1 } geometry && IsRectangular(geometry)) return Pixels(title, geometry.Lengths, colors);
        return graph.Sites <= MostNodes ? Nodes(graph, title, colors)
            : throw new ArgumentException($"Draw: {graph.Sites} nodes of the {graph.Name}; {MostNodes} at most, but for rectangular lattices");
    }

    /// <summary>One pixel a site; of three dimensions and more, the layer in the middle of those behind the second.</summary>
    /// <param name="title">What one sees.</param>
    /// <param name="lengths">L₁, L₂, ….</param>
    /// <param name="colors">In the order of a tensor [L₁, L₂, …].</param>
    public static Figure Pixels(string title, ReadOnlySpan<int> lengths, ReadOnlySpan<(byte Red, byte Green, byte Blue)> colors)
    {
        var (width, height, stride, first) = (lengths[0], lengths.Length > 1 ? lengths[1] : 1, 1, 0);
        for (var k = lengths.Length - 1; k >= 2; stride *= lengths[k--]) first += lengths[k] / 2 * stride;
        var picture = new byte[height, width, 3];
        for (var x = 0; x < width; x++)
            for (var y = 0; y < height; y++)
            {
                var color = colors[(x * height + y) * stride + first];
                (picture[height - 1 - y, x, 0], picture[height - 1 - y, x, 1], picture[height - 1 - y, x, 2]) = (color.Red, color.Green, color.Blue);
            }

        return new Figure(title).Image(picture).Size(lengths.Length > 1 ? 600 : 0, lengths.Length > 1 ? Math.Clamp(100 + 500 * height / width, 160, 1000) : 160);
    }

    private static Figure Nodes(Graph graph, string title, (byte Red, byte Green, byte Blue)[] colors)
    {
        var places = Places(graph);
        List<double> x = [], y = [];
        for (var b = 0; b < graph.BondCount; b++)
        {
            var (from, to) = (places[graph.From[b]], places[graph.To[b]]);
            if (IsAcross(graph.Geometry, from, to, b)) continue;
            x.AddRange([from.X, to.X, double.NaN]);
            y.AddRange([from.Y, to.Y, double.NaN]);
        }

        var figure = new Figure(title).EqualAspect().Size(520, 520);
        if (x.Count > 0) figure.Line(x, y, width: 1, color: "#9aa3ad");
        var size = Math.Clamp(330 / Math.Sqrt(graph.Sites), 3, 22);
        foreach (var group in Enumerable.Range(0, graph.Sites).GroupBy(i => colors[i]).OrderBy(group => group.Key))
        {
            var (red, green, blue) = group.Key;
            figure.Scatter(group.Select(i => places[i].X).ToArray(), group.Select(i => places[i].Y).ToArray(), size: size, color: $"#{red:x2}{green:x2}{blue:x2}");
        }

        return figure;
    }

    /// <summary>Where sites lie: the first two coordinates of a lattice, a circle for graphs that lie nowhere.</summary>
    private static (double X, double Y)[] Places(Graph graph)
    {
        if (graph.Geometry is not { Dimensions: 2 } geometry)
            return [.. Enumerable.Range(0, graph.Sites).Select(i => 2 * Math.PI * i / graph.Sites).Select(angle => (Math.Sin(angle), Math.Cos(angle)))];
        var positions = geometry.Positions.ToDoubles();
        return [.. Enumerable.Range(0, graph.Sites).Select(i => (positions[2 * i], positions[2 * i + 1]))];
    }

    /// <summary>Whether a bond goes around a side: it is left out, since it would cross the whole picture.</summary>
    private static bool IsAcross(Geometry? geometry, (double X, double Y) from, (double X, double Y) to, int bond)
    {
        if (geometry is not { Dimensions: 2 }) return false;
        var step = geometry.Steps[bond].ToDoubles();
        return Math.Abs(to.X - from.X - step[0]) + Math.Abs(to.Y - from.Y - step[1]) > 1e-6;
    }

    private static bool IsRectangular(Geometry geometry)
    {
        var (vectors, d) = (geometry.Vectors.ToDoubles(), geometry.Dimensions);
        return Enumerable.Range(0, d * d).All(k => k / d == k % d ? vectors[k] == 1 : vectors[k] == 0);
    }
}
