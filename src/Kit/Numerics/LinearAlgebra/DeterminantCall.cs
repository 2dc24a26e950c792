using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>det A or ln|det A|, of complex A the complex ln det A. Operands (A, its factors, its pivots). The slopes are the cofactors, det(A)·A⁻ᵀ, and A⁻ᵀ.</summary>
internal sealed record DeterminantCall(bool Log) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) => g.Unsqueeze(-1).Unsqueeze(-1) * LinearAlgebra.Conjugate(Slope(c)),
        (c, t) => (Slope(c) * t[0]!).Sum([-2, -1]),
        _ => Saves.First | Saves.Output | Call.Operand(1) | Call.Operand(2));

    public override string Name => Log ? "SlogDet" : "Determinant";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x)
    {
        var factors = new LuFactors(x[1], x[2]);
        if (!Log) return factors.Determinant();
        var (sign, log) = factors.SlogDet();
        return sign.DType.IsComplex() ? Functions.ComplexOf(log, sign.Angle()) : log;
    }

    private static Tensor Slope(Call c)
    {
        var log = ((DeterminantCall)c.Application).Log;
        var factors = new LuFactors(c[1], c[2]);
        if (!log && (bool)factors.U.Diagonal().Equal(0).Any()) return Cofactors(c[0]);
        factors.CheckRegular(c.Application.Name);
        var inverse = new SolveCall(c.Application.Name, Transpose: true).Run([c[0], Tensor.Eye(c.Shapes[0][-1], c[1].DType), c[1], c[2]]);
        return log ? inverse : c.Y.Unsqueeze(-1).Unsqueeze(-1) * inverse;
    }

    /// <summary>± U·diag(∏_{j≠i} σⱼ)·Vᵀ, which needs no inverse; the sign is that of det U·det V. Of complex A its conjugate, times the phase det U·det Vᴴ.</summary>
    private static Tensor Cofactors(Tensor a)
    {
        var (u, s, vt) = LinearAlgebra.Svd(a);
        var others = Functions.Where(Tensor.Eye(s.Shape[-1]).Equal(1), 1, s.Unsqueeze(-2)).Prod(-1);
        if (a.DType.IsComplex())
        {
            var phase = (LinearAlgebra.Determinant(u) * LinearAlgebra.Determinant(vt)).Unsqueeze(-1).Unsqueeze(-1);
            return (u * others.Unsqueeze(-2)).MatMul(vt).Conj() * phase;
        }

        var sign = (LuFactors.Of(u, "Determinant").SlogDet().Sign * LuFactors.Of(vt, "Determinant").SlogDet().Sign).Unsqueeze(-1).Unsqueeze(-1);
        return (u * others.Unsqueeze(-2)).MatMul(vt) * sign;
    }
}
