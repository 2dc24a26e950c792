using Kit.Pde.RandomFields;

namespace Kit.Tests.Pde.RandomFields;

public sealed class SpectraTests
{
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(1, 2)]
    [InlineData(1.5, 3)]
    [InlineData(2.5, 2)]
    [InlineData(3.3, 3)]
    public void Spectrum_of_Matern_integrates_to_the_variance(double nu, int d)
    {
        var matern = new Matern(nu, 0.7, 1.3);
        Assert.Equal(1.69, FromSpectrum(matern, d, 0), 5e-4);
        Assert.Equal(1.69, matern.At(0), 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Kernel_of_Matern_is_the_transform_of_its_spectrum(double nu)
    {
        var matern = new Matern(nu, 0.7, 1.3);
        foreach (var r in new[] { 0.3, 1.1 }) Assert.Equal(matern.At(r), FromSpectrum(matern, 1, r), 5e-4);
    }

    [Fact]
    public void Kernels_of_squared_exponential_and_rational_quadratic_are_transforms_of_their_spectra()
    {
        foreach (var r in new[] { 0, 0.4, 1.3 })
        {
            var smooth = new SquaredExponential(0.6, 1.2);
            Assert.Equal(smooth.At(r), FromSpectrum(smooth, 1, r), 1e-6);
            foreach (var alpha in new[] { 0.8, 1.5, 4 })
            {
                var tailed = new RationalQuadratic(alpha, 0.6, 1.2);
                Assert.Equal(tailed.At(r), FromSpectrum(tailed, 1, r), 5e-4); // S ~ k^(2α − 1) near 0 for small α
            }
        }

        Assert.Equal(new SquaredExponential(0.6).Density(2, 2), new RationalQuadratic(60, 0.6).Density(2, 2), 2e-2); // the limit α → ∞, to O(1/α)
        Assert.Equal(double.PositiveInfinity, new RationalQuadratic(1, 1).Density(0, 2));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(2.5)]
    public void Half_integer_Matern_is_continuous_in_its_smoothness(double nu)
    {
        foreach (var r in new[] { 0.01, 0.3, 2 }) Assert.Equal(new Matern(nu + 1e-9, 0.5).At(r), new Matern(nu, 0.5).At(r), 1e-7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Inverse_Laplacian_is_a_Matern_covariance(int d)
    {
        var field = new InverseLaplacian(3, 2.5, 4);
        foreach (var k in new[] { 0, 1.7, 12 })
        {
            var density = field.Density(k, d);
            Assert.Equal(density, field.ToMatern(d).Density(k, d), 1e-12 * density);
        }
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Assert.Contains("length", Assert.Throws<ArgumentException>(() => new Matern(1, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SquaredExponential(1, -1));
        Assert.Throws<ArgumentException>(() => new RationalQuadratic(double.NaN, 1));
        Assert.Contains("α > 1.5", Assert.Throws<InvalidOperationException>(() => new InverseLaplacian(1, 1.5).ToMatern(3)).Message, StringComparison.Ordinal);
    }

    /// <summary>C(r) in d dimensions (r = 0 unless d = 1) by the midpoint rule on k = tan θ-like points, k = s/(1 − s²).</summary>
    private static double FromSpectrum(ISpectrum spectrum, int d, double r)
    {
        var (sum, points) = (0.0, 200_000);
        var sphere = d switch { 1 => 2, 2 => 2 * Math.PI, _ => 4 * Math.PI };
        for (var i = 0; i < points; i++)
        {
            var s = (i + 0.5) / points;
            var k = s / (1 - s * s);
            sum += spectrum.Density(k, d) * Math.Cos(k * r) * Math.Pow(k, d - 1) * (1 + s * s) / Math.Pow(1 - s * s, 2);
        }

        return sum / points * sphere / Math.Pow(2 * Math.PI, d);
    }
}
