using Kit.Compute;
using Kit.Pde;
using Kit.Tensors;
using Kit.Tests.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Pde;

public sealed class GridTests
{
    [Fact]
    public void Points_lie_where_their_kind_says()
    {
        Assert.Equal([0, 0.25, 0.5, 0.75], Axis.Periodic(4).Points.ToDoubles());
        Assert.Equal([1.25, 1.75, 2.25, 2.75], Axis.Cells(4, 1, 3).Points.ToDoubles());
        Assert.Equal([0, 0.5, 1], Axis.Nodes(3).Points.ToDoubles());
        var x = Axis.Chebyshev(7, 2, 4).Points.ToDoubles();
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(3 - Math.Cos(Math.PI * i / 6), x[i], 14);
            Assert.Equal(6, x[i] + x[6 - i]);
        }
    }

    [Theory, InlineData(5), InlineData(8), InlineData(33)]
    public void Clenshaw_Curtis_weights_integrate_polynomials_below_degree_n_exactly(int n)
    {
        var axis = Axis.Chebyshev(n, -1, 2);
        for (var k = 0; k < n; k++)
        {
            // ∫ T_k over [−1, 2], T_k in the variable y ∈ [−1, 1]: L/2 · 2/(1 − k²) for even k, 0 for odd.
            var y = (axis.Points - 0.5) / 1.5;
            var exact = k % 2 == 0 ? 3.0 / (1 - (double)k * k) : 0;
            Assert.Equal(exact, (Cos(k * Acos(Clamp(y, -1, 1))) * axis.Weights).Sum().Item(), 13);
        }
    }

    [Fact]
    public void Integrals_keep_samples_and_are_exact_for_what_the_rule_promises()
    {
        var grid = new Grid(Axis.Nodes(4, 0, 2), Axis.Cells(5, -1, 2));
        var u = grid.Sample((x, y) => (1 + 2 * x) * (3 - y));
        // ∫₀² (1 + 2x) dx ∫₋₁² (3 − y) dy = 6 · 7.5; both rules are exact for linear functions.
        Samples.Agree(Tensor.Of([45.0, 90]), grid.Integrate(Tensor.Stack([u, 2 * u])), ulps: 8);
        var circle = Grid.Periodic(16, 2 * Math.PI, 2);
        Samples.Agree(Tensor.Of(0.5), circle.Norm(circle.Sample((x, y) => Cos(x) * Sin(3 * y))), ulps: 8);
        Assert.Equal(DType.F32, circle.Integrate(Tensor.Ones((16, 16), DType.F32)).DType);
    }

    [Fact]
    public void Samples_of_constants_and_of_components_fill_the_grid()
    {
        var grid = new Grid(Axis.Nodes(3), Axis.Nodes(4));
        Assert.Equal([3, 4], grid.Sample((_, _) => 2.0).Shape);
        Assert.Equal([2, 3, 4], grid.Sample((x, y) => Tensor.Stack([x + 0 * y, y + 0 * x])).Shape);
        Assert.Equal([3, 4], grid.Sample((x, _) => x).Shape);
    }

    [Fact]
    public void What_is_no_grid_is_refused()
    {
        Assert.Contains("[1, 1] is no interval", Assert.Throws<ArgumentException>(() => Axis.Cells(3, 1, 1)).Message);
        Assert.Contains("at least 2", Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Nodes(1)).Message);
        Assert.Contains("0 axes", Assert.Throws<ArgumentException>(() => new Grid()).Message);
        var grid = new Grid(Axis.Nodes(3), Axis.Nodes(4));
        Assert.Contains("ends in axes [3,4], not [2,4,3]", Assert.Throws<ArgumentException>(() => grid.Integrate(Tensor.Ones((2, 4, 3)))).Message);
        Assert.Contains("1 coordinates on a grid of 2", Assert.Throws<InvalidOperationException>(() => grid.Sample(x => x)).Message);
    }
}
