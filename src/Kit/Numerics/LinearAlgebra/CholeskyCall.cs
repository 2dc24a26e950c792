using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>A = L·Lᵀ, or L·Lᴴ. With Φ(X) the lower triangle of X, its diagonal halved: L̇ = LΦ(L⁻¹ȦL⁻ᵀ) and Ā = L⁻ᵀΦ(LᵀL̄)L⁻¹, symmetrised; ᴴ for ᵀ where A is complex.</summary>
internal sealed record CholeskyCall : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) => Symmetric(Between(c.Y, Half(Adjoint(c.Y).MatMul(g)), adjoint: true)),
        (c, t) => c.Y.MatMul(Half(Between(c.Y, Symmetric(t[0]!), adjoint: false))),
        _ => Saves.Output);

    public override string Name => "Cholesky";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x)
    {
        var (l, library) = (Operand.Square(x[0], "Cholesky"), Lapack.Current);
        if (l.DType == DType.F32) Run<float>(Real);
        else if (l.DType == DType.F64) Run<double>(Real);
        else Run<Complex>(ComplexCholesky.Run);
        return Operand.Rounded(l.Reshape(x[0].Shape), x[0].DType);

        int Real<T>(Matrix<T> matrix) where T : unmanaged, IFloatingPointIeee754<T> =>
            library is null || matrix.Rows == 0 ? CholeskyFactor.Run(matrix) : library.Cholesky(matrix);

        void Run<T>(Func<Matrix<T>, int> factor) where T : unmanaged => Threads.For(l.Shape[0], batch =>
        {
            var matrix = Operand.At<T>(l, batch);
            if (factor(matrix) is > 0 and var minor)
                throw new ArithmeticException($"Cholesky: {Operand.Which(batch, l.Shape[0])} of shape [{matrix.Rows},{matrix.Rows}] is not positive definite: its leading minor of order {minor} is not positive");
            for (var i = 0; i < matrix.Rows; i++) matrix.RowSpan(i)[(i + 1)..].Clear();
        });
    }

    private static Tensor Half(Tensor x) => (Functions.Tril(x) + Functions.Tril(x, -1)) * 0.5;

    /// <summary>L⁻¹XL⁻ᴴ, or by the adjoints L⁻ᴴXL⁻¹.</summary>
    private static Tensor Between(Tensor l, Tensor x, bool adjoint)
    {
        var t = adjoint ? Conjugate(l) : l;
        return Adjoint(SolveTriangular(t, Adjoint(SolveTriangular(t, x, transpose: adjoint)), transpose: adjoint));
    }
}
