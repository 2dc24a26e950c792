using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>L[u] = f in the square (−1, 1)² and u = g on its edge, on n × n nodes that include the edge.</summary>
/// <param name="Coefficients">c of L[u] = c₀ u_xx + c₁ u_yy + c₂ u_x + c₃ u_y + c₄ u, [N, 5].</param>
/// <param name="Source">f, [N, n, n].</param>
/// <param name="Edge">g on the outer nodes and 0 inside, [N, n, n].</param>
public sealed record LinearProblem(Tensor Coefficients, Tensor Source, Tensor Edge)
{
    /// <summary>n.</summary>
    public int Nodes => Source.Shape[^1];

    /// <summary>The nodes, [n², 2].</summary>
    public static Tensor Points(int nodes) => DeepOnets.PointOperatorOnGrid.Coordinates([nodes, nodes]) * 2 - 1;

    /// <summary>1 on the outer nodes and 0 inside, [n, n].</summary>
    public static Tensor Rim(int nodes)
    {
        var rim = Tensor.Ones([nodes, nodes], Compute.DType.F32);
        rim[1..^1, 1..^1] = Tensor.Zeros([nodes - 2, nodes - 2], Compute.DType.F32);
        return rim;
    }

    /// <summary>The problem that known fields solve.</summary>
    /// <param name="coefficients">[N, 5].</param>
    /// <param name="solution">At <see cref="Points"/>.</param>
    /// <param name="nodes">n.</param>
    public static LinearProblem Of(Tensor coefficients, FieldDerivatives solution, int nodes)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return new(coefficients, solution.Apply(coefficients).Reshape(-1, nodes, nodes), solution.U.Reshape(-1, nodes, nodes) * Rim(nodes));
    }

    /// <summary>What fields u leave of the problem: L[e] = f − L[u] and e = g − u on the edge, for the error e of u.</summary>
    /// <param name="u">At <see cref="Points"/>.</param>
    public LinearProblem Left(FieldDerivatives u)
    {
        ArgumentNullException.ThrowIfNull(u);
        var solved = Of(Coefficients, u, Nodes);
        return new(Coefficients, Source - solved.Source, Edge - solved.Edge);
    }

    /// <summary>√(Σ_κ f̂(κ)²/(κ² + 5)² + mean g² over the edge) of each sample, [N, 1]: about the size of u, by which both may be divided.</summary>
    /// <remarks>
    /// f is of the size of κ²u for waves κ, so f is measured in the dual norm of H², by cosine modes κ = πk/2 of the square: what a network leaves of a problem is of short waves, and in the mean
    /// square of f they would hide the long ones that u consists of. 5 ≈ π²/2 is the lowest eigenvalue of −Δ on the square.
    /// </remarks>
    public Tensor Scale()
    {
        var squares = (Tensor.Arange(Nodes).Cast(Source.DType) * (Math.PI / 2)).Square();
        var weights = 1 / (squares.Unsqueeze(1) + squares + 5).Square();
        var modes = new Spectral.CosineModes([Nodes, Nodes]).Analyse(Source.Unsqueeze(1)).Squeeze(1);
        return ((modes.Square() * weights).Sum([1, 2]) + Edge.Square().Sum([1, 2]) / (4 * (Nodes - 1)) + 1e-30).Sqrt().Unsqueeze(1);
    }
}
