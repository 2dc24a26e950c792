using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using static Kit.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>X with op(T)·X = B for one triangle T of operand 0: the rules of <see cref="SolveCall"/>, of which T̄ takes that triangle.</summary>
internal sealed record TriangularCall(bool Lower, bool Transpose, bool Unit) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, i, g) =>
        {
            var call = (TriangularCall)c.Application;
            var b = (call with { Transpose = !call.Transpose }).Run([Conjugate(c[0]), g]);
            return i == 1 ? b : call.Part(call.Transpose ? -Conjugate(c.Y).MatMul(b.Transpose()) : -b.MatMul(Adjoint(c.Y)));
        },
        (c, t) =>
        {
            var call = (TriangularCall)c.Application;
            var part = t[0] is { } a ? call.Part(a) : null;
            return call.Run([c[0], Rule.Sum([t[1], part is null ? null : -(call.Transpose ? part.Transpose() : part).MatMul(c.Y)])]);
        },
        i => i == 0 ? Saves.First | Saves.Output : Saves.First);

    public override string Name => "SolveTriangular";

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] operands)
    {
        var (a, b) = (operands[0], operands[1]);
        var matrices = Operand.Square(a, Name);
        var n = a.Shape[-1];
        var diagonal = Unit ? [] : matrices.Diagonal().Abs().ToDoubles();
        var zero = Array.IndexOf(diagonal, 0.0);
        if (zero >= 0) throw new ArithmeticException($"{Name}: {Operand.Which(zero / n, matrices.Shape[0])} of shape [{n},{n}] is singular: diagonal element {zero % n} is zero");
        var type = DTypes.Promote(a.DType.IsInteger() ? DType.F64 : a.DType, b.DType.IsInteger() ? matrices.DType : b.DType);
        var (x, lead) = Operand.Sides(b, a.Shape, type, Name);
        var t = Operand.Spread(matrices.Cast(x.DType).Reshape(a.Shape), lead, 2);
        if (x.DType == DType.F32) Run<float>(Triangular.Solve);
        else if (x.DType == DType.F64) Run<double>(Triangular.Solve);
        else Run<Complex>(ComplexTriangular.Solve);
        return Operand.Rounded(x.Reshape([.. lead, n, x.Shape[-1]]), type);

        void Run<T>(Action<Matrix<T>, bool, bool, Matrix<T>> solve) where T : unmanaged => Threads.For(x.Shape[0], batch =>
        {
            var matrix = Operand.At<T>(t, batch);
            solve(Transpose ? matrix.Transposed() : matrix, Lower != Transpose, Unit, Operand.At<T>(x, batch));
        });
    }

    /// <summary>The elements that are read.</summary>
    private Tensor Part(Tensor a) => Lower ? Functions.Tril(a, Unit ? -1 : 0) : Functions.Triu(a, Unit ? 1 : 0);
}
