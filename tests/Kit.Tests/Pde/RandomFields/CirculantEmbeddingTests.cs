using Kit.Pde;
using Kit.Pde.RandomFields;
using Kit.Tensors;

namespace Kit.Tests.Pde.RandomFields;

public sealed class CirculantEmbeddingTests
{
    [Fact]
    public void Covariance_on_a_line_is_exact() => Exact(new Grid(Axis.Nodes(11, 0, 2)), Matern.Exponential(0.7, 1.5));

    [Fact]
    public void Covariance_on_unequal_axes_is_exact() => Exact(new Grid(Axis.Cells(6), Axis.Nodes(5, 0, 2)), new Matern(1, 0.15, 0.8));

    [Fact]
    public void Covariance_of_smooth_kernels_is_exact_on_a_larger_torus()
    {
        var field = Exact(new Grid(Axis.Nodes(9)), new SquaredExponential(0.3));
        Assert.True(field.Extents[0] > 16, "the smallest torus is not enough, as the next test shows");
    }

    [Fact]
    public void A_torus_without_covariance_is_refused_with_its_eigenvalues()
    {
        var error = Assert.Throws<ArgumentException>(() => new CirculantEmbedding(new Grid(Axis.Nodes(9)), new SquaredExponential(0.3), growth: 1));
        Assert.Contains("eigenvalues from -", error.Message, StringComparison.Ordinal);
        Assert.Contains("growth", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CirculantEmbedding(new Grid(Axis.Chebyshev(9)), new SquaredExponential(0.3)));
    }

    [Fact]
    public void A_periodic_axis_is_its_own_torus() => Assert.Equal([8, 16], new CirculantEmbedding(new Grid(Axis.Periodic(8), Axis.Cells(9)), Matern.Exponential(0.1)).Extents);

    [Fact]
    public void Samples_depend_on_seed_and_number_alone()
    {
        var field = new CirculantEmbedding(new Grid(Axis.Cells(5), Axis.Cells(4)), Matern.Exponential(0.2));
        Assert.Equal(field.Sample(new Rng(2), 4)[2..].ToDoubles(), field.Sample(new Rng(2), 2, first: 2).ToDoubles());
    }

    /// <summary>L Lᵀ = C to rounding, L from unit noise.</summary>
    private static CirculantEmbedding Exact(Grid grid, IKernel kernel)
    {
        var field = new CirculantEmbedding(grid, kernel);
        var (n, m) = ((int)grid.Size, field.Extents.Aggregate(1, (a, b) => a * b));
        var map = field.Synthesize(Tensor.Eye(m).Reshape([m, .. field.Extents])).Reshape(m, n);
        Tensor square = 0;
        foreach (var x in grid.Coordinates())
        {
            var flat = x.BroadcastTo(grid.Shape).Flatten();
            square += (flat - flat.Unsqueeze(1)).Square();
        }

        var exact = Tensor.Of(Array.ConvertAll(square.ToDoubles(), s => kernel.At(Math.Sqrt(s)))).Reshape(n, n);
        Assert.True((map.T.MatMul(map) - exact).Abs().Max().Item() < 1e-12);
        return field;
    }
}
