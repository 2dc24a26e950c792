using Kit.Autodiff;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>Y = A⁺.</summary>
/// <remarks>Golub and Pereyra, "The differentiation of pseudo-inverses", SIAM J. Numer. Anal. 10 (1973): Ẏ = −YȦY + YYᵀȦᵀ(I − AY) + (I − YA)ȦᵀYᵀY; ᴴ for ᵀ where A is complex.</remarks>
internal sealed record PseudoInverseCall(double? Tolerance) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) => Change(Adjoint(c.Y), Adjoint(c[0]), Adjoint(g)),
        (c, t) => Change(c.Y, c[0], Adjoint(t[0]!)),
        _ => Saves.First | Saves.Output);

    public override string Name => "PseudoInverse";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x)
    {
        var a = x[0];
        var (u, s, vt) = Svd(a);
        if (s.Size == 0) return Tensor.Zeros([.. Operand.Lead(a.Shape).ToArray(), a.Shape[-1], a.Shape[-2]], u.DType);
        var kept = s > Floor(s, a.Shape, Tolerance);
        var inverse = Functions.Where(kept, 1 / Functions.Where(kept, s, 1), 0);
        return (Adjoint(vt) * inverse.Unsqueeze(-2)).MatMul(Adjoint(u));
    }

    /// <summary>Ẏ for (Y, A, Ȧᴴ); Ā, by the symmetry of AY and YA, for (Yᴴ, Aᴴ, Ȳᴴ).</summary>
    private static Tensor Change(Tensor y, Tensor a, Tensor x)
    {
        var yt = Adjoint(y);
        return y.MatMul(yt.MatMul(x - x.MatMul(a).MatMul(y))) + (x - y.MatMul(a.MatMul(x))).MatMul(yt).MatMul(y) - y.MatMul(Adjoint(x)).MatMul(y);
    }
}
