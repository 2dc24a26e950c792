using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;
using Components = Kit.Compute.Cpu.Dense.Vectors;

namespace Kit.Numerics;

/// <summary>A·V = V·Λ of symmetric or Hermitian A: [.., n + 1, n], the eigenvalues above the rows of V, or [.., 1, n] without vectors.</summary>
/// <remarks>With P = VᵀȦV and Fᵢⱼ = 1/(λⱼ − λᵢ), 0 for equals: λ̇ = diag P, V̇ = V(F∘P) and Ā = V(diag λ̄ + F∘(VᵀV̄))Vᵀ, symmetrised; Vᴴ for Vᵀ where A is complex.</remarks>
internal sealed record EighCall(string Caller, bool Vectors) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) =>
        {
            var ((values, v), (gv, g2)) = (Unpack(c.Y), Unpack(g));
            var inner = Functions.Diag(gv) + Gaps(values, values) * Adjoint(v).MatMul(g2);
            return Symmetric(v.MatMul(inner).MatMul(Adjoint(v)));
        },
        (c, t) =>
        {
            var (values, v) = Unpack(c.Y);
            var p = Adjoint(v).MatMul(Symmetric(t[0]!)).MatMul(v);
            return Tensor.Concat([p.Diagonal().Unsqueeze(-2), v.MatMul(Gaps(values, values) * p)], -2);
        },
        _ => Saves.Output);

    public override string Name => Caller;

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    /// <summary>Values and vectors.</summary>
    public static EigenPairs Unpack(Tensor packed) => new(Operand.Rows(packed, 0, 1).Squeeze(-2), Operand.Rows(packed, 1, packed.Shape[-2]));

    /// <summary>1/(bⱼ − aᵢ), and 0 where both are equal to within the rounding of a spectrum.</summary>
    public static Tensor Gaps(Tensor a, Tensor b)
    {
        var gaps = b.Unsqueeze(-2) - a.Unsqueeze(-1);
        var size = Functions.Maximum(a.Abs().Max(-1, keepDims: true), b.Abs().Max(-1, keepDims: true)).Unsqueeze(-1);
        var equal = gaps.Abs() <= size * (16 * Epsilon(a.DType) * b.Shape[-1]);
        return Functions.Where(equal, 0, 1 / Functions.Where(equal, 1, gaps));
    }

    protected override unsafe Tensor Compute(Tensor[] x)
    {
        var a = x[0];
        if (a.DType.IsComplex()) return Hermitian(a);
        using var matrices = Operand.Square(a, Caller);
        var (count, n, rows) = (matrices.Shape[0], a.Shape[-1], Vectors ? a.Shape[-1] + 1 : 1);
        var packed = Operand.Empty((count, rows, n), matrices.DType);
        var library = Lapack.Current;
        if (matrices.DType == DType.F32) Run<float>();
        else Run<double>();
        return packed.Reshape([.. Operand.Lead(a.Shape).ToArray(), rows, n]);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            var (both, matrix) = (Operand.At<T>(packed, batch), Operand.At<T>(matrices, batch));
            var vectors = both.Block(1, 0, n, Vectors ? n : 0);
            if (!(library is null || n == 0 ? SymmetricEigen.Run(matrix, both.Data, vectors) : System(library, matrix, both.Data, vectors)))
                throw new ArithmeticException($"{Caller}: no convergence for {Operand.Which(batch, count)} of shape [{n},{n}]");
        });

        static bool System<T>(Lapack library, Matrix<T> a, T* values, Matrix<T> vectors) where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (!library.Eigen(a, values, vectors.Columns > 0)) return false;
            for (var k = 0; k < vectors.Columns; k++)
                if (Signs.LargestIsNegative(a.RowSpan(k))) Components.Scale(-T.One, a.Row(k), a.Columns);
            if (vectors.Columns > 0) a.CopyTo(vectors.Transposed());
            return true;
        }
    }

    /// <summary>By MathNet.Numerics, of the lower triangle; the phases of the vectors are not settled.</summary>
    private Tensor Hermitian(Tensor a)
    {
        var packed = EigCall.Packed(a, Caller, (matrix, n) =>
        {
            for (var i = 0; i < n; i++)
                for (var j = i; j < n; j++) matrix[i * n + j] = j == i ? matrix[i * n + i].Real : Complex.Conjugate(matrix[j * n + i]);
            return EigCall.OfComplex(matrix, n, MathNet.Numerics.LinearAlgebra.Symmetricity.Hermitian);
        });
        return packed.Cast(a.DType);
    }
}
