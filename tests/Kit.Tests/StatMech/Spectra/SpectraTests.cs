using Kit.StatMech.Spectra;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Spectra;

public class SpectraTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void MarchenkoPastur_IsTheSpectrumOfGaussianMatrices(double ratio)
    {
        var (n, p) = (400, (int)(400 * ratio));
        var values = HeavyTail.Spectrum(new Rng(1).Normal((n, p)) / Math.Sqrt(n));
        var law = new MarchenkoPastur(ratio);
        // Eigenvalues are rigid: their distribution function is off by O(ln p/p) ≈ 0.015, far below the 1/√p of independent numbers.
        for (var k = 0; k < p; k++) Assert.InRange(Math.Abs(law.Cumulative(values[k]) - (k + 0.5) / p), 0, 0.02 * Math.Sqrt(400.0 / p));
        Assert.Equal(0.3, law.Cumulative(law.Quantile(0.3)), 9);
        // Mean σ² = 1, second moment 1 + γ, by the mean of λ(share).
        double[] quantiles = [.. Enumerable.Range(0, 500).Select(k => law.Quantile((k + 0.5) / 500))];
        Assert.Equal(1, quantiles.Average(), 0.001);
        Assert.Equal(1 + ratio, quantiles.Average(x => x * x), 0.005);
    }

    [Fact]
    public void Hill_OfAPowerLaw_IsItsExponent()
    {
        var rng = new Rng(2);
        // P(λ > x) = x^{1−α}: λ = u^{−1/(α−1)}.
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Pow(1 - rng.NextDouble(), -1 / 1.7))];
        // Standard error 1.7/√10000 = 0.017.
        Assert.Equal(2.7, HeavyTail.Hill(values), 0.06);
        Assert.Equal(2.7, HeavyTail.Hill(values, 1000), 0.22);
    }

    [Fact]
    public void FixedAspect_GivesTheSameLaw_ForMatricesOfAnyShape()
    {
        var rng = new Rng(3);
        double Alpha(Tensor w) => HeavyTail.Hill(HeavyTail.FixedAspectSpectrum(w, 1, 64));
        var (square, slim, flat) = (rng.Normal((128, 128)), rng.Normal((512, 128)), rng.Normal((128, 512)));
        Assert.InRange(HeavyTail.Hill(HeavyTail.Spectrum(slim)) - HeavyTail.Hill(HeavyTail.Spectrum(square)), 0.5, 10);
        Assert.InRange(Math.Abs(Alpha(slim) - Alpha(square)), 0, 0.1);
        Assert.InRange(Math.Abs(Alpha(flat) - Alpha(square)), 0, 0.1);
        // The whole of a matrix is one window.
        Assert.Equal(HeavyTail.Spectrum(square), HeavyTail.FixedAspectSpectrum(square));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("a tail of 5 among 4", Assert.Throws<ArgumentException>(() => HeavyTail.Hill([1, 2, 3, 4], 5)).Message);
        Assert.Contains("is 0", Assert.Throws<ArgumentException>(() => HeavyTail.Hill([0, 0, 3, 4])).Message);
        Assert.Contains("windows that fit", Assert.Throws<ArgumentException>(() => HeavyTail.FixedAspectSpectrum(Tensor.Ones((8, 8)), 2, 8)).Message);
        Assert.Contains("take the transpose", Assert.Throws<InvalidOperationException>(() => new MarchenkoPastur(2).Density(1)).Message);
    }
}
