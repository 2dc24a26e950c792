using Kit.Autodiff;
using Kit.Numerics.Sparse;
using Kit.Pde.FiniteElements;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Pde.FiniteElements;

public sealed class FiniteElementSpaceTests
{
    /// <summary>A quadrilateral mesh with no two sides parallel.</summary>
    internal static Mesh Skew(int n) => Mesh.Quadrilaterals(n, n, (x, y) => (x + 0.2 * y * (1 - x), y + 0.15 * x * x + 0.1 * x * y));

    public static TheoryData<string, Mesh> Meshes => new()
    {
        { "square", Mesh.Square(5) }, { "criss-cross", Mesh.Square(4, crissCross: true) }, { "L", Mesh.LShape(3) }, { "disc", Mesh.Disc(4) },
        { "Q1", Mesh.Quadrilaterals(4, 6) }, { "skew Q1", Skew(5) }, { "refined", Mesh.Disc(2).Refine() },
    };

    [Theory, MemberData(nameof(Meshes), DisableDiscoveryEnumeration = true)]
    public void Patch_LinearFunctionsAreExact(string name, Mesh mesh)
    {
        var space = new FiniteElementSpace(mesh);
        Func<Tensor, Tensor, Tensor> linear = (x, y) => 0.3 + 2 * x - 1.7 * y;
        var exact = space.Interpolate(linear);
        var u = new DirichletProblem(space.Stiffness(), mesh.BoundaryNodes, mesh.Nodes).Solve(Tensor.Zeros(mesh.NodeCount), exact.Take(Tensor.Of(mesh.BoundaryNodes)));
        Assert.True((u - exact).Abs().Max().Item() < 1e-13, name);
        Assert.True(space.L2Error(exact, linear) < 1e-14);
        Assert.True(space.H1Error(exact, (_, _) => (2.0, -1.7)) < 1e-13);
        // The same from fluxes and one value: ∂u/∂n by a Robin term u + ∂u/∂n on the whole boundary.
        var robin = space.Stiffness() + space.BoundaryMass((_, _) => 1.0);
        var load = robin * exact;
        Assert.True((new SparseLu(robin).Solve(load) - exact).Abs().Max().Item() < 1e-12);
    }

    [Theory, MemberData(nameof(Meshes), DisableDiscoveryEnumeration = true)]
    public void Forms_IntegrateWhatTheyShould(string name, Mesh mesh)
    {
        var space = new FiniteElementSpace(mesh);
        var (one, x, y) = (Tensor.Ones(mesh.NodeCount), space.Interpolate((a, _) => a), space.Interpolate((_, b) => b));
        var area = space.Integrate(one).Item();
        Assert.Equal(area, (one * (space.Mass() * one)).Sum().Item(), 1e-13);
        Assert.Equal(area, (x * (space.Stiffness() * x)).Sum().Item(), 1e-13);
        Assert.Equal(0, (x * (space.Stiffness() * y)).Sum().Item(), 1e-13);
        Assert.Equal(space.Integrate(x).Item(), (space.Stiffness(x) * y * y).Sum().Item(), 1e-12);
        Assert.Equal(space.Integrate(y).Item(), space.Load((_, b) => b).Sum().Item(), 1e-13);
        // Gauss: ∮ x n_x = area, with n_x only on sides whose middle says so; the length of the boundary from g = 1.
        var length = space.BoundaryLoad((_, _) => 1.0).Sum().Item();
        Assert.Equal(length, (one * (space.BoundaryMass((_, _) => 1.0) * one)).Sum().Item(), 1e-12);
        if (name is "square" or "criss-cross" or "Q1") Assert.Equal((1, 4, 1), (Math.Round(area, 12), Math.Round(length, 12), Math.Round(space.BoundaryLoad((_, _) => 1.0, (_, b) => b > 0.999).Sum().Item(), 12)));
        if (name == "L") Assert.Equal((3, 8), (Math.Round(area, 12), Math.Round(length, 12)));
        // An inscribed 24-gon: 12 sin(2π/24).
        if (name == "disc") Assert.Equal(12 * Math.Sin(Math.PI / 12), area, 1e-12);
    }

    [Theory, InlineData("square"), InlineData("Q1"), InlineData("skew Q1")]
    public void Poisson_ConvergesWithOrderTwoInL2AndOneInH1(string kind)
    {
        // −Δu = f with u = eˣ sin 2y.
        Func<Tensor, Tensor, Tensor> exact = (x, y) => Exp(x) * Sin(2 * y);
        var (l2, h1) = (new List<double>(), new List<double>());
        foreach (var n in new[] { 8, 16, 32 })
        {
            var mesh = kind == "square" ? Mesh.Square(n) : kind == "Q1" ? Mesh.Quadrilaterals(n, n) : Skew(n);
            var space = new FiniteElementSpace(mesh);
            var u = new DirichletProblem(space.Stiffness(), mesh.BoundaryNodes, mesh.Nodes).Solve(space.Load((x, y) => 3 * exact(x, y)), space.Interpolate(exact).Take(Tensor.Of(mesh.BoundaryNodes)));
            l2.Add(space.L2Error(u, exact));
            h1.Add(space.H1Error(u, (x, y) => (exact(x, y), 2 * Exp(x) * Cos(2 * y))));
        }

        Assert.InRange(Math.Log2(l2[1] / l2[2]), 1.95, 2.05);
        Assert.InRange(Math.Log2(h1[1] / h1[2]), 0.95, 1.05);
    }

    [Fact]
    public void Poisson_OnTheDisc_ConvergesInSpiteOfItsEdge()
    {
        // −Δu = 4, u = 1 − r²; the polygon misses O(h²) at the edge.
        var (l2, h1, mesh) = (new List<double>(), new List<double>(), Mesh.Disc(4));
        for (var level = 0; level < 3; level++)
        {
            if (level > 0)
                mesh = mesh.Refine((x, y) => (x / Math.Sqrt(x * x + y * y), y / Math.Sqrt(x * x + y * y)));
            var space = new FiniteElementSpace(mesh);
            var u = new DirichletProblem(space.Stiffness(), mesh.BoundaryNodes, mesh.Nodes).Solve(space.Load((_, _) => 4.0), 0);
            l2.Add(space.L2Error(u, (x, y) => 1 - x * x - y * y));
            h1.Add(space.H1Error(u, (x, y) => (-2 * x, -2 * y)));
        }

        Assert.InRange(Math.Log2(l2[1] / l2[2]), 1.9, 2.1);
        Assert.InRange(Math.Log2(h1[1] / h1[2]), 0.9, 1.1);
        Assert.True(mesh.SmallestAngle > 35);
    }

    [Fact]
    public void Solution_IsDifferentiableByTheCoefficient()
    {
        var mesh = Mesh.Square(3);
        var space = new FiniteElementSpace(mesh);
        var b = space.Load((x, y) => x + y);
        Tensor Compliance(Tensor a) => (b * new SparseLu(space.Stiffness(a) + space.BoundaryMass((_, _) => 1.0)).Solve(b)).Sum();
        var check = Grad.Check(Compliance, new Rng(1).Uniform(mesh.NodeCount, 1, 2));
        Assert.True(check.Passed, check.ToString());
    }

    [Fact]
    public void Modes_OfTheSquareAndOfTheL()
    {
        var square = DirichletModes.Solve(new(Mesh.Quadrilaterals(24, 24)), 1);
        // Q1 from above by λ²h²/24 per direction to leading order: π²(1 + π²h²/12) each.
        var expected = 2 * Math.PI * Math.PI * (1 + Math.PI * Math.PI / (12 * 24 * 24));
        Assert.Equal(expected, square.Values[0].Item(), 1e-3);
        var space = new FiniteElementSpace(Mesh.LShape(24));
        var l = DirichletModes.Solve(space, 3);
        // Known to many digits: L. N. Trefethen and T. Betcke (2006); P1 lies above by O(h^{4/3}).
        double[] known = [9.6397238440219, 15.197251926454, 2 * Math.PI * Math.PI];
        for (var k = 0; k < 3; k++) Assert.InRange(l.Values[k].Item() / known[k], 1, 1.012);
        Assert.Equal(1, (l.Modes[0] * (space.Mass() * l.Modes[0])).Sum().Item(), 1e-9);
    }

    [Fact]
    public void BadMeshesAndFunctions_AreNamed()
    {
        var points = Tensor.Of(new double[,] { { 0, 0 }, { 1, 0 }, { 0, 1 } });
        Assert.Contains("counter-clockwise", Assert.Throws<ArgumentException>(() => new Mesh(points, Tensor.Of(new[,] { { 0, 2, 1 } }))).Message, StringComparison.Ordinal);
        Assert.Contains("corner 3", Assert.Throws<ArgumentException>(() => new Mesh(points, Tensor.Of(new[,] { { 0, 1, 3 } }))).Message, StringComparison.Ordinal);
        Assert.Contains("two elements", Assert.Throws<ArgumentException>(() => new Mesh(points, Tensor.Of(new[,] { { 0, 1, 2 }, { 0, 1, 2 } }))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Mesh.Square(0));
        Assert.Throws<ArgumentException>(() => new FiniteElementSpace(Mesh.Square(2)).AtPoints(Tensor.Ones(4)));
        Assert.Throws<ArgumentException>(() => new DirichletProblem(SparseMatrix.Identity(3), [3]));
        Assert.StartsWith("Mesh of 9 nodes and 8 triangles", Mesh.Square(2).ToString(), StringComparison.Ordinal);
    }
}
