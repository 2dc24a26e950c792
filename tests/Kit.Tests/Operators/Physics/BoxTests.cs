using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class BoxTests
{
    private static readonly Box Box = new((-1, 1), (0, 4));

    [Fact]
    public void A_grid_has_both_ends_and_a_face_holds_its_coordinate()
    {
        var grid = Box.Grid(3, 2).ToDoubles();
        Assert.Equal([-1, 0, -1, 4, 0, 0, 0, 4, 1, 0, 1, 4], grid);
        Assert.Equal([-1, 2, 1, 2], Box.Face(axis: 1, at: 2, 2).ToDoubles());
        Assert.Equal([-1, 0, -1, 4], Box.Face(0, -1, 2).ToDoubles());
    }

    [Fact]
    public void A_latin_hypercube_has_one_point_in_each_slice_of_each_side()
    {
        var points = (Box.LatinHypercube(50, new Rng(1)) - Tensor.Of([-1.0, 0])) / Tensor.Of([2.0, 4]);
        for (var d = 0; d < 2; d++)
            Assert.Equal(Enumerable.Range(0, 50), points[.., d].ToDoubles().Select(z => (int)(z * 50)).Order());
    }

    [Fact]
    public void Sobol_points_fill_every_elementary_box_of_two_coordinates()
    {
        // With the origin, which is left out, 2⁶ points put one in each of the 64 boxes of any shape 2⁻ᵃ × 2⁻ᵇ, a + b = 6.
        var z = SobolSequence.Points(63, 2).ToDoubles();
        for (var a = 0; a <= 6; a++)
        {
            var cells = Enumerable.Range(0, 63).Select(i => (int)(z[2 * i] * (1 << a)) * (1 << 6 - a) + (int)(z[2 * i + 1] * (1 << 6 - a))).Append(0);
            Assert.Equal(64, cells.Distinct().Count());
        }
    }

    [Fact]
    public void Sobol_points_fill_the_slices_of_every_coordinate()
    {
        var points = SobolSequence.Points(127, SobolSequence.MostDimensions);
        for (var d = 0; d < SobolSequence.MostDimensions; d++)
            Assert.Equal(128, points[.., d].ToDoubles().Append(0).Select(z => (int)(z * 128)).Distinct().Count());
    }

    [Fact]
    public void Symmetric_coordinates_and_uniform_points_stay_in_the_box()
    {
        var points = Box.Uniform(200, new Rng(2));
        Assert.True(Box.ToSymmetric(points).Abs().Max().Item() <= 1);
        Assert.Equal([-1, 1], Box.ToSymmetric(Tensor.Of(new[,] { { -1.0, 4 } })).ToDoubles());
    }

    [Fact]
    public void Bad_boxes_and_counts_are_refused()
    {
        Assert.Contains("[1, 1]", Assert.Throws<ArgumentException>(() => new Box((1, 1))).Message);
        Assert.Throws<ArgumentException>(() => new Box());
        Assert.Contains("2 coordinates", Assert.Throws<ArgumentException>(() => Box.Grid(3)).Message);
        Assert.Throws<ArgumentException>(() => Box.Face(0, 0, 2, 2));
        Assert.Throws<ArgumentException>(() => SobolSequence.Points(10, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => Box.Uniform(0, new Rng(1)));
    }

    [Fact]
    public void Adaptive_points_follow_the_residual()
    {
        var pool = new Box((0.0, 1.0)).Uniform(4000, new Rng(3));
        var residual = pool.Square();
        Assert.Equal(residual.Max().Item(), AdaptiveSampling.Rar(pool, residual, 5).Square().Max().Item());
        // Few of many: the density is that of p(x) = x² / (1/3) + 1 up to the factor ½, whose mean is 5/8; 400 draws of spread 0.29 err by 0.014.
        var drawn = AdaptiveSampling.Rad(pool, residual, 400, new Rng(4));
        Assert.Equal(0.625, drawn.Mean().Item(), 0.045);
        Assert.Equal(400, drawn.ToDoubles().Distinct().Count());
        Assert.Throws<ArgumentException>(() => AdaptiveSampling.Rar(pool, residual[..10], 5));
    }
}
