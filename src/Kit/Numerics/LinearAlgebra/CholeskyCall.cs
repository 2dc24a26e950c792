using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>A = L·Lᵀ. With Φ(X) the lower triangle of X, its diagonal halved: L̇ = LΦ(L⁻¹ȦL⁻ᵀ) and Ā = L⁻ᵀΦ(LᵀL̄)L⁻¹, symmetrised.</summary>
internal sealed record CholeskyCall : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) => Symmetric(Between(c.Y, Half(c.Y.Transpose().MatMul(g)), transpose: true)),
        (c, t) => c.Y.MatMul(Half(Between(c.Y, Symmetric(t[0]!), transpose: false))),
        _ => Saves.Output);

    public override string Name => "Cholesky";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x)
    {
        var (l, library) = (Operand.Square(x[0], "Cholesky"), Lapack.Current);
        if (l.DType == DType.F32) Run<float>();
        else Run<double>();
        return l.Reshape(x[0].Shape);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(l.Shape[0], batch =>
        {
            var matrix = Operand.At<T>(l, batch);
            if ((library is null || matrix.Rows == 0 ? CholeskyFactor.Run(matrix) : library.Cholesky(matrix)) is > 0 and var minor)
                throw new ArithmeticException($"Cholesky: {Operand.Which(batch, l.Shape[0])} of shape [{matrix.Rows},{matrix.Rows}] is not positive definite: its leading minor of order {minor} is not positive");
            for (var i = 0; i < matrix.Rows; i++) matrix.RowSpan(i)[(i + 1)..].Clear();
        });
    }

    private static Tensor Half(Tensor x) => (Functions.Tril(x) + Functions.Tril(x, -1)) * 0.5;

    /// <summary>L⁻¹XL⁻ᵀ, or by the transposes L⁻ᵀXL⁻¹.</summary>
    private static Tensor Between(Tensor l, Tensor x, bool transpose) =>
        SolveTriangular(l, SolveTriangular(l, x, transpose: transpose).Transpose(), transpose: transpose).Transpose();
}
