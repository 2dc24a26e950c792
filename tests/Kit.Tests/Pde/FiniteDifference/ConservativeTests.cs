using Kit.Numerics;
using Kit.Pde;
using Kit.Pde.FiniteDifference;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Tests.Pde.FiniteDifference;

public sealed class ConservativeTests
{
    [Fact]
    public void Eigenvalues_of_the_five_point_Laplacian_are_exact()
    {
        // Cells with Dirichlet sides: −4/h² sin²(kπ/2n), k = 1 … n; Neumann: k = 0 … n − 1; periodic: k = 0 … n − 1 of sin²(kπ/n).
        var grid = new Grid(Axis.Cells(5), Axis.Periodic(6, 0, 2));
        foreach (var (sides, first) in new[] { (Boundaries.Dirichlet(grid), 1), (Boundaries.Neumann(grid), 0) })
        {
            var matrix = Matrix(u => Conservative.Laplacian(u, sides), grid);
            Assert.True((matrix - matrix.T).Abs().Max().Item() < 1e-12, "symmetric");
            var expected = from k in Enumerable.Range(first, 5)
                           from l in Enumerable.Range(0, 6)
                           select -100 * Math.Pow(Math.Sin(k * Math.PI / 10), 2) - 36 * Math.Pow(Math.Sin(l * Math.PI / 6), 2);
            var actual = LinearAlgebra.EighValues(matrix).ToDoubles();
            foreach (var (e, a) in expected.Order().Zip(actual)) Assert.Equal(e, a, 1e-11);
        }
    }

    [Fact]
    public void Sums_by_parts_leave_the_fluxes_through_the_sides()
    {
        var grid = new Grid(Axis.Cells(9), Axis.Cells(7));
        Tensor a = new Rng(1).Uniform((9, 7), 0.5, 2), u = new Rng(2).Normal((9, 7)), v = new Rng(3).Normal((9, 7));
        foreach (var mean in new[] { FaceMean.Arithmetic, FaceMean.Harmonic })
        {
            var closed = Boundaries.Neumann(grid);
            var flow = Conservative.Diffusion(a, u, closed, mean: mean);
            Assert.Equal(0, grid.Integrate(flow).Item(), 1e-12);
            Assert.Equal(grid.Integrate(v * flow).Item(), grid.Integrate(u * Conservative.Diffusion(a, v, closed, mean: mean)).Item(), 1e-11);
            Assert.True(grid.Integrate(u * flow).Item() < 0);
        }
    }

    [Fact]
    public void Unit_coefficients_give_the_Laplacian()
    {
        var grid = new Grid(Axis.Nodes(9), Axis.Periodic(8));
        var (u, sides) = (new Rng(2).Normal((3, 9, 8)), Boundaries.OnSides(grid, Boundary.Robin(1, 2, 0.7)));
        var difference = Conservative.Diffusion(Tensor.Ones((9, 8)), u, sides) - Conservative.Laplacian(u, sides);
        Assert.True(difference.Abs().Max().Item() < 1e-11);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solutions_of_elliptic_problems_are_of_second_order(bool cells)
    {
        // (a u′)′ = f with a = 1 + x, u = sin 3x; u given below, 2u + ∂u/∂n given above.
        int[] counts = [20, 40, 80];
        var (h, error) = (new double[3], new double[3]);
        for (var i = 0; i < 3; i++)
        {
            var axis = cells ? Axis.Cells(counts[i]) : Axis.Nodes(counts[i]);
            var grid = new Grid(axis);
            Boundaries Sides(double scale) => new(grid, (Boundary.Dirichlet(0), Boundary.Robin(2, 1, scale * (2 * Math.Sin(3) + 3 * Math.Cos(3)))));
            var x = axis.Points;
            var (a, exact) = (1 + x, (3 * x).Sin());
            var f = 3 * (3 * x).Cos() - 9 * (1 + x) * (3 * x).Sin();
            var matrix = Matrix(u => Conservative.Diffusion(a, u, Sides(0)), grid);
            var right = f - Conservative.Diffusion(a, Tensor.Zeros(counts[i]), Sides(1));
            if (!cells)
            {
                matrix[0] = Tensor.Eye(counts[i])[0];
                right[0] = 0;
            }

            (h[i], error[i]) = (Math.Log(axis.Spacing), Math.Log((LinearAlgebra.Solve(matrix, right) - exact).Abs().Max().Item()));
        }

        Assert.Equal(2, Fit.Line(h, error).B, 0.1);
    }

    private static Tensor Matrix(Func<Tensor, Tensor> map, Grid grid)
    {
        var n = (int)grid.Size;
        return map(Tensor.Eye(n).Reshape([n, .. grid.Shape])).Reshape(n, n).T.Copy();
    }
}
