using Kit.Autodiff;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>The factors of P·A = L·U in one matrix, known already. Operands (A, the factors, the pivots).</summary>
/// <remarks>With S the part below the diagonal and T the rest of L⁻¹PȦU⁻¹: L̇ = LS, U̇ = TU. Reverse: Ā = PᵀL⁻ᴴ(tril(LᴴL̄) + triu(ŪUᴴ))U⁻ᴴ. The order of the rows does not vary.</remarks>
internal sealed record LuCall : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) =>
        {
            var f = new LuFactors(c.Y, c[2]);
            var inner = Functions.Tril(Adjoint(f.L).MatMul(Functions.Tril(g, -1)), -1) + Functions.Triu(Functions.Triu(g).MatMul(Adjoint(f.U)));
            var left = SolveTriangular(Conjugate(c.Y), inner, transpose: true, unit: true);
            return LuFactors.Exchange(Adjoint(SolveTriangular(c.Y, Adjoint(left), lower: false)), f.Order(inverse: true));
        },
        (c, t) =>
        {
            var f = new LuFactors(c.Y, c[2]);
            var left = SolveTriangular(c.Y, LuFactors.Exchange(t[0]!, f.Order()), unit: true);
            var inner = SolveTriangular(c.Y, left.Transpose(), lower: false, transpose: true).Transpose();
            return f.L.MatMul(Functions.Tril(inner, -1)) + Functions.Triu(inner).MatMul(f.U);
        },
        _ => Saves.Output | Call.Operand(2));

    public override string Name => "Lu";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x) => x[1];
}
