using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

public sealed partial class FiniteElementSpace
{
    /// <summary>∫ g φᵢ over edges of the boundary, [n]: what ∂u/∂n = g adds to the load, or g of a u + ∂u/∂n = g.</summary>
    /// <param name="g">g(x, y).</param>
    /// <param name="where">Whether the edge whose middle is at (x, y) takes part; all do if null.</param>
    public Tensor BoundaryLoad(Func<Tensor, Tensor, Tensor> g, Func<double, double, bool>? where = null)
    {
        ArgumentNullException.ThrowIfNull(g);
        var edges = Edges(where);
        var (values, weights) = Side();
        var local = Functions.Einsum("eq,qk->ek", Over(edges, g) * Lengths(edges).Unsqueeze(1), values * weights.Unsqueeze(1));
        return SparseMatrix.Gathered(local.Reshape(-1), edges, Mesh.NodeCount);
    }

    /// <summary>∫ a φᵢφⱼ over edges of the boundary: what a of a u + ∂u/∂n = g adds to the matrix.</summary>
    /// <param name="a">a(x, y).</param>
    /// <param name="where">Whether the edge whose middle is at (x, y) takes part; all do if null.</param>
    public SparseMatrix BoundaryMass(Func<Tensor, Tensor, Tensor> a, Func<double, double, bool>? where = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        var edges = Edges(where);
        var (values, weights) = Side();
        var local = Functions.Einsum("eq,qk,ql->ekl", Over(edges, a) * Lengths(edges).Unsqueeze(1), values * weights.Unsqueeze(1), values);
        int[] i = [.. Enumerable.Range(0, 2 * edges.Length).Select(t => edges[t / 2])], j = [.. Enumerable.Range(0, 2 * edges.Length).Select(t => edges[t / 4 * 2 + t % 2])];
        return new(pattern, SparseMatrix.Gathered(local.Reshape(-1), [.. i.Zip(j, pattern.Find)], pattern.Count));
    }

    /// <summary>Nodes at the ends of edges of the boundary that take part, ascending.</summary>
    /// <param name="where">Whether the edge whose middle is at (x, y) takes part.</param>
    public int[] BoundaryNodes(Func<double, double, bool> where) => [.. Edges(where).Distinct().Order()];

    /// <summary>The two ends of each edge, one after the other.</summary>
    private int[] Edges(Func<double, double, bool>? where)
    {
        var x = Mesh.Nodes.ToDoubles();
        return [.. Mesh.BoundaryEdges.Where(e => where is null || where((x[2 * e.A] + x[2 * e.B]) / 2, (x[2 * e.A + 1] + x[2 * e.B + 1]) / 2)).SelectMany(e => new[] { e.A, e.B })];
    }

    private Tensor Lengths(int[] edges)
    {
        var ends = Mesh.Nodes.Take(Tensor.Of(edges), 0).Reshape(-1, 2, 2);
        return (ends[.., 1] - ends[.., 0]).Norm(1);
    }

    /// <summary>A function at the quadrature points of edges, [e, q].</summary>
    private Tensor Over(int[] edges, Func<Tensor, Tensor, Tensor> f)
    {
        var ends = Mesh.Nodes.Take(Tensor.Of(edges), 0).Reshape(-1, 2, 2);
        var x = Functions.Einsum("ekd,qk->dqe", ends, Side().Values).Transpose();
        return f(x[0], x[1]).BroadcastTo([edges.Length / 2, x.Shape[2]]);
    }

    private static (Tensor Values, Tensor Weights) Side()
    {
        var points = ReferenceElement.GaussLine;
        return (Tensor.Of([.. points.SelectMany(p => new[] { 1 - p.X, p.X })]).Reshape(-1, 2), Tensor.Of([.. points.Select(p => p.Weight)]));
    }
}
