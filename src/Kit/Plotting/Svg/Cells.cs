namespace Kit.Plotting.Svg;

/// <summary>Cells about grid points.</summary>
internal static class Cells
{
    /// <summary>The n + 1 edges of cells centred at n points: half way between neighbours (on the axis' own scale), one unit wide when alone.</summary>
    public static double[] Edges(IReadOnlyList<double> centers, bool log = false)
    {
        var n = centers.Count;
        double[] c = [.. centers.Select(v => log ? Math.Log10(v) : v)];
        var edges = new double[n + 1];
        for (var i = 1; i < n; i++) edges[i] = c[i - 1] / 2 + c[i] / 2;
        edges[0] = n > 1 ? c[0] - (edges[1] - c[0]) : c[0] - 0.5;
        edges[n] = n > 1 ? c[n - 1] + (c[n - 1] - edges[n - 1]) : c[0] + 0.5;
        return log ? [.. edges.Select(e => Math.Pow(10, e))] : edges;
    }
}
