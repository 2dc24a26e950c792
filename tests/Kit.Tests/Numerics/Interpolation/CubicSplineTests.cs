using Kit.Numerics.Interpolation;
using Kit.Tensors;
using Kit.Tests.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Numerics.Interpolation;

public sealed class CubicSplineTests
{
    [Theory, InlineData(4), InlineData(7), InlineData(40)]
    public void Cubic_polynomials_are_exact_inside_and_beyond_uneven_knots(int n)
    {
        var knots = (Tensor.Linspace(0, 1, n) + 0.3 / n * new Rng(1).Uniform(n, -1, 1)).Keep();
        var points = new Rng(2).Uniform(50, -0.2, 1.2);
        static Tensor Cubic(Tensor x) => 1 - 2 * x + 3 * x * x - 5 * x.Pow(3);
        // Weights beyond the ends grow as the fourth power of the distance in knots.
        Samples.Agree(Cubic(points), CubicSpline.NotAKnot(knots, points).MatMul(Cubic(knots)), ulps: 1e5, floor: 10);
    }

    [Fact]
    public void Knots_keep_their_values_and_the_error_is_of_fourth_order()
    {
        double Error(int n)
        {
            var (knots, points) = (Tensor.Linspace(0, 2, n), Tensor.Linspace(0, 2, 257));
            return (CubicSpline.NotAKnot(knots, points).MatMul(Sin(3 * knots)) - Sin(3 * points)).Abs().Max().Item();
        }

        Assert.InRange(Math.Log2(Error(65) / Error(129)), 3.9, 4.3);
        var x = Tensor.Linspace(0, 2, 9);
        Samples.Agree(Tensor.Eye(9), CubicSpline.NotAKnot(x, x), ulps: 8, floor: 1);
    }

    [Fact]
    public void Knots_that_are_none_are_refused()
    {
        Assert.Contains("at least 4 knots", Assert.Throws<ArgumentException>(() => CubicSpline.NotAKnot(Tensor.Linspace(0, 1, 3), Tensor.Zeros(1))).Message);
        Assert.Contains("x[2] = 1 follows 1", Assert.Throws<ArgumentException>(() => CubicSpline.NotAKnot(Tensor.Of([0.0, 1, 1, 2]), Tensor.Zeros(1))).Message);
    }
}
