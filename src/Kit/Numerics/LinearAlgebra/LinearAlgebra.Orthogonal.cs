using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>A = Q·R with orthonormal columns of Q and an upper triangle R whose diagonal is not negative, by Householder reflections.</summary>
    /// <param name="a">[.., m, n]; for derivatives its first min(m, n) columns must be independent.</param>
    /// <exception cref="ArgumentException">Not a matrix or not finite.</exception>
    public static QrFactors Qr(Tensor a)
    {
        var matrices = Operand.Watched(a, "Qr");
        var (m, n) = (a.Shape[-2], a.Shape[-1]);
        if (m >= n) return QrCall.Unpack(Apply(new QrCall(), matrices));
        var (q, r) = QrCall.Unpack(Apply(new QrCall(), matrices.Along(a.Rank - 1, 0, m)));
        return new(q, Tensor.Concat([r, Adjoint(q).MatMul(matrices.Along(a.Rank - 1, m, n))], -1));
    }

    /// <summary>The x of least ‖x‖₂ among those of least ‖A·x − b‖₂.</summary>
    /// <param name="a">[.., m, n] of any rank.</param>
    /// <param name="b">A vector [m], or matrices [.., m, p] whose leading axes broadcast with those of a.</param>
    /// <returns>[.., n] or [.., n, p].</returns>
    /// <remarks>By QR; where R's diagonal shows a rank below n, or m &lt; n, by the pseudo-inverse.</remarks>
    /// <exception cref="ArgumentException">Shapes do not fit, or an operand is not finite.</exception>
    public static Tensor LeastSquares(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        a = Operand.Watched(a, "LeastSquares");
        Operand.RequireRows(b, a, "LeastSquares");
        var columns = Operand.Watched(b.Rank == 1 ? b.Unsqueeze(1) : b, "LeastSquares");
        Tensor x;
        if (a.Shape[-2] >= a.Shape[-1] && a.Size > 0 && Qr(a) is var (q, r) && IsRegular(r, a.Shape)) x = SolveTriangular(r, Adjoint(q).MatMul(columns), lower: false);
        else x = PseudoInverse(a).MatMul(columns);
        return b.Rank == 1 ? x.Squeeze(-1) : x;
    }

    /// <summary>The Moore–Penrose inverse A⁺ = V·Σ⁺·Uᵀ, of complex matrices V·Σ⁺·Uᴴ.</summary>
    /// <param name="a">[.., m, n].</param>
    /// <param name="tolerance">Singular values up to this part of the largest count as zero; else max(m, n)·ε.</param>
    /// <returns>[.., n, m].</returns>
    /// <remarks>The derivative is that among matrices of A's rank, which is the one that there is.</remarks>
    /// <exception cref="ArgumentException">Not a matrix or not finite.</exception>
    public static Tensor PseudoInverse(Tensor a, double? tolerance = null) => Apply(new PseudoInverseCall(tolerance), a);

    private static bool IsRegular(Tensor r, Shape shape)
    {
        var diagonal = r.Plain.Diagonal().Abs();
        var largest = diagonal.Max(-1);
        return (diagonal.Min(-1) > largest * (Epsilon(r.DType) * Math.Max(shape[-1], shape[-2]))).All().Item<bool>();
    }

    /// <summary>What counts as zero beside the largest singular value of each matrix, [.., 1].</summary>
    internal static Tensor Floor(Tensor s, Shape shape, double? tolerance) =>
        s.Max(-1, keepDims: true) * (tolerance ?? Epsilon(s.DType) * Math.Max(shape[-1], shape[-2]));

    internal static double Epsilon(DType type) => type.Real() == DType.F32 ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);
}
