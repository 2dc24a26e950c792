using Kit.Pde.FiniteDifference;

namespace Kit.Tests.Pde.FiniteDifference;

public sealed class StencilTests
{
    [Fact]
    public void Central_weights_are_those_of_the_tables()
    {
        // Fornberg (1988), table 1.
        Close([1 / 12.0, -2 / 3.0, 0, 2 / 3.0, -1 / 12.0], Stencil.Weights([-2, -1, 0, 1, 2], 0, 1));
        Close([-1 / 560.0, 8 / 315.0, -1 / 5.0, 8 / 5.0, -205 / 72.0, 8 / 5.0, -1 / 5.0, 8 / 315.0, -1 / 560.0], Stencil.Weights([-4, -3, -2, -1, 0, 1, 2, 3, 4], 0, 2));
        Close([1, -4, 6, -4, 1], Stencil.Weights([-2, -1, 0, 1, 2], 0, 4));
        Close([-3 / 2.0, 2, -1 / 2.0], Stencil.Weights([0, 1, 2], 0, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Weights_at_any_points_are_exact_for_polynomials(int m)
    {
        double[] points = [0.9, -0.3, 0.1, 1.4, -1.1, 0.5];
        const double x0 = 0.27;
        var w = Stencil.Weights(points, x0, m);
        for (var q = 0; q < points.Length; q++)
        {
            var exact = Enumerable.Range(0, m).Aggregate(1.0, (product, k) => product * (q - k)) * (q < m ? 0 : Math.Pow(x0, q - m));
            Assert.Equal(exact, points.Select((x, j) => w[j] * Math.Pow(x, q)).Sum(), 1e-11);
        }
    }

    [Fact]
    public void Weights_with_a_condition_are_exact_for_polynomials()
    {
        var (w, c) = Stencil.Weights([0, 1, 2, 3], 1, 2, -0.5, 2, -3);
        for (var q = 0; q < 5; q++)
        {
            var condition = 2 * Math.Pow(-0.5, q) - 3 * q * (q == 0 ? 0 : Math.Pow(-0.5, q - 1));
            Assert.Equal(q * (q - 1), w.Select((weight, j) => weight * Math.Pow(j, q)).Sum() + c * condition, 1e-12);
        }
    }

    [Fact]
    public void Bad_points_are_named()
    {
        Assert.Contains("at least 3", Assert.Throws<ArgumentException>(() => Stencil.Weights([0, 1], 0, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("points 0 and 2", Assert.Throws<ArgumentException>(() => Stencil.Weights([1, 0, 1], 0, 1)).Message, StringComparison.Ordinal);
    }

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-14);
    }
}
