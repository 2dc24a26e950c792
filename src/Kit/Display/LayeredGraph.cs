using System.Globalization;
using System.Text;

namespace Kit.Display;

/// <summary>A box of a <see cref="LayeredGraph"/>.</summary>
/// <param name="Label">The large text.</param>
/// <param name="Caption">The small text below.</param>
/// <param name="Colour">#rrggbb of the rim; the inside is a light shade of it.</param>
/// <param name="Inputs">Positions of the boxes that lead here; all come before this one.</param>
/// <param name="Late">True for a source that stands right above its reader instead of at the top.</param>
internal sealed record GraphBox(string Label, string Caption, string Colour, IReadOnlyList<int> Inputs, bool Late);

/// <summary>A layered drawing of a graph: every box below its inputs, long edges led around, few crossings.</summary>
/// <remarks>Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", IEEE Trans. SMC 11 (1981), with barycentres.</remarks>
internal sealed class LayeredGraph
{
    private const double Row = 64, Box = 38, Gap = 18, Letter = 7.6, Margin = 12;
    private readonly List<Place> places = [];
    private readonly List<List<Place>> layers = [];

    public LayeredGraph(IReadOnlyList<GraphBox> nodes)
    {
        var depths = Depths(nodes);
        for (var i = 0; i < nodes.Count; i++) Add(new(depths[i], nodes[i], Math.Max(nodes[i].Caption.Length * 6.2, nodes[i].Label.Length * Letter) + 18));
        for (var i = 0; i < nodes.Count; i++)
            foreach (var k in nodes[i].Inputs) Join(places[k], places[i]);
        for (var pass = 0; pass < 12; pass++) Sort(down: pass % 2 == 0);
        foreach (var layer in layers) Spread(layer, [.. layer.Select((_, k) => k * 100.0)]);
        for (var pass = 0; pass < 24; pass++) Align(down: pass % 2 == 0);
    }

    public string ToSvg()
    {
        if (places.Count == 0) return "";
        var left = places.Min(p => p.X - p.Width / 2) - Margin;
        var width = places.Max(p => p.X + p.Width / 2) + Margin - left;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg width="{width:F0}" viewBox="{left:F1} 0 {width:F1} {layers.Count * Row - Row + Box + 2 * Margin:F1}" role="img" aria-label="graph" style="max-width:100%;height:auto" font-family="system-ui,sans-serif" text-anchor="middle">""");
        foreach (var p in places)
            foreach (var child in p.Below) Edge(svg, p, child);
        foreach (var p in places.Where(p => p.Node is not null)) Draw(svg, p, p.Node!);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The longest way from a source.</summary>
    private static int[] Depths(IReadOnlyList<GraphBox> nodes)
    {
        var depths = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++) depths[i] = nodes[i].Inputs.Select(k => depths[k] + 1).DefaultIfEmpty().Max();
        for (var i = 0; i < nodes.Count; i++)
            foreach (var k in nodes[i].Inputs)
                if (nodes[k].Late) depths[k] = depths[i] - 1;
        return depths;
    }

    private Place Add(Place place)
    {
        while (layers.Count <= place.Layer) layers.Add([]);
        layers[place.Layer].Add(place);
        places.Add(place);
        return place;
    }

    /// <summary>An edge, through an invisible place in every layer that it crosses.</summary>
    private void Join(Place from, Place to)
    {
        while (from.Layer < to.Layer - 1)
        {
            var bend = Add(new(from.Layer + 1, null, 4));
            from.Below.Add(bend);
            bend.Above.Add(from);
            from = bend;
        }

        from.Below.Add(to);
        to.Above.Add(from);
    }

    /// <summary>Orders each layer by the mean position of the neighbours in the layer before, which undoes most crossings.</summary>
    private void Sort(bool down)
    {
        foreach (var layer in down ? layers.Skip(1) : layers.SkipLast(1).Reverse())
        {
            var keys = layer.ToDictionary(p => p, p => (down ? p.Above : p.Below).Select(q => (double)layers[q.Layer].IndexOf(q)).DefaultIfEmpty(layer.IndexOf(p)).Average());
            var sorted = layer.OrderBy(p => keys[p]).ToList();
            layer.Clear();
            layer.AddRange(sorted);
        }
    }

    private void Align(bool down)
    {
        foreach (var layer in down ? layers : Enumerable.Reverse(layers))
            Spread(layer, [.. layer.Select(p => (down ? p.Above : p.Below).Select(q => q.X).DefaultIfEmpty(p.X).Average())]);
    }

    /// <summary>Near the wanted places, in order and without overlap: the mean of packing from the left and from the right.</summary>
    private static void Spread(List<Place> layer, double[] wanted)
    {
        var (left, right) = ((double[])wanted.Clone(), (double[])wanted.Clone());
        double Apart(int k) => (layer[k - 1].Width + layer[k].Width) / 2 + Gap;
        for (var k = 1; k < layer.Count; k++) left[k] = Math.Max(left[k], left[k - 1] + Apart(k));
        for (var k = layer.Count - 1; k > 0; k--) right[k - 1] = Math.Min(right[k - 1], right[k] - Apart(k));
        for (var k = 0; k < layer.Count; k++) layer[k].X = (left[k] + right[k]) / 2;
    }

    private static void Edge(StringBuilder svg, Place from, Place to)
    {
        var (y0, y1) = (Top(from) + (from.Node is null ? Box / 2 : Box), Top(to) + (to.Node is null ? Box / 2 : 0));
        var middle = (y0 + y1) / 2;
        svg.Append(CultureInfo.InvariantCulture, $"""<path d="M{from.X:F1} {y0:F1}C{from.X:F1} {middle:F1} {to.X:F1} {middle:F1} {to.X:F1} {y1:F1}" fill="none" stroke="currentColor" stroke-opacity=".45" stroke-width="1.3"/>""");
    }

    private static void Draw(StringBuilder svg, Place place, GraphBox node)
    {
        svg.Append(CultureInfo.InvariantCulture, $"""<g transform="translate({place.X:F1} {Top(place):F1})"><rect x="{-place.Width / 2:F1}" width="{place.Width:F1}" height="{Box}" rx="7" fill="{node.Colour}" fill-opacity=".16" stroke="{node.Colour}"/>""");
        svg.Append($"""<text y="16" font-size="13" fill="currentColor">{Html.Escape(node.Label)}</text><text y="31" font-size="10.5" fill="currentColor" fill-opacity=".7">{Html.Escape(node.Caption)}</text></g>""");
    }

    private static double Top(Place place) => Margin + place.Layer * Row;

    /// <param name="layer">Counted from above.</param>
    /// <param name="node">What stands there; null for the bend of an edge.</param>
    /// <param name="width">In pixels.</param>
    private sealed class Place(int layer, GraphBox? node, double width)
    {
        public int Layer => layer;

        public GraphBox? Node => node;

        public double Width => width;

        public double X { get; set; }

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];
    }
}
