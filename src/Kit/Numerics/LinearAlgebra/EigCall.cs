using System.Numerics;
using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Kit.Numerics;

/// <summary>A·V = V·Λ of any square A: C128 [.., n + 1, n], the eigenvalues above the rows of V, whose columns have any length.</summary>
/// <remarks>With P = V⁻¹ȦV and F as in <see cref="EighCall"/>: λ̇ = diag P, V̇ = V(F∘P) and Ā = V⁻ᴴ(diag λ̄ + F*∘(VᴴV̄))Vᴴ.</remarks>
internal sealed record EigCall(string Caller) : RuledCall
{
    private static readonly Rule Derivative = new(
        (c, _, g) =>
        {
            var ((values, v), (gv, g2)) = (EighCall.Unpack(c.Y), EighCall.Unpack(g));
            var vh = LinearAlgebra.Adjoint(v);
            return LinearAlgebra.Solve(vh, (Functions.Diag(gv) + EighCall.Gaps(values, values).Conj() * vh.MatMul(g2)).MatMul(vh));
        },
        (c, t) =>
        {
            var (values, v) = EighCall.Unpack(c.Y);
            var p = LinearAlgebra.Solve(v, t[0]!.MatMul(v));
            return Tensor.Concat([p.Diagonal().Unsqueeze(-2), v.MatMul(EighCall.Gaps(values, values) * p)], -2);
        },
        _ => Saves.Output);

    public override string Name => Caller;

    public override Rule Rule => Derivative;

    public override RuledCall OverSamples(bool[] batched) => this;

    protected override Tensor Compute(Tensor[] x)
    {
        var a = x[0];
        return Packed(a, Caller, (matrix, n) => a.DType.IsComplex() ? OfComplex(matrix, n, Symmetricity.Asymmetric) : OfReal(Array.ConvertAll(matrix, z => z.Real), n));
    }

    /// <summary>The pairs of each matrix in order of their values.</summary>
    public static Tensor Packed(Tensor a, string caller, Func<Complex[], int, (Complex[] Values, Func<int, int, Complex> Vectors)> pairs)
    {
        Operand.RequireSquare(a, caller);
        var (elements, n) = (Operand.Complexes(a, caller), a.Shape[-1]);
        var packed = new Complex[elements.Length + (n == 0 ? 0 : elements.Length / n)];
        for (var batch = 0; batch < Operand.Count(a) && n > 0; batch++)
        {
            var (values, vectors) = pairs(elements.AsSpan(batch * n * n, n * n).ToArray(), n);
            var order = Enumerable.Range(0, n).OrderBy(k => values[k].Real).ThenBy(k => values[k].Imaginary).ToArray();
            for (var k = 0; k < n; k++)
                for (var i = 0; i <= n; i++) packed[(batch * (n + 1) + i) * n + k] = i == 0 ? values[order[k]] : vectors(i - 1, order[k]);
        }

        return Tensor.Of(packed).Reshape([.. Operand.Lead(a.Shape).ToArray(), n + 1, n]);
    }

    public static (Complex[] Values, Func<int, int, Complex> Vectors) OfComplex(Complex[] a, int n, Symmetricity kind)
    {
        var pairs = Matrix<Complex>.Build.DenseOfRowMajor(n, n, a).Evd(kind);
        return ([.. pairs.EigenValues], (i, k) => pairs.EigenVectors[i, k]);
    }

    /// <summary>Of a conjugate pair of values, the one of positive imaginary part first, the vectors are given by their real and imaginary parts.</summary>
    private static (Complex[] Values, Func<int, int, Complex> Vectors) OfReal(double[] a, int n)
    {
        var pairs = Matrix<double>.Build.DenseOfRowMajor(n, n, a).Evd(Symmetricity.Asymmetric);
        var (values, v) = (pairs.EigenValues, pairs.EigenVectors);
        return ([.. values], (i, k) => values[k].Imaginary switch
        {
            > 0 => new Complex(v[i, k], v[i, k + 1]),
            < 0 => new Complex(v[i, k - 1], -v[i, k]),
            _ => v[i, k],
        });
    }
}
