using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>A = Q·R of m × n matrices, m ≥ n: [.., m + n, n], the rows of Q above those of R.</summary>
/// <remarks>
/// With S = QᵀȦR⁻¹ and Ω its lower triangle made skew: Q̇ = ȦR⁻¹ − Q(S − Ω), Ṙ = (S − Ω)R; and Ā = (Q̄ + Q·M)R⁻ᵀ, where M is RR̄ᵀ − Q̄ᵀQ
/// with its lower triangle mirrored. Of complex A ᴴ for ᵀ, and S − Ω and the mirrored M have the real parts of their diagonals, since that of R is real.
/// The columns of A must be independent.
/// </remarks>
internal sealed record QrCall : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) =>
        {
            var ((q, r), (gq, gr)) = (Unpack(c.Y), Unpack(g));
            var m = r.MatMul(Adjoint(gr)) - Adjoint(gq).MatMul(q);
            var mirrored = RealDiagonal(Functions.Tril(m) + Adjoint(Functions.Tril(m, -1)));
            return Adjoint(SolveTriangular(r, Adjoint(gq + q.MatMul(mirrored)), lower: false));
        },
        (c, t) =>
        {
            var (q, r) = Unpack(c.Y);
            var quotient = SolveTriangular(r, t[0]!.Transpose(), lower: false, transpose: true).Transpose();
            var inner = Adjoint(q).MatMul(quotient);
            var lower = Functions.Tril(inner, -1);
            var upper = RealDiagonal(inner - lower + Adjoint(lower));
            return Tensor.Concat([quotient - q.MatMul(upper), upper.MatMul(r)], -2);
        },
        _ => Saves.Output);

    public override string Name => "Qr";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    /// <summary>Q and R.</summary>
    public static QrFactors Unpack(Tensor packed)
    {
        var (rows, n) = (packed.Shape[-2], packed.Shape[-1]);
        return new(Operand.Rows(packed, 0, rows - n), Operand.Rows(packed, rows - n, rows));
    }

    protected override unsafe Tensor Compute(Tensor[] x)
    {
        var a = x[0];
        using var matrices = Operand.Matrices(a, "Qr");
        var (count, m, n) = (matrices.Shape[0], a.Shape[-2], a.Shape[-1]);
        var packed = Operand.Empty((count, m + n, n), matrices.DType);
        if (matrices.DType == DType.F32) Run<float>();
        else if (matrices.DType == DType.F64) Run<double>();
        else RunComplex();
        return Operand.Rounded(packed.Reshape([.. Operand.Lead(a.Shape).ToArray(), m + n, n]), a.DType);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            using var memory = new Scratch<T>((long)m * n);
            var (turned, both) = (memory.Matrix(n, m), Operand.At<T>(packed, batch));
            Operand.At<T>(matrices, batch).Transposed().CopyTo(turned);
            var power = Scaling.Out(turned);
            var r = both.Block(m, 0, n, n);
            QrFactor.Factors(turned, both.Block(0, 0, m, n), r);
            Scaling.Back(new Span<T>(r.Data, n * n), power);
        });

        void RunComplex() => Threads.For(count, batch =>
        {
            using var memory = new Scratch<Complex>((long)m * n);
            var (turned, both) = (memory.Matrix(n, m), Operand.At<Complex>(packed, batch));
            Operand.At<Complex>(matrices, batch).Transposed().CopyTo(turned);
            var power = Scaling.Out(turned.Parts());
            var r = both.Block(m, 0, n, n);
            ComplexQr.Factors(turned, both.Block(0, 0, m, n), r);
            Scaling.Back(new Span<double>(r.Parts().Data, 2 * n * n), power);
        });
    }

    private static Tensor RealDiagonal(Tensor x) => x.DType.IsComplex() ? x - Functions.Diag(Functions.ComplexOf(0, x.Diagonal().Imag())) : x;
}
