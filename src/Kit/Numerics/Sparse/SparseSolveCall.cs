using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>x with op(A) x = b for vectors along the last axis. Operands (the values of A, b): derivatives of every order use one factorisation.</summary>
/// <remarks>ẋ = op(A)⁻¹(ḃ − op(Ȧ)x), b̄ = op(A)⁻ᵀx̄, and on the pattern Āᵢⱼ = −Σ b̄ᵢxⱼ, or −Σ xᵢb̄ⱼ of the transpose.</remarks>
internal sealed record SparseSolveCall(SparseLu Factors, bool Transpose) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, i, g) =>
        {
            var call = (SparseSolveCall)c.Application;
            var b = (call with { Transpose = !call.Transpose }).Run([c[0], g]);
            if (i == 1) return b;
            var pattern = call.Factors.Matrix.Pattern;
            var (left, right) = call.Transpose ? (c.Y, b) : (b, c.Y);
            var products = -left.Take(Tensor.Of(pattern.RowOf), -1) * right.Take(Tensor.Of(pattern.Indices), -1);
            return products.Rank == 1 ? products : products.Reshape(-1, pattern.Count).Sum(0);
        },
        (c, t) =>
        {
            var call = (SparseSolveCall)c.Application;
            var product = new SparseProductCall(call.Factors.Matrix.Pattern, call.Transpose);
            return call.Run([c[0], Rule.Sum([t[1], t[0] is { } a ? -product.Run([a, c.Y]) : null])]);
        },
        i => Saves.First | (i == 0 ? Saves.Output : Saves.None));

    public override string Name => "SparseLu.Solve";

    public override Rule Rule => Derivative;

    public override RuledCall? OverSamples(bool[] batched) => batched[0] ? null : this;

    protected override Tensor Compute(Tensor[] x) => Factors.Substitute(x[1], Transpose);
}
