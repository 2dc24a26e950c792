using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

/// <summary>A u = b at the free nodes, u = g at the others: their columns go to the right-hand side, the rest is factorised once.</summary>
public sealed class DirichletProblem
{
    private readonly int[] free, given, joined;
    private readonly SparseMatrix coupling;
    private readonly SparseLu factors;

    /// <summary>Eliminates the given nodes and factorises the rest.</summary>
    /// <param name="matrix">A, of all nodes.</param>
    /// <param name="nodes">Nodes whose values are given, such as a mesh's boundary nodes.</param>
    /// <param name="points">Where the nodes are, [n, 2], for a better order of elimination.</param>
    /// <exception cref="ArgumentException">A is not square, or a node lies outside or comes twice.</exception>
    /// <exception cref="ArithmeticException">What remains is singular.</exception>
    public DirichletProblem(SparseMatrix matrix, int[] nodes, Tensor? points = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(nodes);
        var fixedNodes = nodes.ToHashSet();
        if (fixedNodes.Count != nodes.Length || nodes.Any(k => (uint)k >= (uint)matrix.Rows)) throw new ArgumentException($"DirichletProblem: a node of {matrix.Rows} lies outside or comes twice");
        (given, free) = (nodes, [.. Enumerable.Range(0, matrix.Rows).Where(k => !fixedNodes.Contains(k))]);
        joined = new int[matrix.Rows];
        for (var k = 0; k < free.Length; k++) joined[free[k]] = k;
        for (var k = 0; k < given.Length; k++) joined[given[k]] = free.Length + k;
        coupling = matrix.Select(free, given);
        var inner = matrix.Select(free, free);
        factors = new(inner, FrontalTree.Of(inner.Pattern, points?.Take(Tensor.Of(free), 0)));
    }

    /// <summary>u at all nodes.</summary>
    /// <param name="b">Loads [.., n]; those of given nodes are not read.</param>
    /// <param name="values">u at the given nodes, a number or [.., count], in their order.</param>
    public Tensor Solve(Tensor b, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(values);
        int[] lead = b.Shape.ToArray()[..^1];
        var known = (values + Tensor.Zeros(given.Length)).BroadcastTo([.. lead, given.Length]);
        var inner = factors.Solve(b.Take(Tensor.Of(free), -1) - coupling * known);
        return Tensor.Concat([inner, known], -1).Take(Tensor.Of(joined), -1);
    }
}
