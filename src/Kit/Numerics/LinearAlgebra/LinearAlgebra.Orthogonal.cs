using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;

namespace Kit.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>A = Q·R with orthonormal columns of Q and an upper triangle R whose diagonal is not negative, by Householder reflections.</summary>
    /// <param name="a">[.., m, n].</param>
    /// <exception cref="ArgumentException">Not a matrix, complex or not finite.</exception>
    public static unsafe QrFactors Qr(Tensor a)
    {
        var matrices = Operand.Matrices(a, "Qr");
        var (count, m, n, lead) = (matrices.Shape[0], a.Shape[-2], a.Shape[-1], Operand.Lead(a.Shape).ToArray());
        var k = Math.Min(m, n);
        var (q, r) = (Operand.Empty((count, m, k), matrices.DType), Operand.Empty((count, k, n), matrices.DType));
        if (matrices.DType == DType.F32) Run<float>();
        else Run<double>();
        matrices.Dispose();
        return new(q.Reshape([.. lead, m, k]), r.Reshape([.. lead, k, n]));

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            using var memory = new Scratch<T>((long)m * n);
            var turned = memory.Matrix(n, m);
            Operand.At<T>(matrices, batch).Transposed().CopyTo(turned);
            var power = Scaling.Out(turned);
            QrFactor.Factors(turned, Operand.At<T>(q, batch), Operand.At<T>(r, batch));
            Scaling.Back(new Span<T>(Operand.At<T>(r, batch).Data, k * n), power);
        });
    }

    /// <summary>The x of least ‖x‖₂ among those of least ‖A·x − b‖₂.</summary>
    /// <param name="a">[.., m, n] of any rank.</param>
    /// <param name="b">A vector [m], or matrices [.., m, p] whose leading axes broadcast with those of a.</param>
    /// <returns>[.., n] or [.., n, p].</returns>
    /// <remarks>By QR; where R's diagonal shows a rank below n, or m &lt; n, by the pseudo-inverse.</remarks>
    /// <exception cref="ArgumentException">Shapes do not fit, or an operand is complex or not finite.</exception>
    public static Tensor LeastSquares(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Rank < 2) throw new ArgumentException($"LeastSquares: needs a matrix or a batch of them, not shape {a.Shape}");
        var columns = b.Rank == 1 ? b.Unsqueeze(1) : b;
        if (b.Rank == 0 || columns.Shape[-2] != a.Shape[-2])
            throw new ArgumentException($"LeastSquares: right side of shape {b.Shape} for a matrix of shape {a.Shape}; it needs {a.Shape[-2]} rows");
        columns = Operand.Copy(columns, "LeastSquares");
        Tensor x;
        if (a.Shape[-2] >= a.Shape[-1] && a.Size > 0 && Qr(a) is var (q, r) && IsRegular(r, a.Shape)) x = SolveTriangular(r, q.Transpose().MatMul(columns), lower: false);
        else x = PseudoInverse(a).MatMul(columns);
        return b.Rank == 1 ? x.Squeeze(-1) : x;
    }

    /// <summary>The Moore–Penrose inverse A⁺ = V·Σ⁺·Uᵀ.</summary>
    /// <param name="a">[.., m, n].</param>
    /// <param name="tolerance">Singular values up to this part of the largest count as zero; else max(m, n)·ε.</param>
    /// <returns>[.., n, m].</returns>
    /// <exception cref="ArgumentException">Not a matrix, complex or not finite.</exception>
    public static Tensor PseudoInverse(Tensor a, double? tolerance = null)
    {
        var (u, s, vt) = Svd(a);
        if (s.Size == 0) return Tensor.Zeros([.. Operand.Lead(a.Shape).ToArray(), a.Shape[-1], a.Shape[-2]], s.DType);
        var kept = s > Floor(s, a.Shape, tolerance);
        var inverse = Functions.Where(kept, 1 / Functions.Where(kept, s, 1), 0);
        return (vt.Transpose() * inverse.Unsqueeze(-2)).MatMul(u.Transpose());
    }

    private static bool IsRegular(Tensor r, Shape shape)
    {
        var diagonal = r.Diagonal().Abs();
        var largest = diagonal.Max(-1);
        return (diagonal.Min(-1) > largest * (Epsilon(r.DType) * Math.Max(shape[-1], shape[-2]))).All().Item<bool>();
    }

    /// <summary>What counts as zero beside the largest singular value of each matrix, [.., 1].</summary>
    private static Tensor Floor(Tensor s, Shape shape, double? tolerance) =>
        s.Max(-1, keepDims: true) * (tolerance ?? Epsilon(s.DType) * Math.Max(shape[-1], shape[-2]));

    private static double Epsilon(DType type) => type == DType.F32 ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);
}
