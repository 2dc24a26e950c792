using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>A subspace W in which conjugate gradients solve exactly, so that they search in its A-orthogonal complement only.</summary>
/// <remarks>
/// With eigenvectors of the k smallest eigenvalues the condition number falls to λₙ/λₖ₊₁.
/// Y. Saad, M. Yeung, J. Erhel and F. Guyomarc'h, SIAM J. Sci. Comput. 21 (2000) 1909, algorithm 3.6.
/// </remarks>
public sealed class Deflation
{
    private readonly Tensor w, image, factor;

    /// <summary>Applies A to each of the k vectors once and factorises WᵀAW.</summary>
    /// <param name="a">A, symmetric positive definite.</param>
    /// <param name="subspace">W as [k, shape of b…], linearly independent, real; Ritz vectors of <see cref="Lanczos"/> serve well.</param>
    /// <exception cref="ArgumentException">W is complex or has no vectors.</exception>
    /// <exception cref="ArithmeticException">WᵀAW is not positive definite: A is not, or the vectors depend on each other.</exception>
    public Deflation(Func<Tensor, Tensor> a, Tensor subspace)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(subspace);
        if (subspace.DType.IsComplex() || subspace.Rank < 2 || subspace.Shape[0] < 1)
            throw new ArgumentException($"Deflation: needs real vectors [k, shape of b…] with k > 0, not {subspace.DType} {subspace.Shape}");
        using var scope = Tensor.Scope();
        var count = subspace.Shape[0];
        w = subspace.Cast(subspace.DType.IsFloat() ? subspace.DType : DType.F64).Contiguous().Reshape(count, -1);
        image = Tensor.Empty(w.Shape, w.DType, w.Device);
        for (var k = 0; k < count; k++)
            using (Tensor.Scope())
                image[k] = a(subspace[k].Contiguous()).Reshape(-1);
        var energy = w.MatMul(image.Transpose());
        factor = LinearAlgebra.Cholesky((energy + energy.Transpose()) * 0.5);
        foreach (var kept in new[] { w, image, factor }) kept.Keep();
    }

    /// <summary>Number of vectors.</summary>
    public int Count => w.Shape[0];

    /// <summary>x ← x + W(WᵀAW)⁻¹Wᵀr, after which r is orthogonal to W.</summary>
    internal void Correct(KrylovIteration state)
    {
        using var scope = Tensor.Scope();
        var (flat, weights) = (Flat(state.R), Solved(w.MatMul(Flat(state.R))));
        VectorSpace.Axpy(1, weights.MatMul(w).Contiguous(), Flat(state.X));
        VectorSpace.Axpy(-1, weights.MatMul(image).Contiguous(), flat);
    }

    /// <summary>p ← p − W(WᵀAW)⁻¹(AW)ᵀz: the new direction is A-orthogonal to W.</summary>
    internal void Project(Tensor z, Tensor p)
    {
        using var scope = Tensor.Scope();
        VectorSpace.Axpy(-1, Solved(image.MatMul(Flat(z))).MatMul(w).Contiguous(), Flat(p));
    }

    private Tensor Solved(Tensor v) => LinearAlgebra.SolveTriangular(factor, LinearAlgebra.SolveTriangular(factor, v), transpose: true);

    private Tensor Flat(Tensor v) => v.Size == w.Shape[1]
        ? v.Reshape(-1)
        : throw new ArgumentException($"Deflation: vectors of {w.Shape[1]} elements for a system of {v.Size}");
}
