using Kit.Pde;
using Kit.Tensors;

namespace Kit.Tests.Pde;

public sealed class TransferInterpolateTests
{
    [Theory]
    [InlineData(InterpolationKind.Linear, 1)]
    [InlineData(InterpolationKind.Cubic, 3)]
    public void Polynomials_of_the_right_degree_are_exact_to_the_sides(InterpolationKind kind, int degree)
    {
        var grid = new Grid(Axis.Cells(5), Axis.Nodes(6, 0, 2), Axis.Chebyshev(5));
        Tensor F(Tensor x, Tensor y, Tensor z) => 1 + (x - 0.3).Pow(degree) * (1 + y.Pow(degree)) - (2 - x) * y.Pow(degree) + z.Pow(4) * y;
        var points = new Rng(1).Uniform((40, 3)) * Tensor.Of([1.0, 2, 2]) + Tensor.Of([0.0, 0, -1]);
        points[0] = Tensor.Of([0.0, 0, -1]);
        points[1] = Tensor.Of([1.0, 2, 1]);
        var exact = F(points[.., 0], points[.., 1], points[.., 2]);
        var batch = Tensor.Stack([grid.Sample(F), 2 * grid.Sample(F)]);
        Assert.True((Transfer.Interpolate(batch, grid, points, kind) - Tensor.Stack([exact, 2 * exact])).Abs().Max().Item() < 1e-12);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Fourier_series_are_exact_for_waves_below_half_the_points(int n)
    {
        var grid = new Grid(Axis.Periodic(n, 1, 3));
        Tensor Wave(Tensor x) => (3 * Math.PI * x + 0.4).Sin() + (2 * Math.PI * x).Cos();
        var y = Tensor.Linspace(-3, 5, 33);
        Assert.True((Transfer.Interpolate(grid.Sample(Wave), grid, y.Unsqueeze(1), InterpolationKind.Spectral) - Wave(y)).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void Cubics_on_a_circle_wrap_and_have_order_four()
    {
        var y = Tensor.Linspace(-1, 2, 301).Unsqueeze(1);
        double Error(int n)
        {
            var grid = Grid.Periodic(n);
            return (Transfer.Interpolate(grid.Sample(x => (2 * Math.PI * x).Sin()), grid, y) - (2 * Math.PI * y.Squeeze(1)).Sin()).Abs().Max().Item();
        }

        Assert.Equal(4, Math.Log2(Error(40) / Error(80)), 0.1);
    }

    [Fact]
    public void Points_outside_and_wrong_shapes_are_named()
    {
        var grid = new Grid(Axis.Cells(5));
        Assert.Contains("1.2 is outside", Assert.Throws<ArgumentException>(() => Transfer.Interpolate(Tensor.Zeros(5), grid, Tensor.Of(new[,] { { 1.2 } }))).Message, StringComparison.Ordinal);
        Assert.Contains("[points, 1]", Assert.Throws<ArgumentException>(() => Transfer.Interpolate(Tensor.Zeros(5), grid, Tensor.Of([0.2]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Transfer.Interpolate(Tensor.Zeros(5), grid, Tensor.Of(new[,] { { 0.2 } }), InterpolationKind.Spectral));
    }
}
