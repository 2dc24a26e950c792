using Kit.Autodiff;
using Kit.Pde;
using Kit.Pde.FiniteDifference;
using Kit.Tensors;

namespace Kit.Tests.Pde.FiniteDifference;

public sealed class DifferencesTests
{
    /// <summary>u = sin kx on a circle of two waves; on [0, 1] u = e^(k(x − ½)) + 0.8 e^(−k(x − ½)), no derivative of which vanishes near an end.</summary>
    private const double K = 5;

    private const double Circle = 4 * Math.PI / 5;

    public static TheoryData<int, int> Orders
    {
        get
        {
            var data = new TheoryData<int, int>();
            for (var m = 1; m <= 4; m++)
                foreach (var p in new[] { 2, 4, 6, 8 }) data.Add(m, p);
            return data;
        }
    }

    public static TheoryData<AxisKind, int, int> Conditions
    {
        get
        {
            var data = new TheoryData<AxisKind, int, int>();
            foreach (var kind in new[] { AxisKind.Cells, AxisKind.Nodes })
                foreach (var m in new[] { 1, 2 })
                    foreach (var p in new[] { 2, 4, 6 }) data.Add(kind, m, p);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Central_differences_have_their_order(int m, int p) =>
        Assert.Equal(p, Order(n => Axis.Periodic(n, 0, Circle), grid => Differences.Derivative(Wave(grid.Axes[0], 0), grid, 0, m, p), m, p), 0.1);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(1, 6)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    [InlineData(2, 6)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    public void One_sided_differences_have_the_same_order(int m, int p) =>
        Assert.Equal(p, Order(n => Axis.Cells(n), grid => Differences.Derivative(Wave(grid.Axes[0], 0), grid, 0, m, p), m, p), 0.1);

    [Theory]
    [MemberData(nameof(Orders))]
    public void Differences_are_exact_up_to_the_ends_for_polynomials_of_degree_below_m_plus_p(int m, int p)
    {
        var grid = new Grid(Axis.Nodes(m + p + 3, -1, 1));
        var x = grid.Axes[0].Points;
        for (var q = 0; q <= m + p; q++)
        {
            var exact = q < m ? x * 0 : Enumerable.Range(0, m).Aggregate(1.0, (product, k) => product * (q - k)) * x.Pow(q - m);
            var error = (Differences.Derivative(x.Pow(q), grid, 0, m, p) - exact).Abs().Max().Item() / (1 + exact.Abs().Max().Item());
            // ε/h⁴ times weights of up to 10³.
            if (q < m + p) Assert.True(error < 1e-8, $"degree {q}: {error}");
            else Assert.True(error > 1e-7, "one degree more shows the error of the ends");
        }
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Conditions_of_every_kind_keep_the_order(AxisKind kind, int m, int p)
    {
        Func<int, Axis> axis = kind == AxisKind.Cells ? n => Axis.Cells(n) : n => Axis.Nodes(n);
        double Left(double a, double b) => a * Exact(0, 0) - b * Exact(0, 1);
        double Right(double a, double b) => a * Exact(1, 0) + b * Exact(1, 1);
        foreach (var (low, high) in new (Boundary, Boundary)[]
        {
            (Boundary.Dirichlet(Left(1, 0)), Boundary.Dirichlet(Right(1, 0))),
            (Boundary.Neumann(Left(0, 1)), Boundary.Neumann(Right(0, 1))),
            (Boundary.Robin(2, 3, Left(2, 3)), Boundary.Robin(-1, 2, Right(-1, 2))),
            (Boundary.Dirichlet(Left(1, 0)), Boundary.Neumann(t => Tensor.Of(t * Right(0, 1)))),
        })
        {
            var order = Order(axis, grid => Differences.Derivative(Wave(grid.Axes[0], 0), new Boundaries(grid, (low, high)), 0, m, p, t: 1), m, p);
            Assert.True(Math.Abs(order - p) < 0.1, $"{low}, {high}: {order}");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, -1)]
    [InlineData(3, -1)]
    public void Upwind_differences_have_their_order(int p, double v)
    {
        Assert.Equal(p, Order(n => Axis.Periodic(n, 0, Circle), grid => v * Differences.Upwind(Wave(grid.Axes[0], 0), v, Boundaries.Periodic(grid), 0, p), 1, p), 0.1);
        foreach (var kind in new Func<int, Axis>[] { n => Axis.Cells(n), n => Axis.Nodes(n) })
        {
            // The side where the wind blows out holds a wrong value, which must not count.
            (Boundary, Boundary) sides = v > 0 ? (Boundary.Dirichlet(Exact(0, 0)), Boundary.Dirichlet(99)) : (Boundary.Dirichlet(99), Boundary.Dirichlet(Exact(1, 0)));
            Assert.Equal(p, Order(kind, grid => v * Differences.Upwind(Wave(grid.Axes[0], 0), v, new Boundaries(grid, sides), 0, p), 1, p), 0.1);
        }
    }

    [Fact]
    public void Upwind_weights_are_those_of_the_formula()
    {
        var u = Tensor.Zeros(8);
        u[4] = 1;
        var grid = Grid.Periodic(8, 8);
        double[] expected = [0, 0, 0, 2 / 6.0, 3 / 6.0, -6 / 6.0, 1 / 6.0, 0], actual = Differences.Upwind(u, 1, Boundaries.Periodic(grid), accuracy: 3).ToDoubles();
        for (var i = 0; i < 8; i++) Assert.Equal(expected[i], actual[i], 1e-14);
    }

    [Fact]
    public void Fields_with_samples_in_two_dimensions_have_gradients_divergence_and_Laplacians()
    {
        var grid = new Grid(Axis.Periodic(64), Axis.Nodes(65, 0, 2));
        var u = grid.Sample((x, y) => (2 * Math.PI * x).Sin() * y.Exp());
        var batch = Tensor.Stack([u, u]);
        var sides = new Boundaries(grid, (Boundary.Periodic, Boundary.Periodic), (Boundary.Dirichlet((2 * Math.PI * grid.Axes[0].Points).Sin()), Boundary.Neumann(Math.Exp(2) * (2 * Math.PI * grid.Axes[0].Points).Sin())));
        var gradient = Differences.Gradient(batch, grid, 6);
        Assert.Equal("[2,2,64,65]", gradient.Shape.ToString());
        Assert.Equal(0, (gradient[0, 1] - u).Abs().Max().Item(), 1e-6);
        Assert.Equal(0, (Differences.Gradient(batch, sides, 6) - gradient).Abs().Max().Item(), 1e-6);
        var laplacian = (1 - 4 * Math.PI * Math.PI) * batch;
        Assert.Equal(0, (Differences.Laplacian(batch, sides, 6) - laplacian).Abs().Max().Item(), 2e-4);
        Assert.Equal(0, (Differences.Laplacian(batch, grid, 6) - laplacian).Abs().Max().Item(), 2e-4);
        Assert.Equal(0, (Differences.Divergence(gradient, grid, 6) - laplacian).Abs().Max().Item(), 2e-4);
        Assert.Contains("components", Assert.Throws<ArgumentException>(() => Differences.Divergence(Tensor.Zeros((3, 64, 65)), grid)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derivatives_of_differences_are_their_transposes()
    {
        var grid = new Grid(Axis.Cells(9));
        var sides = Boundaries.Dirichlet(grid, 0.3);
        Grad.Check(u => Differences.Derivative(u, sides, 0, 2, 4), new Rng(1).Normal(9));
    }

    [Fact]
    public void Too_short_or_wrong_axes_are_named()
    {
        Assert.Contains("at least 10 points", Assert.Throws<ArgumentException>(() => Differences.Derivative(Tensor.Zeros(9), new Grid(Axis.Cells(9)), 0, 2, 8)).Message, StringComparison.Ordinal);
        Assert.Contains("Chebyshev", Assert.Throws<ArgumentException>(() => Differences.Derivative(Tensor.Zeros(9), new Grid(Axis.Chebyshev(9)))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Differences.Derivative(Tensor.Zeros(9), new Grid(Axis.Cells(9)), 0, 1, 3));
    }

    private static double Exact(double x, int m) => Wave(Tensor.Of([x]), m).Item();

    private static Tensor Wave(Axis axis, int m) =>
        axis.Kind == AxisKind.Periodic ? Math.Pow(K, m) * (K * axis.Points + m * Math.PI / 2).Sin() : Wave(axis.Points, m);

    private static Tensor Wave(Tensor x, int m) => Math.Pow(K, m) * ((K * (x - 0.5)).Exp() + 0.8 * (m % 2 == 0 ? 1 : -1) * (-K * (x - 0.5)).Exp());

    /// <summary>The slope of log error against log h on three grids, continued to h = 0, since at ends it is p + O(h).</summary>
    private static double Order(Func<int, Axis> axis, Func<Grid, Tensor> derivative, int m, int p)
    {
        // As fine as rounding, ε/hᵐ, allows.
        int[] counts = p switch { <= 2 => [200, 283, 400], <= 4 => [100, 141, 200], _ => [40, 56, 80] };
        var (h, error) = (new double[3], new double[3]);
        for (var i = 0; i < 3; i++)
        {
            var grid = new Grid(axis(counts[i]));
            (h[i], error[i]) = (grid.Axes[0].Spacing, (derivative(grid) - Wave(grid.Axes[0], m)).Abs().Max().Item());
        }

        double Slope(int i) => Math.Log(error[i] / error[i + 1]) / Math.Log(h[i] / h[i + 1]);
        var ratio = h[0] / h[1];
        return (ratio * Slope(1) - Slope(0)) / (ratio - 1);
    }
}
