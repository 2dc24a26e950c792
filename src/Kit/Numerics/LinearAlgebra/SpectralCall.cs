using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>f(A) of symmetric or Hermitian A, or with operands (A, E₁, …, Eₖ) its derivative of order k in these directions.</summary>
/// <remarks>
/// With A = V·Λ·Vᴴ and Ẽ = VᴴEV it is V·T·Vᴴ, where Tᵢⱼ is the sum over the orders of the E and over all paths i, l, …, j of f[λᵢ, λₗ, …, λⱼ]·Ẽ₁ᵢₗ·Ẽ₂ₗ.…:
/// Daleckii and Krein's formula, k = 1, and its continuation. Its derivative in a direction Eₖ₊₁ is the same with one direction more, and tr(W·f⁽ᵏ⁾[E₁, …, Eₖ]),
/// the derivative of order k + 1 of tr F(A) with F′ = f, does not change when W and an E are exchanged: that is the rule, for every order. Directions count by
/// their Hermitian part. Daleckii and Krein, "Integration and differentiation of functions of Hermitian operators", 1956; Higham, "Functions of Matrices", 2008, ch. 3.
/// </remarks>
internal sealed record SpectralCall(SpectralFunction Function) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, i, g) => c.Application.Run(With(c.Inputs, i, g)),
        (c, t) => Rule.Sum(t.Select((x, i) => x is null ? null : c.Application.Run(With(c.Inputs, i, x)))),
        _ => Saves.All & ~Saves.Output);

    public override string Name => "FunctionOf";

    public override Rule Rule => Derivative;

    protected override Tensor Compute(Tensor[] x)
    {
        using var scope = Tensor.Scope();
        var a = x[0];
        var result = a.DType.IsComplex() ? Wide(Array.ConvertAll(x, e => e.Cast(DType.C128))) : Wide(Array.ConvertAll(x, e => e.Cast(DType.F64)));
        return result.Cast(a.DType).Keep();
    }

    /// <summary>One more direction for the matrix, another in the place of a direction.</summary>
    private static Tensor[] With(Tensor[] operands, int i, Tensor direction) => i == 0 ? [.. operands, direction] : [.. operands[..i], direction, .. operands[(i + 1)..]];

    private Tensor Wide(Tensor[] x)
    {
        var (values, v) = LinearAlgebra.Eigh(x[0]);
        var (spectrum, n, order) = (values.ToDoubles(), x[0].Shape[^1], x.Length - 1);
        var bad = Array.FindIndex(spectrum, z => !Function.IsDefined(z));
        if (bad >= 0) throw new ArithmeticException(FormattableString.Invariant($"FunctionOf: {Operand.Which(bad / n, spectrum.Length / n)} of shape [{n},{n}] has the eigenvalue {spectrum[bad]:G6}, where {Function} is not defined"));
        var adjoint = LinearAlgebra.Adjoint(v);
        if (order == 0)
        {
            var f = Tensor.Of(Array.ConvertAll(spectrum, z => Function.Difference([z]))).Reshape(values.Shape).Unsqueeze(-2);
            return LinearAlgebra.Symmetric((v * f).MatMul(adjoint));
        }

        var directions = x[1..].Select(e => adjoint.MatMul(LinearAlgebra.Symmetric(e)).MatMul(v).ToArray<Complex>()).ToArray();
        var sums = new Complex[spectrum.Length * n];
        for (var batch = 0; batch < spectrum.Length / n; batch++)
            for (var i = 0; i < n; i++) Walk(new(spectrum, directions, sums, batch * n, n, i), [i], new bool[order], Complex.One);
        var inner = Tensor.Of(sums).Reshape(x[0].Shape);
        return v.MatMul(v.DType.IsComplex() ? inner : inner.Real()).MatMul(adjoint);
    }

    /// <summary>Adds what all paths give that begin as this one.</summary>
    private void Walk(Paths paths, int[] path, bool[] used, Complex product)
    {
        var (spectrum, directions, sums, first, n, from) = paths;
        if (path.Length > directions.Length)
        {
            var nodes = Array.ConvertAll(path, l => spectrum[first + l]);
            Array.Sort(nodes);
            sums[(first + from) * n + path[^1]] += Function.Difference(nodes) * product;
            return;
        }

        for (var e = 0; e < directions.Length; e++)
        {
            if (used[e]) continue;
            used[e] = true;
            for (var l = 0; l < n; l++)
                if (directions[e][(first + path[^1]) * n + l] is var step && step != Complex.Zero) Walk(paths, [.. path, l], used, product * step);
            used[e] = false;
        }
    }

    private sealed record Paths(double[] Spectrum, Complex[][] Directions, Complex[] Sums, int First, int Count, int From);
}
