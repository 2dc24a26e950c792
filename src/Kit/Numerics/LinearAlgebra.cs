using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>Dense linear algebra of real and complex matrices in the last two axes of a tensor; the axes before them are a batch.</summary>
/// <remarks>
/// F32 stays F32, integers become F64. Complex matrices are factorised in C128, unblocked and a matrix on one thread; C64 is rounded at the end, and a system library is not asked.
/// The work on real ones is done in blocks on the packed matrix product; results have the same bits for any number of threads, unless <c>KIT_LAPACK</c> names a
/// system library. A tensor on another device is brought to the host, where the result stays. Everything but <see cref="Schur"/> is differentiable to any order, forward
/// and reverse, where the result is smooth. What reads one triangle of a symmetric matrix counts as a function of (A + Aᵀ)/2, or (A + Aᴴ)/2, so its gradients are symmetric.
/// Rules: Giles, "An extended collection of matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
/// </remarks>
public static partial class LinearAlgebra
{
    /// <summary>The lower triangle L with positive diagonal and A = L·Lᵀ, of complex matrices L·Lᴴ.</summary>
    /// <param name="a">Symmetric or Hermitian positive definite [.., n, n]; only the lower triangle is read.</param>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">Not positive definite; the message names the leading minor.</exception>
    public static Tensor Cholesky(Tensor a) => Apply(new CholeskyCall(), a);

    /// <summary>P·A = L·U with partial pivoting.</summary>
    /// <param name="a">[.., n, n]; may be singular.</param>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    public static LuFactors Lu(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        var lu = LuFactors.Of(a, "Lu");
        return a.Tracer is null ? lu : lu with { Factors = Apply(new LuCall(), a, lu.Factors, lu.Pivots) };
    }

    /// <summary>X with A·X = B, by LU.</summary>
    /// <param name="a">Regular [.., n, n].</param>
    /// <param name="b">A vector [n], or matrices [.., n, m] whose leading axes broadcast with those of a.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or an operand is not finite.</exception>
    /// <exception cref="ArithmeticException">Singular; the message names the pivot.</exception>
    public static Tensor Solve(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var narrow = a.DType.Real() == DType.F32 && b.DType.Real() == DType.F64;
        return Solve(narrow ? a.Cast(DTypes.Promote(a.DType, DType.F64)) : a, b, "Solve");
    }

    /// <summary>A⁻¹, by LU.</summary>
    /// <param name="a">Regular [.., n, n].</param>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">Singular; the message names the pivot.</exception>
    public static Tensor Inverse(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        var eye = a.Rank < 2 ? a : Tensor.Eye(a.Shape[-1], a.DType.IsFloat() || a.DType.IsComplex() ? a.DType : DType.F64);
        return Solve(a, eye, "Inverse");
    }

    /// <summary>det A, [..], by LU.</summary>
    /// <remarks>The gradient det(A)·A⁻ᵀ is that of the cofactors where A is singular; second derivatives there need distinct singular values.</remarks>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    public static Tensor Determinant(Tensor a)
    {
        var lu = LuFactors.Of(a, "Determinant");
        return Apply(new DeterminantCall(Log: false), a, lu.Factors, lu.Pivots);
    }

    /// <summary>The sign (−1, 0, 1) and ln|det A|, [..] each, where the determinant itself would overflow; the gradient of the logarithm is A⁻ᵀ, or A⁻ᴴ.</summary>
    /// <returns>The sign of a complex matrix is the phase det A/|det A|, or 0, and has a derivative too.</returns>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    public static (Tensor Sign, Tensor LogAbs) SlogDet(Tensor a)
    {
        var lu = LuFactors.Of(a, "SlogDet");
        var log = Apply(new DeterminantCall(Log: true), a, lu.Factors, lu.Pivots);
        if (!a.DType.IsComplex()) return (lu.SlogDet().Sign, log);
        var sign = Functions.ComplexOf(log.Imag().Cos(), log.Imag().Sin());
        return (Functions.Where(log.Real() > double.NegativeInfinity, sign, 0), log.Real());
    }

    /// <summary>ln det A of matrices with a positive determinant; of complex ones the principal logarithm of any but 0; [..].</summary>
    /// <exception cref="ArgumentException">Not square or not finite.</exception>
    /// <exception cref="ArithmeticException">A determinant is not positive, of complex matrices 0; <see cref="SlogDet"/> gives its sign.</exception>
    public static Tensor LogDet(Tensor a)
    {
        var (sign, log) = SlogDet(a);
        var complex = sign.DType.IsComplex();
        var wrong = Array.FindIndex((complex ? sign.Plain.NotEqual(0) : sign).ToDoubles(), s => s <= 0);
        if (wrong < 0) return complex ? Functions.ComplexOf(log, sign.Angle()) : log;
        throw new ArithmeticException($"LogDet: {Operand.Which(wrong, (int)sign.Size)} of shape {a.Shape} has a determinant that is {(complex ? "0" : "not positive")}; SlogDet gives its sign");
    }

    /// <summary>Aᵏ by repeated squaring; A⁻ᵏ is (A⁻¹)ᵏ, A⁰ the identity.</summary>
    /// <param name="a">[.., n, n].</param>
    /// <param name="k">Any integer.</param>
    /// <exception cref="ArgumentException">Not square or, for k &lt; 0, not finite.</exception>
    /// <exception cref="ArithmeticException">k &lt; 0 and A is singular.</exception>
    public static Tensor MatrixPower(Tensor a, int k)
    {
        Operand.RequireSquare(a, "MatrixPower");
        var square = k < 0 ? Inverse(a) : a.DType.IsInteger() ? a.Cast(DType.F64) : a;
        Tensor? power = null;
        for (var rest = Math.Abs((long)k); rest > 0; rest /= 2)
        {
            if (rest % 2 == 1) power = power is null ? square : power.MatMul(square);
            if (rest > 1) square = square.MatMul(square);
        }

        return power?.Copy() ?? Tensor.Eye(a.Shape[-1], square.DType).BroadcastTo(a.Shape).Copy();
    }

    /// <summary>X with op(T)·X = B for a triangular T, by substitution.</summary>
    /// <param name="a">[.., n, n]; only the named triangle is read.</param>
    /// <param name="b">A vector [n], or matrices [.., n, m] whose leading axes broadcast with those of a.</param>
    /// <param name="lower">T is the lower triangle of a; else the upper one.</param>
    /// <param name="transpose">op(T) = Tᵀ; else T.</param>
    /// <param name="unit">The diagonal is not read but taken as ones.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or an operand is not finite.</exception>
    /// <exception cref="ArithmeticException">A zero on the diagonal; the message names it.</exception>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool lower = true, bool transpose = false, bool unit = false)
    {
        ArgumentNullException.ThrowIfNull(b);
        Operand.RequireRows(b, a, "SolveTriangular");
        return Sides(b, columns => Apply(new TriangularCall(lower, transpose, unit), a, columns));
    }

    /// <summary>A primitive on the host.</summary>
    internal static Tensor Apply(RuledCall call, params Tensor[] x) => call.Run(Array.ConvertAll(x, t =>
    {
        ArgumentNullException.ThrowIfNull(t);
        return t.To(Device.Cpu);
    }));

    private static Tensor Solve(Tensor a, Tensor b, string caller)
    {
        var lu = LuFactors.Of(a, caller);
        lu.CheckRegular(caller);
        Operand.RequireRows(b, a, caller);
        return Sides(b, columns => Apply(new SolveCall(caller, false), a, columns, lu.Factors, lu.Pivots));
    }

    /// <summary>A itself, or its conjugate if complex: what stands before Ȳ in the rule of a holomorphic function.</summary>
    internal static Tensor Conjugate(Tensor a) => a.DType.IsComplex() ? a.Conj() : a;

    /// <summary>Aᵀ, or Aᴴ of complex A.</summary>
    internal static Tensor Adjoint(Tensor a) => a.DType.IsComplex() ? a.Transpose().Conj() : a.Transpose();

    /// <summary>(A + Aᵀ)/2, or (A + Aᴴ)/2.</summary>
    internal static Tensor Symmetric(Tensor a) => (a + Adjoint(a)) * 0.5;

    /// <summary>A vector as one column, there and back.</summary>
    private static Tensor Sides(Tensor b, Func<Tensor, Tensor> solve) => b.Rank == 1 ? solve(b.Unsqueeze(1)).Squeeze(-1) : solve(b);
}
