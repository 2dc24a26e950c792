using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

/// <summary>A domain in the plane cut into triangles, or into convex quadrilaterals, that meet edge to edge.</summary>
public sealed partial class Mesh
{
    private readonly int[] corners;
    private readonly (int A, int B)[] boundary;

    /// <summary>A mesh of nodes and elements.</summary>
    /// <param name="nodes">Points [n, 2].</param>
    /// <param name="elements">I32 [m, 3] or [m, 4]: the corners of each element, counter-clockwise.</param>
    /// <exception cref="ArgumentException">A shape does not fit, a corner is no node, an element is not counter-clockwise and convex, or more than two share an edge.</exception>
    public Mesh(Tensor nodes, Tensor elements)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(elements);
        if (nodes.Rank != 2 || nodes.Shape[1] != 2) throw new ArgumentException($"Mesh: nodes of shape {nodes.Shape}; it needs [n, 2]");
        if (elements.Rank != 2 || elements.Shape[1] is not (3 or 4)) throw new ArgumentException($"Mesh: elements of shape {elements.Shape}; it needs [m, 3] or [m, 4]");
        (Nodes, Elements, corners) = (nodes, elements, elements.ToArray<int>());
        CheckCorners();
        boundary = Boundary();
    }

    /// <summary>Points [n, 2].</summary>
    public Tensor Nodes { get; }

    /// <summary>Corners of the elements, counter-clockwise, I32 [m, 3] or [m, 4].</summary>
    public Tensor Elements { get; }

    /// <summary>Number of nodes n.</summary>
    public int NodeCount => Nodes.Shape[0];

    /// <summary>Number of elements m.</summary>
    public int ElementCount => Elements.Shape[0];

    /// <summary>3 or 4.</summary>
    public int Corners => Elements.Shape[1];

    /// <summary>Edges of one element only, in that element's direction: the outside lies to the right of a → b.</summary>
    public IReadOnlyList<(int A, int B)> BoundaryEdges => boundary;

    /// <summary>Nodes on the boundary, ascending.</summary>
    public int[] BoundaryNodes => [.. boundary.SelectMany(e => new[] { e.A, e.B }).Distinct().Order()];

    /// <summary>The longest edge.</summary>
    public double Size
    {
        get
        {
            var (x, longest) = (Nodes.ToDoubles(), 0.0);
            foreach (var (a, b) in Edges()) longest = Math.Max(longest, Math.Sqrt(Square(x[2 * a] - x[2 * b]) + Square(x[2 * a + 1] - x[2 * b + 1])));
            return longest;
        }
    }

    /// <summary>The smallest angle of any element, in degrees: 60 at best for triangles, 90 for quadrilaterals.</summary>
    public double SmallestAngle
    {
        get
        {
            var (x, smallest) = (Nodes.ToDoubles(), Math.PI);
            for (var e = 0; e < ElementCount; e++)
                for (var c = 0; c < Corners; c++)
                {
                    var (p, q, r) = (Corner(e, c), Corner(e, c + 1), Corner(e, c + Corners - 1));
                    var (ux, uy, vx, vy) = (x[2 * q] - x[2 * p], x[2 * q + 1] - x[2 * p + 1], x[2 * r] - x[2 * p], x[2 * r + 1] - x[2 * p + 1]);
                    smallest = Math.Min(smallest, Math.Atan2(ux * vy - uy * vx, ux * vx + uy * vy));
                }

            return smallest * 180 / Math.PI;
        }
    }

    /// <summary>Extents in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"Mesh of {NodeCount} nodes and {ElementCount} {(Corners == 3 ? "triangles" : "quadrilaterals")}, edges up to {Size:G4}, angles from {SmallestAngle:F1}°");

    internal int Corner(int element, int corner) => corners[element * Corners + corner % Corners];

    private IEnumerable<(int A, int B)> Edges() =>
        from e in Enumerable.Range(0, ElementCount) from c in Enumerable.Range(0, Corners) select (Corner(e, c), Corner(e, c + 1));

    private (int, int)[] Boundary()
    {
        var seen = new Dictionary<(int, int), int>();
        foreach (var (a, b) in Edges())
        {
            seen[(a, b)] = seen.GetValueOrDefault((a, b)) + 1;
            if (seen[(a, b)] > 1) throw new ArgumentException($"Mesh: the edge from node {a} to node {b} belongs to two elements on the same side");
        }

        return [.. seen.Keys.Where(e => !seen.ContainsKey((e.Item2, e.Item1)))];
    }

    private void CheckCorners()
    {
        foreach (var node in corners)
            if ((uint)node >= (uint)NodeCount) throw new ArgumentException($"Mesh: corner {node} is not a node, of which there are {NodeCount}");
        var x = Nodes.ToDoubles();
        for (var e = 0; e < ElementCount; e++)
            for (var c = 0; c < Corners; c++)
            {
                var (p, q, r) = (Corner(e, c), Corner(e, c + 1), Corner(e, c + 2));
                var turn = (x[2 * q] - x[2 * p]) * (x[2 * r + 1] - x[2 * p + 1]) - (x[2 * q + 1] - x[2 * p + 1]) * (x[2 * r] - x[2 * p]);
                if (!(turn > 0)) throw new ArgumentException($"Mesh: element {e} does not turn left at node {q} ({turn:G3}); corners go counter-clockwise round a convex element");
            }
    }

    private static double Square(double x) => x * x;
}
