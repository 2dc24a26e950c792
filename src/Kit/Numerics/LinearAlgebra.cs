using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>Dense linear algebra of real matrices in the last two axes of a tensor; the axes before them are a batch.</summary>
/// <remarks>
/// F32 stays F32, integers become F64, complex matrices are refused. The work is done in blocks on the packed matrix product; results have
/// the same bits for any number of threads. A tensor on another device is brought to the host, where the result stays.
/// </remarks>
public static partial class LinearAlgebra
{
    /// <summary>The lower triangle L with positive diagonal and A = L·Lᵀ.</summary>
    /// <param name="a">Symmetric positive definite [.., n, n]; only the lower triangle is read.</param>
    /// <exception cref="ArgumentException">Not square, complex or not finite.</exception>
    /// <exception cref="ArithmeticException">Not positive definite; the message names the leading minor.</exception>
    public static Tensor Cholesky(Tensor a)
    {
        var l = Operand.Square(a, "Cholesky");
        if (l.DType == DType.F32) Run<float>();
        else Run<double>();
        return l.Reshape(a.Shape);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(l.Shape[0], batch =>
        {
            var matrix = Operand.At<T>(l, batch);
            if (CholeskyFactor.Run(matrix) is > 0 and var minor)
                throw new ArithmeticException($"Cholesky: {Operand.Which(batch, l.Shape[0])} of shape [{matrix.Rows},{matrix.Rows}] is not positive definite: its leading minor of order {minor} is not positive");
            for (var i = 0; i < matrix.Rows; i++) matrix.RowSpan(i)[(i + 1)..].Clear();
        });
    }

    /// <summary>P·A = L·U with partial pivoting.</summary>
    /// <param name="a">[.., n, n]; may be singular.</param>
    /// <exception cref="ArgumentException">Not square, complex or not finite.</exception>
    public static LuFactors Lu(Tensor a) => LuFactors.Of(a, "Lu");

    /// <summary>X with A·X = B, by LU.</summary>
    /// <param name="a">Regular [.., n, n].</param>
    /// <param name="b">A vector [n], or matrices [.., n, m] whose leading axes broadcast with those of a.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or an operand is complex or not finite.</exception>
    /// <exception cref="ArithmeticException">Singular; the message names the pivot.</exception>
    public static Tensor Solve(Tensor a, Tensor b) =>
        LuFactors.Of(a.DType == DType.F32 && b.DType == DType.F64 ? a.Cast(DType.F64) : a, "Solve").Solve(b, "Solve");

    /// <summary>A⁻¹, by LU.</summary>
    /// <param name="a">Regular [.., n, n].</param>
    /// <exception cref="ArgumentException">Not square, complex or not finite.</exception>
    /// <exception cref="ArithmeticException">Singular; the message names the pivot.</exception>
    public static Tensor Inverse(Tensor a)
    {
        var lu = LuFactors.Of(a, "Inverse");
        return lu.Solve(Tensor.Eye(a.Shape[-1], lu.Factors.DType), "Inverse");
    }

    /// <summary>det A, [..], by LU.</summary>
    /// <exception cref="ArgumentException">Not square, complex or not finite.</exception>
    public static Tensor Determinant(Tensor a) => LuFactors.Of(a, "Determinant").Determinant();

    /// <summary>The sign (−1, 0, 1) and ln|det A|, [..] each, where the determinant itself would overflow.</summary>
    /// <exception cref="ArgumentException">Not square, complex or not finite.</exception>
    public static (Tensor Sign, Tensor LogAbs) SlogDet(Tensor a) => LuFactors.Of(a, "SlogDet").SlogDet();

    /// <summary>X with op(T)·X = B for a triangular T, by substitution.</summary>
    /// <param name="a">[.., n, n]; only the named triangle is read.</param>
    /// <param name="b">A vector [n], or matrices [.., n, m] whose leading axes broadcast with those of a.</param>
    /// <param name="lower">T is the lower triangle of a; else the upper one.</param>
    /// <param name="transpose">op(T) = Tᵀ; else T.</param>
    /// <param name="unit">The diagonal is not read but taken as ones.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or an operand is complex or not finite.</exception>
    /// <exception cref="ArithmeticException">A zero on the diagonal; the message names it.</exception>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool lower = true, bool transpose = false, bool unit = false)
    {
        var matrices = Operand.Square(a, "SolveTriangular");
        var n = a.Shape[-1];
        var diagonal = unit ? [] : matrices.Diagonal().ToDoubles();
        var zero = Array.IndexOf(diagonal, 0.0);
        if (zero >= 0) throw new ArithmeticException($"SolveTriangular: {Operand.Which(zero / n, matrices.Shape[0])} of shape [{n},{n}] is singular: diagonal element {zero % n} is zero");
        var (x, lead) = Operand.Sides(b, a.Shape, DTypes.Promote(matrices.DType, b.DType.IsFloat() ? b.DType : matrices.DType), "SolveTriangular");
        var t = Operand.Spread(matrices.Cast(x.DType).Reshape(a.Shape), lead, 2);
        if (x.DType == DType.F32) Run<float>();
        else Run<double>();
        return b.Rank == 1 ? x.Reshape([.. lead, n]) : x.Reshape([.. lead, n, x.Shape[-1]]);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(x.Shape[0], batch =>
        {
            var matrix = Operand.At<T>(t, batch);
            Triangular.Solve(transpose ? matrix.Transposed() : matrix, lower != transpose, unit, Operand.At<T>(x, batch));
        });
    }
}
