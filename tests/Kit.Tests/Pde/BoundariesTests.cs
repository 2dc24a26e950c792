using Kit.Pde;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Pde;

public sealed class BoundariesTests
{
    // u = 1 + 2x − x²/2: outward derivatives −2 at x = 0 and 2 − x at x = 3.
    private static Tensor Quadratic(Tensor x) => 1 + 2 * x - x * x / 2;

    public static TheoryData<string, double, double> Conditions => new()
    {
        { "Dirichlet", 1, 0 }, { "Neumann", 0, 1 }, { "Robin", 2, 3 }, { "Robin of the other sign", 1, -0.5 },
    };

    [Theory, MemberData(nameof(Conditions))]
    public void Ghost_points_of_nodes_meet_the_condition_for_quadratics(string name, double a, double b)
    {
        Assert.NotEmpty(name);
        var axis = Axis.Nodes(7, 0, 3);
        var h = axis.Spacing;
        Boundary low = Boundary.Robin(a, b, a * 1 + b * -2), high = Boundary.Robin(a, b, a * 2.5 + b * -1);
        var padded = new Boundaries(new Grid(axis), (low, high)).Pad(Quadratic(axis.Points)).ToDoubles();
        // The odd reflection of Dirichlet sides drops the second derivative: 2g − u₁ = u₋₁ − h² u″ with u″ = −1.
        var miss = b == 0 ? h * h : 0;
        Assert.Equal(Quadratic(Tensor.Of(-h)).Item() + miss, padded[0], 13);
        Assert.Equal(Quadratic(Tensor.Of(3 + h)).Item() + miss, padded[^1], 13);
    }

    [Theory, MemberData(nameof(Conditions))]
    public void Ghost_points_of_cells_meet_the_condition_for_lines(string name, double a, double b)
    {
        Assert.NotEmpty(name);
        var axis = Axis.Cells(6, 0, 3);
        var padded = new Boundaries(new Grid(axis), (Boundary.Robin(a, b, a * 1 - b * 2), Boundary.Robin(a, b, a * 7 + b * 2))).Pad(1 + 2 * axis.Points).ToDoubles();
        Assert.Equal(1 - axis.Spacing, padded[0], 13);
        Assert.Equal(7 + axis.Spacing, padded[^1], 13);
    }

    [Fact]
    public void Sides_mix_and_follow_time_and_place()
    {
        var grid = new Grid(Axis.Periodic(4), Axis.Cells(3));
        var walls = new Boundaries(grid, (Boundary.Periodic, Boundary.Periodic),
            (Boundary.Dirichlet(t => t * grid.Axes[0].Points), Boundary.Neumann(Tensor.Arange(4).Cast(Kit.Compute.DType.F64))));
        var u = new Rng(1).Normal((2, 4, 3));
        var padded = walls.Pad(u, t: 2);
        Assert.Equal([2, 6, 5], padded.Shape);
        Samples.Agree(u, padded[.., 1..^1, 1..^1], ulps: 0);
        Samples.Agree(u[.., 3], padded[.., 0, 1..^1], ulps: 0);
        Samples.Agree(u[.., 0], padded[.., ^1, 1..^1], ulps: 0);
        Samples.Agree(4 * grid.Axes[0].Points - u[.., .., 0], padded[.., 1..^1, 0], ulps: 2, floor: 3);
        Samples.Agree(u[.., .., 2] + Tensor.Arange(4) / 3.0, padded[.., 1..^1, 4], ulps: 2, floor: 3);
    }

    [Fact]
    public void Values_are_imposed_on_nodes_of_Dirichlet_sides_alone()
    {
        var grid = new Grid(Axis.Nodes(3), Axis.Nodes(4));
        var walls = new Boundaries(grid, (Boundary.Dirichlet(5), Boundary.Neumann()), (Boundary.Neumann(), Boundary.Robin(2, 0, Tensor.Of([2.0, 4, 6]))));
        var u = walls.Impose(Tensor.Zeros((3, 4)));
        Assert.Equal([5, 5, 5, 1, 0, 0, 0, 2, 0, 0, 0, 3], u.ToDoubles());
    }

    [Fact]
    public void Padding_is_differentiable()
    {
        var grid = new Grid(Axis.Nodes(3), Axis.Cells(4));
        var walls = new Boundaries(grid, (Boundary.Dirichlet(1), Boundary.Robin(1, 2, 3)), (Boundary.Neumann(1), Boundary.Dirichlet(2)));
        Kit.Autodiff.Grad.Check(u => (walls.Pad(walls.Impose(u)) * walls.Pad(u)).Sum(), new Rng(3).Normal((3, 4)));
    }

    [Fact]
    public void Conditions_that_do_not_fit_are_refused()
    {
        var grid = new Grid(Axis.Periodic(4), Axis.Cells(4));
        Assert.Contains("axis 0 is Periodic", Assert.Throws<ArgumentException>(() => new Boundaries(grid, (Boundary.Neumann(), Boundary.Neumann()), (Boundary.Neumann(), Boundary.Neumann()))).Message);
        Assert.Contains("1 pairs of sides for 2 axes", Assert.Throws<ArgumentException>(() => new Boundaries(grid, (Boundary.Periodic, Boundary.Periodic))).Message);
        Assert.Contains("no condition", Assert.Throws<ArgumentException>(() => Boundary.Robin(0, 0, 1)).Message);
        Assert.Contains("determines no ghost point", Assert.Throws<ArgumentException>(() => Boundaries.OnSides(grid, Boundary.Robin(-8, 1, 0))).Message);
        var walls = Boundaries.OnSides(grid, Boundary.Dirichlet(Tensor.Ones(3)));
        Assert.Contains("values of shape [3] on a side of shape [4] of axis 1", Assert.Throws<ArgumentException>(() => walls.Pad(Tensor.Zeros((4, 4)))).Message);
    }
}
