using Kit.Operators.Evaluation;
using Kit.Tensors;

namespace Kit.Tests.Operators.Evaluation;

/// <summary>Measures against formulas for errors that are one wave or one constant.</summary>
public sealed class FieldErrorsTests
{
    private static readonly Tensor Line = Tensor.Arange(0.0, 64) * (2 * Math.PI / 64);

    private static double One(FieldErrors errors, string name) => errors.Means.Single(m => m.Name == name).Value;

    [Fact]
    public void A_constant_error_is_seen_alike_by_all_but_the_high_bands()
    {
        var u = new Rng(1).Normal([4, 1, 12, 20], 5);
        var errors = FieldErrors.Of(u - 0.5, u, 2);
        foreach (var name in (string[])["RMSE", "cRMSE", "bRMSE", "max"])
            Assert.Equal(0.5, One(errors, name), 1e-12);
        Assert.Equal(0.5 / 4, One(errors, "fRMSE low"), 1e-12); // |ê(0)|/points over the four κ of the band
        Assert.Equal(0, One(errors, "fRMSE middle"), 1e-12);
        Assert.True(double.IsNaN(One(errors, "fRMSE high"))); // 12 points have κ up to 5
    }

    [Theory]
    [InlineData(2, "fRMSE low", 4)]
    [InlineData(7, "fRMSE middle", 8)]
    [InlineData(20, "fRMSE high", 21)]
    public void A_wave_is_in_its_band_alone(int k, string band, int width)
    {
        var u = Tensor.Ones([2, 3, 1, 64]);
        var errors = FieldErrors.Of(u + (Line * k).Cos() * 0.1, u, 1);
        Assert.Equal(0.1 / Math.Sqrt(2), One(errors, "RMSE"), 1e-12);
        Assert.Equal(0.1 / Math.Sqrt(2), One(errors, "nRMSE"), 1e-12);
        Assert.Equal(0, One(errors, "cRMSE"), 1e-12);
        Assert.Equal(0.1, One(errors, "max"), 1e-12);
        foreach (var name in (string[])["fRMSE low", "fRMSE middle", "fRMSE high"])
            Assert.Equal(name == band ? 0.05 / width : 0, One(errors, name), 1e-12); // |ê(±k)| = n/20 · n/n; 64 points have κ = 0 … 32
    }

    [Fact]
    public void Sides_count_their_points_once_a_side()
    {
        var e = Tensor.Zeros([1, 1, 3, 5]);
        e[0, 0, 0, 0] = Tensor.Of(2.0); // a corner, on two sides
        e[0, 0, 1, 2] = Tensor.Of(9.0); // inside
        var errors = FieldErrors.Of(e, Tensor.Zeros(e.Shape), 2);
        Assert.Equal(Math.Sqrt(2 * 4 / 16.0), errors.Boundary.Item(), 1e-12);
        Assert.Equal(11 / 15.0, errors.Conserved.Item(), 1e-12);
    }

    [Fact]
    public void Every_time_and_channel_has_its_own_row()
    {
        var u = new Rng(1).Normal([2, 3, 2, 32]);
        var scale = Tensor.Of([1.0, 2, 3]).Reshape(1, 3, 1, 1) * Tensor.Of([1.0, 10]).Reshape(1, 1, 2, 1);
        var errors = FieldErrors.Of(u + scale, u, 1);
        Assert.Equal([1.0, 10, 2, 20, 3, 30], errors.Root.ToDoubles().Select(x => Math.Round(x, 10)));
        Assert.Equal(7, errors.ToTable().Rows.Count);
    }

    [Fact]
    public void Shapes_that_differ_are_refused() =>
        Assert.Contains("[N, C, n…]", Assert.Throws<ArgumentException>(() => FieldErrors.Of(Tensor.Zeros([2, 8]), Tensor.Zeros([2, 8]), 1)).Message, StringComparison.Ordinal);
}
