using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Operators.Graphs;
using Kit.Tensors;

namespace Kit.Tests.Operators.Graphs;

public sealed class GraphKernelTests
{
    private static GraphKernel Layer(Domain domain, double radius) => Model.Initialize(new GraphKernel(2, 3, domain, radius, 6, DType.F64), new Rng(1));

    [Fact]
    public void It_is_the_sum_over_the_points_of_the_ball_of_window_kernel_and_weight()
    {
        var (domain, layer) = (Domain.Periodic(2), Layer(Domain.Periodic(2), 0.3));
        var grid = domain.Square(6);
        var x = new Rng(2).Normal((1, 2, 6, 6));
        var y = layer.Forward(x);
        var places = grid.Positions(DType.F64);
        foreach (var (i, j) in new[] { (0, 0), (2, 5) })
        {
            var sum = Tensor.Zeros([3]);
            for (var k = 0; k < 6; k++)
                for (var l = 0; l < 6; l++)
                {
                    var offset = new[] { (k - i) / 6.0, (l - j) / 6.0 }.Select(z => (z - Math.Round(z)) / 0.3).ToArray();
                    var rho = offset[0] * offset[0] + offset[1] * offset[1];
                    if (rho >= 1) continue;
                    var kernel = layer.Kernel.Forward(Tensor.Concat([places[.., i, j], Tensor.Of(offset)]).Unsqueeze(0)).Reshape(3, 2);
                    sum += kernel.MatMul(x[0, .., k, l].Unsqueeze(-1)).Squeeze(-1) * ((1 - rho) * (1 - rho) / 36);
                }

            Assert.True((y[0, .., i, j] - sum).Abs().Max().Item() < 1e-12); // a few dozen roundings
        }
    }

    [Fact]
    public void Refinement_brings_a_limit_on_even_and_uneven_points()
    {
        var layer = Layer(Domain.Nodes(1), 0.23);
        var exact = Total(new(QuadratureAxis.Nodes(2001)));
        foreach (var make in new Func<int, QuadratureAxis>[] { n => QuadratureAxis.Nodes(n + 1), n => QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n + 1).Select(i => Math.Pow((double)i / n, 1.3))]) })
        {
            var errors = new[] { 25, 50, 100 }.Select(n => (Total(new(make(n))) - exact).Abs().Max().Item()).ToArray();
            // The trapezoidal rule: order 2.
            Assert.InRange(Math.Log2(errors[0] / errors[2]) / 2, 1.7, 2.5);
        }

        Tensor Total(QuadratureGrid grid)
        {
            var x = Tensor.Of(grid.Axes[0].Points);
            var u = Tensor.Stack([(3 * x).Sin(), x.Exp()]).Unsqueeze(0);
            return (layer.Forward(u, grid) * grid.Weights(DType.F64)).Sum(-1);
        }
    }

    [Fact]
    public void Points_in_another_order_give_values_in_that_order()
    {
        var layer = Layer(Domain.Nodes(2), 0.5);
        var rng = new Rng(3);
        var (points, weights, x) = (rng.Uniform((12, 2), 0, 1), rng.Uniform([12], 0.01, 0.1), rng.Normal((2, 2, 12)));
        var order = Tensor.Of([5, 3, 11, 0, 7, 1, 9, 2, 4, 10, 6, 8]);
        var here = Run(points, weights, x);
        Assert.True((Run(points.Take(order), weights.Take(order), x.Take(order, 2)) - here.Take(order, 2)).Abs().Max().Item() < 1e-13);

        Tensor Run(Tensor p, Tensor w, Tensor u)
        {
            var table = new double[12, 2];
            for (var i = 0; i < 12; i++) (table[i, 0], table[i, 1]) = (p[i, 0].Item(), p[i, 1].Item());
            return layer.Forward(u, new PointCloud(table, w.ToDoubles()), p.T);
        }
    }

    [Fact]
    public void Derivatives_are_those_of_differences()
    {
        var layer = Layer(Domain.Periodic(1), 0.3);
        var x = new Rng(4).Normal((2, 2, 8));
        var byField = Grad.Check(z => layer.Forward(z).Square().Sum(), x);
        Assert.True(byField.Passed, $"{byField}");
        foreach (var parameter in Model.Parameters(layer))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => layer.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void Balls_without_neighbours_and_radii_around_the_circle_are_refused()
    {
        Assert.Contains("no other within", Assert.Throws<ArgumentException>(() => Layer(Domain.Periodic(1), 0.1).Forward(Tensor.Zeros((1, 2, 8)))).Message, StringComparison.Ordinal);
        Assert.Contains("half of the shortest period, 0.5", Assert.Throws<ArgumentException>(() => Layer(Domain.Periodic(1), 0.6).Forward(Tensor.Zeros((1, 2, 8)))).Message, StringComparison.Ordinal);
    }
}
