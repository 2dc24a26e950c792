using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>Solutions of equations as functions of their parameters, against closed forms.</summary>
public sealed class ImplicitTests
{
    [Fact]
    public void The_Babylonian_iteration_has_the_derivatives_of_the_root()
    {
        Func<Tensor, Tensor> root = a => Grad.FixedPoint((x, t) => (x + t / x) * 0.5, 1.0, a);
        Assert.Equal(Math.Sqrt(2), root(2.0).Item(), 1e-15);
        Assert.Equal(0.5 / Math.Sqrt(2), Grad.Of(root)(2.0).Item(), 1e-14);
        Assert.Equal(-0.25 / Math.Pow(2, 1.5), Grad.Of(Grad.Of(root))(2.0).Item(), 1e-13);
        Assert.Equal(0.375 / Math.Pow(2, 2.5), Grad.Of(Grad.Of(Grad.Of(root)))(2.0).Item(), 1e-12);
        Assert.Equal(0.5 / Math.Sqrt(2), Grad.Jvp(root, 2.0, 1.0).Tangent.Item(), 1e-14);
        Assert.Equal(-0.25 / Math.Pow(2, 1.5), Grad.HessianVector(root, 2.0, 1.0).Item(), 1e-13);
        Assert.Equal(-0.25 / Math.Pow(2, 1.5), Grad.Taylor(root, 2.0, 1.0, 2)[2].Item(), 1e-13);
    }

    [Theory, InlineData(0), InlineData(5)]
    public void Keplers_equation_by_plain_and_by_Anderson_iteration(int memory)
    {
        // E = M + e sin E: dE/dM = 1/(1 − e cos E), dE/de = sin E/(1 − e cos E), d²E/dM² = −e sin E/(1 − e cos E)³.
        var mean = Tensor.Of([0.3, 1.2, 2.9]);
        Func<Tensor, Tensor, Tensor> anomaly = (m, e) => Grad.FixedPoint((x, p) => p[0] + p[1] * x.Sin(), mean, [m, e], new(Memory: memory));
        var solution = anomaly(mean, 0.4).ToDoubles();
        var (byMean, byEccentricity) = Grad.Of((m, e) => anomaly(m, e).Sum())(mean, 0.4);
        var second = Grad.Of(m => Grad.Of((n, e) => anomaly(n, e).Sum())(m, 0.4).X.Sum())(mean);
        var expected = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var (x, slope) = (solution[i], 1 / (1 - 0.4 * Math.Cos(solution[i])));
            Assert.Equal(mean[i].Item(), x - 0.4 * Math.Sin(x), 1e-11);
            Assert.Equal(slope, byMean[i].Item(), 1e-10);
            Assert.Equal(-0.4 * Math.Sin(x) * slope * slope * slope, second[i].Item(), 1e-9);
            expected += Math.Sin(x) * slope;
        }

        Assert.Equal(expected, byEccentricity.Item(), 1e-10);
    }

    [Fact]
    public void Anderson_needs_fewer_steps_and_failure_says_how_far_it_came()
    {
        var rates = Tensor.Linspace(-0.5, 0.95, 12);
        int Steps(int memory)
        {
            var steps = 0;
            Grad.FixedPoint((x, p) =>
            {
                steps++;
                return rates * x.Sin() + p;
            }, Tensor.Zeros(12), 0.01, new(MaxIterations: 5000, Memory: memory));
            return steps;
        }

        Assert.True(3 * Steps(6) < Steps(0), $"{Steps(6)} against {Steps(0)}");
        var message = Assert.Throws<ArithmeticException>(() => Grad.FixedPoint((x, p) => x * 2 + p, 1.0, 1.0, new(MaxIterations: 20, Memory: 0))).Message;
        Assert.Contains("20 iterations", message);
        Assert.Throws<ArithmeticException>(() => Grad.Root((x, p) => x.Square() + p[0], 1.0, [1.0], new(MaxIterations: 30)));
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => Grad.FixedPoint((x, p) => x + p, 1.0, Tensor.Ones(2))).Message);
        Assert.Contains("closes over", Assert.Throws<InvalidOperationException>(() => Grad.Of(t => Grad.FixedPoint((x, p) => x * 0.5 + p * t, 1.0, 1.0))(1.0)).Message);
    }

    [Fact]
    public void Roots_of_a_system_and_of_a_solver_of_ones_own()
    {
        // x² + y² = r², y = s x: x = r/√(1 + s²).
        Func<Tensor, Tensor> x = p => Grad.Root((z, t) => Tensor.Stack([z.Square().Sum() - t[0][0].Square(), z[1] - t[0][1] * z[0]]), Tensor.Of([1.0, 1.0]), [p])[0];
        var at = Tensor.Of([2.0, 0.5]);
        Func<Tensor, Tensor> closed = p => p[0] / (1 + p[1].Square()).Sqrt();
        Close(Grad.Of(closed)(at), Grad.Of(x)(at), 1e-12);
        Close(Grad.Hessian(closed, at), Grad.Hessian(x, at), 1e-10);
        // The Lambert function w e^w = t: w′ = 1/(t + e^w).
        Func<Tensor, Tensor> lambert = t => Grad.Root((w, p) => w * w.Exp() - p[0], 0.5, [t], solver: p => Bisected(p[0].Item()));
        Assert.Equal(0.567143290409783873, lambert(1.0).Item(), 1e-14);
        Assert.Equal(1 / (1 + Math.Exp(0.567143290409783873)), Grad.Of(lambert)(1.0).Item(), 1e-13);
        Assert.True(Grad.Check(Grad.Of(lambert), 1.0).Passed);

        static double Bisected(double t)
        {
            var (low, high) = (0.0, 2.0);
            for (var k = 0; k < 60; k++)
            {
                var middle = 0.5 * (low + high);
                (low, high) = middle * Math.Exp(middle) < t ? (middle, high) : (low, middle);
            }

            return low;
        }
    }

    [Theory, InlineData(DType.F64), InlineData(DType.C128)]
    public void A_linear_system_known_by_its_action_is_the_dense_one(DType type)
    {
        var rng = new Rng(8);
        Tensor Draw(Shape shape) => type == DType.F64 ? rng.Normal(shape) : Functions.ComplexOf(rng.Normal(shape), rng.Normal(shape));
        var (a, b, w) = (Draw((7, 7)) + Tensor.Eye(7) * 6, Draw(7), Draw(7));
        Func<Tensor, Tensor, Tensor> free = (m, c) => Loss(Grad.LinearSolve((x, p) => p[0].MatMul(x), c, [m]));
        Func<Tensor, Tensor, Tensor> dense = (m, c) => Loss(Newton(m, c));
        Close(dense(a, b), free(a, b), 1e-11);
        var ((fm, fc), (dm, dc)) = (Grad.Of(free)(a, b), Grad.Of(dense)(a, b));
        Close(dm, fm, 1e-10);
        Close(dc, fc, 1e-10);
        Close(Grad.HessianVector(m => dense(m, b), a, a), Grad.HessianVector(m => free(m, b), a, a), 1e-9);

        Tensor Loss(Tensor x) => (x * w).Sum().Abs();

        // X ← X(2 − MX) squares the residual; it is a composition of products, so it differentiates itself.
        static Tensor Newton(Tensor m, Tensor c)
        {
            var inverse = Tensor.Eye(7) * (1.0 / 6);
            for (var k = 0; k < 12; k++) inverse = inverse.MatMul(Tensor.Eye(7) * 2 - m.MatMul(inverse));
            return inverse.MatMul(c);
        }
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected - actual).Abs().Max().Item() <= tolerance * (1 + expected.Abs().Max().Item()), $"{actual} instead of {expected}");
    }
}
