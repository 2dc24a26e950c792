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
/// Of complex A ᴴ for ᵀ and Ṡ = Re diag P. A pair of vectors is determined up to a common phase e^{iφ}; the diagonal of G∘(P − Pᴴ) is i·Im Pₖₖ/σₖ, of which U̇ and V̇ take
/// one half each. Wan and Zhang, "Automatic differentiation for complex valued SVD", arXiv:1909.02659 (2019).
/// </remarks>
internal sealed record SvdCall(string Caller, bool Vectors) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) =>
        {
            var ((u, s, vt), (gu, gs, gvt)) = (Unpack(c.Y, c.Shapes[0]), Unpack(g, c.Shapes[0]));
            var (v, gv, ut) = (Adjoint(vt), Adjoint(gvt), Adjoint(u));
            var (x, y) = (ut.MatMul(gu), vt.MatMul(gv));
            var (even, odd) = (EighCall.Gaps(s, s) * (x + y), EighCall.Gaps(-s, s) * (x - y));
            var inner = Functions.Diag(gs) + Symmetric(even) + (odd - Adjoint(odd)) * 0.5;
            var a = u.MatMul(inner).MatMul(vt);
            if (u.Shape[-2] > s.Shape[-1]) a += ((gu - u.MatMul(x)) * Inverse(s)).MatMul(vt);
            if (v.Shape[-2] > s.Shape[-1]) a += u.MatMul(Adjoint((gv - v.MatMul(y)) * Inverse(s)));
            return a;
        },
        (c, t) =>
        {
            var (u, s, vt) = Unpack(c.Y, c.Shapes[0]);
            var (v, ut) = (Adjoint(vt), Adjoint(u));
            var (av, atu) = (t[0]!.MatMul(v), Adjoint(t[0]!).MatMul(u));
            var p = ut.MatMul(av);
            var (even, odd) = (EighCall.Gaps(s, s) * Symmetric(p), EighCall.Gaps(-s, s) * (p - Adjoint(p)) * 0.5);
            var (du, dv) = (u.MatMul(even + odd), v.MatMul(even - odd));
            if (u.Shape[-2] > s.Shape[-1]) du += (av - u.MatMul(p)) * Inverse(s);
            if (v.Shape[-2] > s.Shape[-1]) dv += (atu - v.MatMul(Adjoint(p))) * Inverse(s);
            return Tensor.Concat([du, p.Diagonal().Real().Cast(du.DType).Unsqueeze(-2), dv], -2);
        },
        _ => Saves.Output);

    public override string Name => Caller;

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    /// <summary>The factors of matrices of this shape.</summary>
    public static SvdFactors Unpack(Tensor packed, Shape shape)
    {
        var (m, n) = (shape[-2], shape[-1]);
        return new(Operand.Rows(packed, 0, m), Operand.Rows(packed, m, m + 1).Squeeze(-2).Real(), Adjoint(Operand.Rows(packed, m + 1, m + 1 + n)));
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
        else if (matrices.DType == DType.F64) Run<double>();
        else RunComplex();
        return Operand.Rounded(packed.Reshape([.. Operand.Lead(a.Shape).ToArray(), rows, k]), a.DType);

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T> => Threads.For(count, batch =>
        {
            var (matrix, all, first) = (Operand.At<T>(matrices, batch), Operand.At<T>(packed, batch), Vectors ? m : 0);
            var (u, v) = (all.Block(0, 0, first, k), all.Block(Vectors ? m + 1 : 0, 0, Vectors ? n : 0, k));
            // A wide matrix is the transpose of a tall one, with its vectors exchanged.
            var done = library is not null && k > 0 ? System(library, matrix, u, all.At(first, 0), v)
                : m >= n ? Decomposition.Run(matrix, u, all.At(first, 0), v.Transposed()) : Decomposition.Run(matrix.Transposed(), v, all.At(first, 0), u.Transposed());
            if (!done) throw Endless(batch);
            if (Vectors && (m < n || library is not null)) Decomposition.Settle(u.Transposed(), v.Transposed());
        });

        void RunComplex() => Threads.For(count, batch =>
        {
            var (matrix, all, first) = (Operand.At<Complex>(matrices, batch), Operand.At<Complex>(packed, batch), Vectors ? m : 0);
            var (u, v) = (all.Block(0, 0, first, k), all.Block(Vectors ? m + 1 : 0, 0, Vectors ? n : 0, k));
            using var memory = new Scratch<Complex>((long)m * n);
            using var values = new Scratch<double>(k);
            var columns = memory.Matrix(k, Math.Max(m, n));
            // A wide matrix is the adjoint of a tall one, with its vectors exchanged.
            (m >= n ? matrix.Transposed() : matrix).CopyTo(columns);
            for (var i = 0; m < n && i < k; i++)
                foreach (ref var z in columns.RowSpan(i)) z = Complex.Conjugate(z);
            if (!(m >= n ? ComplexJacobi.Run(columns, u, values.Data, v) : ComplexJacobi.Run(columns, v, values.Data, u))) throw Endless(batch);
            for (var i = 0; i < k; i++) *all.At(first, i) = values.Data[i];
        });

        ArithmeticException Endless(int batch) => new($"{Caller}: no convergence for {Operand.Which(batch, count)} of shape [{m},{n}]");

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
