using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;
using Decomposition = Kit.Compute.Cpu.Dense.SingularValues;

namespace Kit.Numerics;

/// <summary>A = U·diag(S)·Vᵀ with k = min(m, n): [.., m + 1 + n, k], the rows of U, of S and of V; or [.., 1, k] without vectors.</summary>
/// <remarks>
/// With P = UᵀȦV, Eᵢⱼ = 1/(σⱼ − σᵢ), Gᵢⱼ = 1/(σⱼ + σᵢ), where 1/0 counts as 0: Ṡ = diag P, UᵀU̇ = ½(E∘(P + Pᵀ) + G∘(P − Pᵀ)), VᵀV̇ the same with −G.
/// What U̇ and V̇ have beyond the k vectors, of rectangular A, is (I − UUᵀ)ȦVS⁻¹ and (I − VVᵀ)ȦᵀUS⁻¹.
/// </remarks>
internal sealed record SvdCall(string Caller, bool Vectors) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) =>
        {
            var ((u, s, vt), (gu, gs, gvt)) = (Unpack(c.Y, c.Shapes[0]), Unpack(g, c.Shapes[0]));
            var (v, gv, ut) = (vt.Transpose(), gvt.Transpose(), u.Transpose());
            var (x, y) = (ut.MatMul(gu), vt.MatMul(gv));
            var (even, odd) = (EighCall.Gaps(s, s) * (x + y), EighCall.Gaps(-s, s) * (x - y));
            var inner = Functions.Diag(gs) + Symmetric(even) + (odd - odd.Transpose()) * 0.5;
            var a = u.MatMul(inner).MatMul(vt);
            if (u.Shape[-2] > s.Shape[-1]) a += ((gu - u.MatMul(x)) * Inverse(s)).MatMul(vt);
            if (v.Shape[-2] > s.Shape[-1]) a += u.MatMul(((gv - v.MatMul(y)) * Inverse(s)).Transpose());
            return a;
        },
        (c, t) =>
        {
            var (u, s, vt) = Unpack(c.Y, c.Shapes[0]);
            var (v, ut) = (vt.Transpose(), u.Transpose());
            var (av, atu) = (t[0]!.MatMul(v), t[0]!.Transpose().MatMul(u));
            var p = ut.MatMul(av);
            var (even, odd) = (EighCall.Gaps(s, s) * Symmetric(p), EighCall.Gaps(-s, s) * (p - p.Transpose()) * 0.5);
            var (du, dv) = (u.MatMul(even + odd), v.MatMul(even - odd));
            if (u.Shape[-2] > s.Shape[-1]) du += (av - u.MatMul(p)) * Inverse(s);
            if (v.Shape[-2] > s.Shape[-1]) dv += (atu - v.MatMul(p.Transpose())) * Inverse(s);
            return Tensor.Concat([du, p.Diagonal().Unsqueeze(-2), dv], -2);
        },
        _ => Saves.Output);

    public override string Name => Caller;

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    /// <summary>The factors of matrices of this shape.</summary>
    public static SvdFactors Unpack(Tensor packed, Shape shape)
    {
        var (m, n) = (shape[-2], shape[-1]);
        return new(Operand.Rows(packed, 0, m), Operand.Rows(packed, m, m + 1).Squeeze(-2), Operand.Rows(packed, m + 1, m + 1 + n).Transpose());
    }

    protected override unsafe Tensor Compute(Tensor[] x)
    {
        var a = x[0];
        using var matrices = Operand.Matrices(a, Caller);
        var (count, m, n) = (matrices.Shape[0], a.Shape[-2], a.Shape[-1]);
        var (k, rows) = (Math.Min(m, n), Vectors ? m + 1 + n : 1);
        var packed = Operand.Empty((count, rows, k), matrices.DType);
        var library = Lapack.Current;
        if (matrices.DType == DType.F32) Run<float>();
        else Run<double>();
        return packed.Reshape([.. Operand.Lead(a.Shape).ToArray(), rows, k]);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            var (matrix, all, first) = (Operand.At<T>(matrices, batch), Operand.At<T>(packed, batch), Vectors ? m : 0);
            var (u, v) = (all.Block(0, 0, first, k), all.Block(Vectors ? m + 1 : 0, 0, Vectors ? n : 0, k));
            // A wide matrix is the transpose of a tall one, with its vectors exchanged.
            var done = library is not null && k > 0 ? System(library, matrix, u, all.At(first, 0), v)
                : m >= n ? Decomposition.Run(matrix, u, all.At(first, 0), v.Transposed()) : Decomposition.Run(matrix.Transposed(), v, all.At(first, 0), u.Transposed());
            if (!done) throw new ArithmeticException($"{Caller}: no convergence for {Operand.Which(batch, count)} of shape [{m},{n}]");
            if (Vectors && (m < n || library is not null)) Decomposition.Settle(u.Transposed(), v.Transposed());
        });

        static bool System<T>(Lapack library, Matrix<T> a, Matrix<T> u, T* values, Matrix<T> v) where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var memory = new Scratch<T>((long)v.Rows * v.Columns);
            var vt = memory.Matrix(v.Columns, v.Rows);
            if (!library.Singular(a, u, values, vt)) return false;
            vt.CopyTo(v.Transposed());
            return true;
        }
    }

    private static Tensor Inverse(Tensor s) => EighCall.Gaps(Tensor.ZerosLike(s[Slice.Ellipsis, ..1]), s);
}
