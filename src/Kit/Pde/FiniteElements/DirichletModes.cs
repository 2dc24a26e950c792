using Kit.Numerics.Krylov;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.FiniteElements;

/// <summary>The lowest modes of a drum: −Δu = λu with u = 0 on the boundary, as Ku = λMu by Lanczos' method with K⁻¹M.</summary>
public static class DirichletModes
{
    /// <summary>The smallest eigenvalues, ascending, and modes [k, n] with ∫ u² = 1 at all nodes.</summary>
    /// <param name="space">P1 or Q1; its eigenvalues lie above the exact ones.</param>
    /// <param name="count">k. Of a degenerate eigenvalue one mode is found.</param>
    /// <param name="seed">Of the first vector.</param>
    /// <exception cref="ArithmeticException">Lanczos' method does not converge.</exception>
    public static (Tensor Values, Tensor Modes) Solve(FiniteElementSpace space, int count, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(space);
        using var scope = Tensor.Scope();
        var boundary = space.Mesh.BoundaryNodes.ToHashSet();
        int[] inner = [.. Enumerable.Range(0, space.Mesh.NodeCount).Where(k => !boundary.Contains(k))];
        var (stiffness, mass) = (space.Stiffness().Select(inner, inner), space.Mass().Select(inner, inner));
        var factors = new SparseLu(stiffness, FrontalTree.Of(stiffness.Pattern, space.Mesh.Nodes.Take(Tensor.Of(inner), 0)));
        var pairs = Lanczos.Solve(v => factors.Solve(mass * v), new Rng(seed).Normal(inner.Length), count, metric: v => mass * v);
        var modes = Tensor.Zeros((count, space.Mesh.NodeCount));
        modes.Put(Tensor.Of(inner), pairs.Vectors, axis: 1);
        return (scope.Own(1 / pairs.Values, scope.Outer), scope.Own(modes, scope.Outer));
    }
}
