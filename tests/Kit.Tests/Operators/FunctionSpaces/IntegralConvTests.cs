using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Tensors;

namespace Kit.Tests.Operators.FunctionSpaces;

public sealed class IntegralConvTests
{
    // Sums of a few hundred products of size 1 in F64.
    private const double Rounding = 1e-12;

    private static IntegralConv Layer(Domain domain, double spacing, int nodes = 3, int degree = 1, int inputs = 2) =>
        Model.Initialize(new IntegralConv(inputs, 3, domain, spacing, nodes, degree, dtype: DType.F64), new Rng(1));

    [Fact]
    public void On_a_grid_of_the_splines_spacing_it_is_the_ordinary_convolution()
    {
        foreach (var (dimensions, n) in new[] { (1, 12), (2, 8) })
        {
            var layer = Layer(Domain.Periodic(dimensions), 1.0 / n);
            var x = new Rng(2).Normal([2, 2, .. Enumerable.Repeat(n, dimensions)]);
            var ordinary = Functions.Conv(x, layer.Weight, layer.Bias, padding: 1, mode: PadMode.Circular);
            Assert.True((layer.Forward(x) - ordinary).Abs().Max().Item() < Rounding);
        }
    }

    [Theory, InlineData(1, 1), InlineData(3, 1), InlineData(1, 2), InlineData(3, 2)]
    public void Convolution_and_dense_quadrature_are_one_operator(int degree, int dimensions)
    {
        foreach (var domain in new[] { Domain.Periodic(dimensions), Domain.Nodes(dimensions), Domain.Cells(dimensions) })
        {
            var layer = Layer(domain, 0.1, 4, degree);
            var grid = domain.Square(14);
            var x = new Rng(3).Normal([2, 2, .. Enumerable.Repeat(14, dimensions)]);
            Assert.True((layer.Forward(x) - layer.Between(x, grid, grid)).Abs().Max().Item() < Rounding);
        }
    }

    [Fact]
    public void It_is_the_sum_over_all_points_of_kernel_times_weight()
    {
        var axis = QuadratureAxis.Trapezoid([0, 0.05, 0.13, 0.2, 0.31, 0.38, 0.5]);
        var layer = Layer(Domain.Nodes(1), 0.15, 2, inputs: 1);
        var x = new Rng(4).Normal([1, 1, 7]);
        var y = layer.Forward(x, new QuadratureGrid(axis));
        for (var i = 0; i < 7; i++)
        {
            var sum = layer.Bias![0].Item();
            for (var j = 0; j < 7; j++)
                for (var b = 0; b < 2; b++)
                {
                    var t = (axis.Points[j] - axis.Points[i]) / 0.15 - (b - 0.5);
                    sum += layer.Weight[0, 0, b].Item() * Math.Max(0, 1 - Math.Abs(t)) / 0.15 * axis.Weights[j] * x[0, 0, j].Item();
                }

            Assert.Equal(sum, y[0, 0, i].Item(), Rounding);
        }
    }

    [Theory, InlineData(1, 2), InlineData(2, 3), InlineData(3, 4)]
    public void On_a_circle_it_converges_at_one_order_above_the_degree(int degree, double order)
    {
        // A spacing that no grid divides, so that the knots lie between points.
        var layer = Layer(Domain.Periodic(1), 0.0831, 3, degree, 1);
        var exact = At(4096);
        var errors = new[] { 32, 64, 128 }.Select(n => (At(n) - exact).Abs().Max().Item()).ToArray();
        // Two halvings; where the knots fall within a cell modulates the error by a factor of a few.
        Assert.InRange(Math.Log2(errors[0] / errors[2]) / 2, order - 0.7, order + 2);

        // Ku at x = 0, 1/8, … .
        Tensor At(int n) => layer.Forward(Field(Domain.Periodic(1).Square(n)))[0, 0, Slice.Step(null, null, n / 8)];
    }

    [Fact]
    public void It_converges_on_uneven_points_at_the_order_of_their_quadrature()
    {
        var (domain, layer) = (Domain.Periodic(1), Layer(Domain.Periodic(1), 0.09, 3, 3, 1));
        var wanted = domain.Square(8);
        var exact = layer.Between(Field(domain.Square(4096)), domain.Square(4096), wanted);
        var errors = new[] { 40, 80, 160 }.Select(n => (layer.Between(Field(Uneven(n)), Uneven(n), wanted) - exact).Abs().Max().Item()).ToArray();
        // The trapezoidal rule has order 2 on points that a smooth map spreads.
        Assert.InRange(Math.Log2(errors[0] / errors[2]) / 2, 1.8, 4.5);
        Assert.True(errors[2] < 2e-3, $"{errors[2]}");
    }

    [Fact]
    public void A_constant_is_integrated_at_the_sides_of_a_box_by_the_part_of_the_kernel_inside()
    {
        var layer = Layer(Domain.Nodes(1), 0.1, 1, inputs: 1);
        var y = layer.Forward(Tensor.Ones([1, 1, 41]));
        // One hat of integral 1: half of it lies inside at x = 0.
        Assert.Equal(layer.Bias![0].Item() + layer.Weight[0, 0, 0].Item(), y[0, 0, 20].Item(), Rounding);
        Assert.Equal(layer.Bias![0].Item() + layer.Weight[0, 0, 0].Item() / 2, y[0, 0, 0].Item(), Rounding);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Derivatives_are_those_of_differences(int dimensions)
    {
        var domain = Domain.Nodes(dimensions);
        var layer = Layer(domain, 0.3, 2, 2);
        var uneven = new QuadratureGrid([.. Enumerable.Repeat(QuadratureAxis.Trapezoid([0, 0.2, 0.45, 0.7, 1]), dimensions)]);
        var x = new Rng(5).Normal([2, 2, .. Enumerable.Repeat(5, dimensions)]);
        foreach (var map in new Func<Tensor, Tensor>[] { layer.Forward, z => layer.Forward(z, uneven) })
        {
            var byField = Grad.Check(z => map(z).Square().Sum(), x);
            var byWeight = Grad.Check(w => Grad.Over([layer.Weight], () => map(x).Square().Sum())([w]), layer.Weight);
            Assert.True(byField.Passed && byWeight.Passed, $"{byField}; {byWeight}");
        }
    }

    [Fact]
    public void A_grid_too_coarse_for_the_kernel_is_refused_with_what_it_needs()
    {
        var coarse = Assert.Throws<ArgumentException>(() => Layer(Domain.Periodic(1), 1.0 / 32).Forward(Tensor.Zeros([1, 2, 16])));
        Assert.Contains("16 points up to 0.0625 apart", coarse.Message, StringComparison.Ordinal);
        Assert.Contains("at least 32", coarse.Message, StringComparison.Ordinal);
        Assert.Contains("[N,2] and 1 axes", Assert.Throws<ArgumentException>(() => Layer(Domain.Periodic(1), 0.1).Forward(Tensor.Zeros([1, 3, 16]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Layer(Domain.Periodic(1), 0));
    }

    private static Tensor Field(QuadratureGrid grid) => (2 * Math.PI * Tensor.Of(grid.Axes[0].Points)).Sin().Exp().Reshape(1, 1, -1);

    private static QuadratureGrid Uneven(int n) =>
        new(QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n).Select(i => (double)i / n + 0.08 * Math.Sin(2 * Math.PI * i / n))], 1));
}
