using Kit.Autodiff;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>X with op(A)·X = B. Operands (A, B, the factors of A, its pivots): derivatives of every order use one factorisation.</summary>
/// <remarks>Ẋ = op(A)⁻¹(Ḃ − op(Ȧ)X), B̄ = op(A)⁻ᵀX̄ and op(Ā) = −B̄Xᵀ; ᴴ for ᵀ where they are complex.</remarks>
internal sealed record SolveCall(string Caller, bool Transpose) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, i, g) =>
        {
            // op(A)⁻ᴴ·X̄, by the factors that are there.
            var b = Conjugate(Again(c, Conjugate(g), other: true));
            if (i == 1) return b;
            return Turned(c) ? -Conjugate(c.Y).MatMul(b.Transpose()) : -b.MatMul(Adjoint(c.Y));
        },
        (c, t) => Again(c, Rule.Sum([t[1], t[0] is { } a ? -(Turned(c) ? a.Transpose() : a).MatMul(c.Y) : null]), other: false),
        i => Saves.First | Call.Operand(2) | Call.Operand(3) | (i == 0 ? Saves.Output : Saves.None));

    public override string Name => Caller;

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x) => new LuFactors(x[2], x[3]).Substitute(x[1], Transpose, Caller);

    private static bool Turned(Call c) => ((SolveCall)c.Application).Transpose;

    private static Tensor Again(Call c, Tensor b, bool other) => ((SolveCall)c.Application with { Transpose = Turned(c) != other }).Run([c[0], b, c[2], c[3]]);
}
