using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>Eigenvalues in ascending order and orthonormal vectors of symmetric or Hermitian matrices, A·V = V·Λ.</summary>
    /// <param name="a">Symmetric [.., n, n]; only the lower triangle is read. Complex ones go to MathNet.Numerics, which is slow beyond some hundreds.</param>
    /// <returns>Values to a small multiple of n·ε·‖A‖; the largest component of each vector is positive.</returns>
    /// <remarks>
    /// Derivatives hold the vectors of an eigenvalue of multiplicity k together: they leave out how its vectors turn into each other, which is 1/0. That is exact
    /// for what does not depend on the choice of vectors in such a space and weighs them equally, and is not changed by a split of the value in first order:
    /// Σ f(λ) over a whole space, its projector V·Vᵀ. It is not for V·f(Λ)·Vᵀ, whose slope f′ between equal values no rule of Λ and V can know, nor so
    /// for second derivatives of Σ f(λ) there: <see cref="FunctionOf"/> is exact in both. Values count as equal within 16n·ε·max|λ|.
    /// </remarks>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">No convergence.</exception>
    public static EigenPairs Eigh(Tensor a)
    {
        var pairs = EighCall.Unpack(Apply(new EighCall("Eigh", true), a));
        return a.DType.IsComplex() ? new(pairs.Values.Real(), Settled(pairs.Vectors)) : pairs;
    }

    /// <summary>f(A) = V·f(Λ)·Vᴴ of symmetric or Hermitian matrices, whose derivatives of every order are exact also where eigenvalues are equal.</summary>
    /// <param name="a">Symmetric or Hermitian [.., n, n]; counts as a function of (A + Aᴴ)/2. Computed in F64 or C128 and rounded.</param>
    /// <param name="f">Such as <see cref="SpectralFunction.Log"/> or <see cref="SpectralFunction.Power"/>.</param>
    /// <remarks>A derivative of order k takes k!·nᵏ⁺¹ divided differences of f, so those from the second on are for small matrices (Daleckii and Krein, 1956).</remarks>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">f is not defined at an eigenvalue, or no convergence.</exception>
    public static Tensor FunctionOf(Tensor a, SpectralFunction f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var matrices = Operand.Watched(a, "FunctionOf");
        Operand.RequireSquare(matrices, "FunctionOf");
        return a.Size == 0 ? matrices : Symmetric(Apply(new SpectralCall(f), Symmetric(matrices)));
    }

    /// <summary>Eigenvalues of symmetric matrices in ascending order, [.., n], without the cost of the vectors.</summary>
    /// <inheritdoc cref="Eigh(Tensor)"/>
    public static Tensor EighValues(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        var values = EighCall.Unpack(Apply(new EighCall("EighValues", a.Tracer is not null), a)).Values;
        return a.DType.IsComplex() ? values.Real() : values;
    }

    /// <summary>A = U·diag(S)·Vᵀ, of complex matrices U·diag(S)·Vᴴ, with k = min(m, n) singular values in descending order.</summary>
    /// <param name="a">[.., m, n].</param>
    /// <returns>Values to a small multiple of max(m, n)·ε·‖A‖₂, so the small ones are relative to the largest; the largest component of each left vector is positive.</returns>
    /// <remarks>For derivatives at equal singular values the same holds as in <see cref="Eigh(Tensor)"/>; those of zero values of rectangular matrices leave out 1/0 alike. Complex matrices are turned by one-sided Jacobi rotations, in the order of n³ each sweep.</remarks>
    /// <exception cref="ArgumentException">Not a matrix or not finite.</exception>
    /// <exception cref="ArithmeticException">No convergence.</exception>
    public static SvdFactors Svd(Tensor a)
    {
        var (u, s, vt) = SvdCall.Unpack(Apply(new SvdCall("Svd", true), a), a.Shape);
        if (!a.DType.IsComplex() || u.Size == 0) return new(u, s, vt);
        var phases = Phases(u);
        return new(u * phases, s, vt * Adjoint(phases));
    }

    /// <summary>Singular values in descending order, [.., min(m, n)], without the cost of the vectors.</summary>
    /// <inheritdoc cref="Svd(Tensor)"/>
    public static Tensor SingularValues(Tensor a) => Values(a, "SingularValues");

    /// <summary>Number of singular values above a floor, I32 [..].</summary>
    /// <param name="a">[.., m, n].</param>
    /// <param name="tolerance">The floor as a part of the largest singular value; else max(m, n)·ε.</param>
    /// <exception cref="ArgumentException">Not a matrix or not finite.</exception>
    public static Tensor MatrixRank(Tensor a, double? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        var s = Values(a.Plain, "MatrixRank");
        return s.Size == 0 ? Tensor.Zeros(Operand.Lead(a.Shape), DType.I32) : (s > Floor(s, a.Shape, tolerance)).Cast(DType.I32).Sum(-1);
    }

    /// <summary>κ₂(A) = σ₁/σₖ, [..]; infinite for a singular matrix.</summary>
    /// <param name="a">[.., m, n] with at least one element.</param>
    /// <exception cref="ArgumentException">Not a matrix, empty or not finite.</exception>
    public static Tensor ConditionNumber(Tensor a)
    {
        var s = Values(a, "ConditionNumber");
        if (s.Size == 0) throw new ArgumentException($"ConditionNumber: shape {a.Shape} has no elements");
        var least = s.Min(-1);
        return Functions.Where(least.Equal(0), double.PositiveInfinity, s.Max(-1) / least);
    }

    /// <summary>A norm of each matrix, [..].</summary>
    /// <param name="a">[.., m, n].</param>
    /// <param name="kind">Frobenius, 1, 2, ∞ or nuclear.</param>
    /// <exception cref="ArgumentException">Not a matrix or not finite.</exception>
    public static Tensor Norm(Tensor a, MatrixNorm kind = MatrixNorm.Frobenius)
    {
        var matrices = Operand.Watched(a, "Norm");
        if (a.Size == 0) return Tensor.Zeros(Operand.Lead(a.Shape), matrices.DType.Real());
        return kind switch
        {
            MatrixNorm.Frobenius => matrices.Norm([-2, -1]),
            MatrixNorm.One => matrices.Abs().Sum(-2).Max(-1),
            MatrixNorm.Infinity => matrices.Abs().Sum(-1).Max(-1),
            MatrixNorm.Two => Values(matrices, "Norm").Max(-1),
            MatrixNorm.Nuclear => Values(matrices, "Norm").Sum(-1),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Norm: Frobenius, One, Two, Infinity or Nuclear"),
        };
    }

    /// <summary>Singular values; the vectors are found only where a derivative needs them.</summary>
    private static Tensor Values(Tensor a, string caller)
    {
        ArgumentNullException.ThrowIfNull(a);
        var vectors = a.Tracer is not null;
        var packed = Apply(new SvdCall(caller, vectors), a);
        return vectors ? SvdCall.Unpack(packed, a.Shape).S : packed.Squeeze(-2).Real();
    }
}
