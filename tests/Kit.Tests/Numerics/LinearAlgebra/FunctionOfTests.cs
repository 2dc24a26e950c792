using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Numerics;

public sealed class FunctionOfTests
{
    private static readonly SpectralFunction[] All = [SpectralFunction.Exp, SpectralFunction.Log, SpectralFunction.Sqrt, SpectralFunction.InverseSqrt, SpectralFunction.Power(-2), SpectralFunction.Power(3), SpectralFunction.Power(1.7)];

    [Fact]
    public void Functions_have_their_identities()
    {
        var a = Matrices.Definite(1, 6);
        Close(LinearAlgebra.Expm(a), LinearAlgebra.FunctionOf(a, SpectralFunction.Exp), 1e-12);
        Close(a, LinearAlgebra.FunctionOf(LinearAlgebra.FunctionOf(a, SpectralFunction.Log), SpectralFunction.Exp), 1e-12);
        var root = LinearAlgebra.FunctionOf(a, SpectralFunction.Sqrt);
        Close(a, root.MatMul(root), 1e-12);
        Close(Tensor.Eye(6), root.MatMul(LinearAlgebra.FunctionOf(a, SpectralFunction.InverseSqrt)), 1e-12);
        Close(a.MatMul(a).MatMul(a), LinearAlgebra.FunctionOf(a, SpectralFunction.Power(3)), 1e-12);
        Assert.Equal(DType.F32, LinearAlgebra.FunctionOf(a.Cast(DType.F32), SpectralFunction.Log).DType);
        var skew = Matrices.Normal(3, (6, 6)) is var g ? g - g.T : a;
        var h = ComplexOf(a, 0.1 * skew);
        var square = LinearAlgebra.FunctionOf(h, SpectralFunction.Sqrt);
        Assert.InRange((square.MatMul(square) - h).Abs().Max().Item(), 0, 1e-12);
    }

    [Fact]
    public void Divided_differences_are_exact_for_near_equal_and_distant_nodes()
    {
        // x³: f[a, b] = a² + ab + b², f[a, b, c] = a + b + c. 1/x: f[a, b] = −1/(ab), f[a, b, c] = 1/(abc). √x: 1/(√a + √b).
        var (cube, inverse) = (SpectralFunction.Power(3), SpectralFunction.Power(-1));
        foreach (var gap in new[] { 0, 1e-12, 1e-6, 1e-3, 0.1, 0.5, 2.0, 30 })
        {
            double[] x = [1.3, 1.3 + gap / 3, 1.3 + gap];
            Near((x[0] * x[0]) + (x[0] * x[2]) + (x[2] * x[2]), cube.Difference([x[0], x[2]]));
            Near(x.Sum(), cube.Difference(x));
            Near(-1 / (x[0] * x[2]), inverse.Difference([x[0], x[2]]));
            Near(1 / (x[0] * x[1] * x[2]), inverse.Difference(x));
            Near(1 / (Math.Sqrt(x[0]) + Math.Sqrt(x[2])), SpectralFunction.Sqrt.Difference([x[0], x[2]]));
            if (gap > 0) Near(double.LogP1(gap / 1.3) / gap, SpectralFunction.Log.Difference([1.3, 1.3 + gap]), 1e-15 + 1e-15 / gap);
            if (gap > 0) Near(Math.Exp(1.3) * double.ExpM1(gap) / gap, SpectralFunction.Exp.Difference([1.3, 1.3 + gap]), 1e-15 + 1e-15 / gap);
        }

        Assert.Equal([1.0, 0], [cube.Difference([0.0, 0, 0, 0]), cube.Difference([0.0, 0])]);
        Assert.Equal(1.0, cube.Difference([-1.0, 0, 2]), 1e-15);

        static void Near(double exact, double found, double tolerance = 0) => Assert.InRange(Math.Abs(found / exact - 1), 0, 2e-14 + tolerance);
    }

    [Fact]
    public void Derivatives_to_third_order_hold_where_eigenvalues_are_equal()
    {
        var q = LinearAlgebra.Qr(Matrices.Normal(5, (3, 3))).Q;
        var directions = Enumerable.Range(6, 3).Select(seed => Matrices.Normal(seed, (3, 3)) is var g ? g + g.T : q).ToArray();
        foreach (var spectrum in new double[][] { [2, 2, 2], [1, 1, 3], [1, 1 + 1e-9, 1.2], [0.5, 1, 4] })
        {
            var a = (q * Tensor.Of(spectrum)).MatMul(q.T);
            foreach (var f in All)
            {
                // Each order against central differences of the one below, which are exact to h²·f‴ and ε/h.
                Func<Tensor, Tensor> value = x => LinearAlgebra.FunctionOf(x, f);
                for (var order = 0; order < 3; order++)
                {
                    var (below, d, h) = (value, directions[order], 1e-5);
                    value = x => Grad.Jvp(below, x, d).Tangent;
                    Close((below(a + d * h) - below(a - d * h)) / (2 * h), value(a), 3e-6);
                }
            }

            // tr A³ has the gradient 3A², and Σ W·A³ the one by products.
            Close(3 * a.MatMul(a), Grad.Of(x => LinearAlgebra.FunctionOf(x, SpectralFunction.Power(3)).Trace())(a), 1e-12);
            var w = directions[0];
            Func<Tensor, Tensor> cube = x => (x.MatMul(x).MatMul(x) * w).Sum(), own = x => (LinearAlgebra.FunctionOf(x, SpectralFunction.Power(3)) * w).Sum();
            Close(Grad.Of(cube)(a), Grad.Of(own)(a), 1e-12);
            Close(Grad.Jvp(x => Grad.Of(cube)(x), a, directions[1]).Tangent, Grad.Jvp(x => Grad.Of(own)(x), a, directions[1]).Tangent, 1e-11);
        }
    }

    [Fact]
    public void What_is_not_defined_is_refused()
    {
        Assert.Contains("eigenvalue -1, where ln x is not defined", Assert.Throws<ArithmeticException>(() => LinearAlgebra.FunctionOf(Tensor.Of(new[,] { { 2.0, 0 }, { 0, -1 } }), SpectralFunction.Log)).Message);
        Assert.Throws<ArithmeticException>(() => LinearAlgebra.FunctionOf(Tensor.Zeros((2, 2)), SpectralFunction.InverseSqrt));
        Assert.Throws<ArgumentException>(() => LinearAlgebra.FunctionOf(Tensor.Zeros((2, 3)), SpectralFunction.Exp));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFunction.Power(double.NaN));
    }

    private static void Close(Tensor expected, Tensor found, double tolerance) =>
        Assert.InRange((expected - found).Abs().Max().Item() / Math.Max(1, expected.Abs().Max().Item()), 0, tolerance);
}
