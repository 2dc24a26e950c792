using Kit.Compute;
using Kit.Numerics;
using Kit.Pde;
using Kit.Pde.RandomFields;
using Kit.Tensors;

namespace Kit.Tests.Pde.RandomFields;

public sealed class GaussianFieldTests
{
    private static readonly Matern Rough = new(1.5, 0.3, 1.2);

    public static TheoryData<AxisKind, bool, int> Ends => new()
    {
        { AxisKind.Periodic, false, 8 },
        { AxisKind.Periodic, false, 9 },
        { AxisKind.Cells, false, 7 },
        { AxisKind.Nodes, false, 7 },
        { AxisKind.Cells, true, 7 },
        { AxisKind.Nodes, true, 8 },
        { AxisKind.Cells, false, 1 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Synthesis_sums_the_eigenfunctions_of_the_Laplacian(AxisKind kind, bool dirichlet, int n)
    {
        var axis = kind switch { AxisKind.Periodic => Axis.Periodic(n, 1, 3), AxisKind.Cells => Axis.Cells(n, 1, 3), _ => Axis.Nodes(n, 1, 3) };
        var grid = new Grid(axis);
        var field = new GaussianField(grid, Rough, dirichlet ? Boundaries.Dirichlet(grid) : Boundaries.Neumann(grid));
        var modes = field.Eigenvalues.Shape[0];
        var map = field.Synthesize(Tensor.Eye(modes));
        for (var m = 0; m < modes; m++)
        {
            var number = kind == AxisKind.Periodic ? (m + 1) / 2 * 2 : dirichlet ? m + 1 : m;
            var k = Math.PI * number / 2;
            var sine = dirichlet || (kind == AxisKind.Periodic && m > 0 && m % 2 == 0);
            var phase = k * (axis.Points - 1);
            var wave = number == 0 ? Tensor.Full(n, Math.Sqrt(0.5)) : sine ? phase.Sin() : phase.Cos(); // √(2/L) = 1
            var expected = Math.Sqrt(Rough.Density(k, 1)) * wave;
            Assert.True((map[m] - expected).Abs().Max().Item() < 1e-13, $"mode {m}");
        }
    }

    [Fact]
    public void Synthesis_in_three_dimensions_with_mixed_sides_is_a_product()
    {
        var grid = new Grid(Axis.Periodic(4), Axis.Cells(3), Axis.Nodes(5));
        var sides = new Boundaries(grid, (Boundary.Periodic, Boundary.Periodic), (Boundary.Neumann(), Boundary.Neumann()), (Boundary.Dirichlet(), Boundary.Dirichlet()));
        var field = new GaussianField(grid, Rough, sides);
        Assert.Equal((3, 3, 3), (field.Eigenvalues.Shape[0], field.Eigenvalues.Shape[1], field.Eigenvalues.Shape[2]));
        var noise = Tensor.Zeros((3, 3, 3));
        noise[2, 1, 0] = 1; // √2 sin 2πx · √2 cos πy · √2 sin πz
        var expected = grid.Sample((x, y, z) => Math.Sqrt(8 * Rough.Density(Math.PI * Math.Sqrt(6), 3)) * (2 * Math.PI * x).Sin() * (Math.PI * y).Cos() * (Math.PI * z).Sin());
        Assert.True((field.Synthesize(noise) - expected).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void Cells_with_Neumann_sides_are_the_orthonormal_inverse_cosine_transform()
    {
        const int n = 12;
        var field = new GaussianField(new Grid(Axis.Cells(n), Axis.Cells(n)), new InverseLaplacian(3, 2, 3), withoutConstant: true);
        var noise = new Rng(1).Normal((n, n));
        var k = Tensor.Arange(n).Cast(DType.F64);
        var coefficients = n * 3 * (Math.PI * Math.PI * (k.Unsqueeze(1).Square() + k.Square()) + 9).Reciprocal() * noise;
        coefficients[0, 0] = 0;
        var published = Fourier.Idct(Fourier.Idct(coefficients, 2, 0, FourierNorm.Ortho), 2, 1, FourierNorm.Ortho);
        Assert.True((field.Synthesize(noise) - published).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Variance_is_that_of_the_linear_map_and_integrates_to_the_energy()
    {
        var grid = new Grid(Axis.Periodic(6), Axis.Cells(5));
        var field = new GaussianField(grid, Rough);
        var map = field.Synthesize(Tensor.Eye(25).Reshape(25, 5, 5));
        Assert.True((field.Variance() - map.Square().Sum(0)).Abs().Max().Item() < 1e-13);
        // Midpoint and periodic rules are exact for squares of these waves.
        Assert.Equal(field.Energy, grid.Integrate(field.Variance()).Item(), 1e-12);
    }

    [Fact]
    public void Sample_covariances_are_those_of_the_law()
    {
        const int n = 12, count = 4000;
        var field = new GaussianField(new Grid(Axis.Cells(n)), Rough, mean: 2);
        var g = field.Sample(new Rng(5), count) - 2;
        var map = field.Synthesize(Tensor.Eye(n));
        var exact = map.T.MatMul(map);
        var variance = exact.Diagonal();
        var error = (exact.Square() + variance * variance.Unsqueeze(1)).Sqrt() / Math.Sqrt(count);
        // The largest of 78 standard normal deviations exceeds 4.5 with probability below 10⁻³.
        Assert.True(((g.T.MatMul(g) / count - exact) / error).Abs().Max().Item() < 4.5);
        Assert.True((g.Mean(0) / (variance / count).Sqrt()).Abs().Max().Item() < 4);
        // Fourth moments tell normal numbers from others: E g⁴ = 3σ⁴ with standard error √(96/N)σ⁴.
        Assert.True((((g * g * g * g).Mean(0) / variance.Square() - 3) / Math.Sqrt(96.0 / count)).Abs().Max().Item() < 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_finer_grid_continues_the_field_of_a_coarser_one(bool nodes)
    {
        // All waves above 2π · 7 vanish, so the grids differ in nothing else.
        var band = new Band();
        Grid coarse = nodes ? new(Axis.Nodes(17), Axis.Nodes(17)) : Grid.Periodic(16, dimensions: 2), fine = nodes ? coarse.With(33, 49) : coarse.With(32, 48);
        var (a, b) = (new GaussianField(coarse, band).Sample(new Rng(3), 2), new GaussianField(fine, band).Sample(new Rng(3), 2));
        Assert.True((a - b[.., Slice.Step(null, null, 2), Slice.Step(null, null, 3)]).Abs().Max().Item() < 1e-13);
        Assert.True(a.Std().Item() > 0.1);
    }

    [Fact]
    public void Samples_depend_on_seed_and_number_alone()
    {
        var field = new GaussianField(Grid.Periodic(10, dimensions: 2), Rough);
        var all = field.Sample(new Rng(7), 5);
        Assert.Equal(all[3..].ToDoubles(), field.Sample(new Rng(7), 2, first: 3).ToDoubles());
        Assert.NotEqual(all[0].ToDoubles(), all[1].ToDoubles());
        Assert.NotEqual(all.ToDoubles(), field.Sample(new Rng(8), 5).ToDoubles());
        Assert.NotEqual(all.ToDoubles(), field.Sample(new Rng(7).Stream("test"), 5).ToDoubles());
    }

    [Fact]
    public void Truncation_keeps_the_largest_eigenvalues()
    {
        var field = new GaussianField(Grid.Periodic(8, dimensions: 2), Rough, withoutConstant: true);
        var truncated = field.Truncate(10);
        var sorted = field.Eigenvalues.ToDoubles().OrderDescending().ToArray();
        Assert.Equal(sorted[..10].Sum(), truncated.Energy, 1e-14);
        Assert.Equal(10, (truncated.Eigenvalues > 0).Sum().Item());
        Assert.Equal(field.Energy, field.Truncate(1000).Energy, 1e-14);
        Assert.True(field.Sample(new Rng(1), 3).Mean([1, 2]).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var cells = new Grid(Axis.Cells(4));
        Assert.Contains("both", Assert.Throws<ArgumentException>(() => new GaussianField(cells, Rough, new Boundaries(cells, (Boundary.Dirichlet(), Boundary.Neumann())))).Message, StringComparison.Ordinal);
        Assert.Contains("Chebyshev", Assert.Throws<ArgumentException>(() => new GaussianField(new Grid(Axis.Chebyshev(4)), Rough)).Message, StringComparison.Ordinal);
        Assert.Contains("constant", Assert.Throws<ArgumentException>(() => new GaussianField(cells, new RationalQuadratic(0.5, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("[4]", Assert.Throws<ArgumentException>(() => new GaussianField(cells, Rough).Synthesize(Tensor.Zeros(5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new GaussianField(cells, Rough).Sample(new Rng(1), -1));
    }

    private sealed class Band : ISpectrum
    {
        public double Density(double wavenumber, int dimensions) => wavenumber < 2 * Math.PI * 7.1 ? 1 / (1 + wavenumber) : 0;
    }
}
