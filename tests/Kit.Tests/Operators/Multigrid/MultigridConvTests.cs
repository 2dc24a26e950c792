using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Operators.Multigrid;
using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Tensors;

namespace Kit.Tests.Operators.Multigrid;

/// <summary>The layer with a textbook's weights is a textbook's V-cycle; what holds for any weights.</summary>
public sealed class MultigridConvTests
{
    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(16, 1, 1)]
    [InlineData(32, 2, 1)]
    public void With_poissons_stencils_it_is_the_v_cycle_of_geometric_multigrid_on_a_torus(int n, int before, int after)
    {
        // The solver's grids are every second point too, its transfers full weighting and bilinear, its Jacobi sweeps damped by 4/5 in two dimensions.
        var layer = MultigridConv.Poisson(n, before, after);
        var grid = Grid.Periodic(n, 1, 2);
        var solver = new Kit.Pde.Elliptic.Multigrid(Boundaries.Periodic(grid), options: new(Before: before, After: after, Smoother: Smoother.Jacobi));
        var f = new Rng(1).Normal((n, n));
        f -= f.Mean();
        Tensor Cycle(Tensor r) => layer.Forward(r.Reshape(1, 1, n, n)).Reshape(n, n);
        Tensor one = Cycle(f), expected = solver.Precondition(f);
        Assert.True(Distance(one, expected) < 1e-12, $"one cycle: {Distance(one, expected)}");
        Tensor two = one + Cycle(f - solver.Apply(one)), better = expected + solver.Precondition(f - solver.Apply(expected));
        Assert.True(Distance(two, better) < 1e-12, $"two cycles: {Distance(two, better)}");
        var network = new PoissonCycles(n, 2, before, after).Forward(f.Reshape(1, 1, n, n)).Reshape(n, n);
        Assert.True(Distance(network, better) < 1e-12, $"two layers: {Distance(network, better)}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    public void Between_walls_it_is_a_v_cycle_of_matrices(int n)
    {
        var f = new Rng(2).Normal((n, n));
        var layer = MultigridConv.Poisson(n, 2, 1, PadMode.Constant).Forward(f.Reshape(1, 1, n, n)).Flatten();
        var expected = ByMatrices(f.Flatten(), n, 1.0 / (n + 1), 2, 1);
        Assert.True(Distance(layer, expected) < 1e-13, $"{Distance(layer, expected)}");
    }

    /// <summary>V(ν₁, ν₂) with Galerkin-free coarse operators, all as dense matrices over inner points; one point is solved exactly.</summary>
    private static Tensor ByMatrices(Tensor f, int n, double h, int before, int after)
    {
        var (eye, at) = (Tensor.Eye(n), Tensor.Arange(0.0, n));
        var shift = (1 - ((at.Unsqueeze(1) - at).Abs() - 1).Abs()).Maximum(0);
        var a = (4 * Kron(eye, eye) - Kron(shift, eye) - Kron(eye, shift)) / (h * h);
        if (n == 1) return LinearAlgebra.Solve(a, f);
        var u = f * 0;
        for (var k = 0; k < before; k++) u += 0.8 * h * h / 4 * (f - a.MatMul(u));
        // Coarse point j stands at fine point 2j + 1.
        var line = (1 - (at.Unsqueeze(1) - 2 * at[..(n / 2)] - 1).Abs() / 2).Maximum(0);
        var prolong = Kron(line, line);
        u += prolong.MatMul(ByMatrices(prolong.T.MatMul(f - a.MatMul(u)) / 4, n / 2, 2 * h, before, after));
        for (var k = 0; k < after; k++) u += 0.8 * h * h / 4 * (f - a.MatMul(u));
        return u;
    }

    private static Tensor Kron(Tensor a, Tensor b) =>
        (a.Unsqueeze(1).Unsqueeze(3) * b.Unsqueeze(0).Unsqueeze(2)).Reshape(a.Shape[0] * b.Shape[0], a.Shape[1] * b.Shape[1]);

    [Fact]
    public void A_circular_layer_commutes_with_shifts_by_coarse_cells()
    {
        var layer = Model.Initialize(new MultigridConv(2, 3, (16, 16), new(1, 1, 1, 2) { Mode = PadMode.Circular, After = [1] }, DType.F64), new Rng(1));
        var f = new Rng(2).Normal((1, 2, 16, 16));
        Assert.True(Distance(layer.Forward(f.Roll(8, 3)), layer.Forward(f).Roll(8, 3)) < 1e-13);
        Assert.True(Distance(layer.Forward(f.Roll(1, 3)), layer.Forward(f).Roll(1, 3)) > 1e-3);
    }

    [Fact]
    public void It_is_linear_and_affine_with_a_bias()
    {
        MultigridConv Layer(bool bias) => Model.Initialize(new MultigridConv(1, 2, (9, 8), new(1, 2) { Bias = bias, Residual = true }, DType.F64), new Rng(1));
        Tensor x = new Rng(2).Normal((1, 1, 9, 8)), y = new Rng(3).Normal((1, 1, 9, 8));
        var linear = Layer(bias: false);
        Assert.True(Distance(linear.Forward(2 * x - y), 2 * linear.Forward(x) - linear.Forward(y)) < 1e-13);
        var affine = Layer(bias: true);
        Assert.True(Distance(affine.Forward(2 * x - y), 2 * affine.Forward(x) - affine.Forward(y)) < 1e-13);
        Assert.True(affine.Forward(x * 0).Abs().Max().Item() > 1e-3);
    }

    [Fact]
    public void Poisson_names_the_points_that_halve_to_one()
    {
        Assert.Contains("24 points around a torus; 2ᵏ are right, such as 32", Assert.Throws<ArgumentException>(() => MultigridConv.Poisson(24)).Message, StringComparison.Ordinal);
        Assert.Contains("24 inner points; 2ᵏ − 1 are right, such as 31", Assert.Throws<ArgumentException>(() => MultigridConv.Poisson(24, mode: PadMode.Constant)).Message, StringComparison.Ordinal);
        Assert.Contains("PadMode.Reflect", Assert.Throws<ArgumentException>(() => MultigridConv.Poisson(32, mode: PadMode.Reflect)).Message, StringComparison.Ordinal);
    }

    private static double Distance(Tensor a, Tensor b) => ((a - b).Abs().Max() / (b.Abs().Max() + 1e-300)).Item();
}
