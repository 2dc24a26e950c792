using Kit.StatMech.MeanField;

namespace Kit.Tests.StatMech.MeanField;

public class PerceptronTests
{
    [Fact]
    public void Capacities_AreThoseOfCoverGardnerKrauthAndMezard()
    {
        Assert.Equal(2, Perceptron.Capacity(), 1e-12);
        // 1/α_c(1) = 2 H(−1) + G(1) = 1.68269 + 0.24197.
        Assert.Equal(1 / 1.924660, Perceptron.Capacity(1), 1e-5);
        Assert.Equal(0.833, Perceptron.BinaryCapacity(), 5e-4);
    }

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.4, 0.5)]
    public void Overlap_IsStationary(double load, double margin)
    {
        var (q, h) = (Perceptron.Overlap(load, margin), 1e-5);
        Assert.InRange(q, 0.01, 0.99);
        Assert.Equal(0, (Perceptron.Entropy(load, q + h, margin) - Perceptron.Entropy(load, q - h, margin)) / (2 * h), 1e-7);
    }

    [Fact]
    public void NearCapacity_SolutionsBecomeOne()
    {
        Assert.True(Perceptron.Overlap(1.9) > 0.9);
        Assert.Equal(Math.Log(2), Perceptron.BinaryEntropy(0), 1e-10);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("κ = -1", Assert.Throws<ArgumentException>(() => Perceptron.Capacity(-1)).Message);
        Assert.Contains("beyond the capacity 2", Assert.Throws<ArgumentException>(() => Perceptron.Overlap(2.5)).Message);
    }
}
