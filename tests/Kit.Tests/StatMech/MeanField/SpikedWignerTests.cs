using Kit.StatMech.MeanField;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MeanField;

public class SpikedWignerTests
{
    [Fact]
    public void MessagePassing_FollowsStateEvolution()
    {
        const int n = 1500;
        var rng = new Rng(7);
        var (signal, observation) = SpikedWigner.Sample(n, 1.6, rng);
        // m⁰ = tanh(λ²q + λ√q z) x as if a step before had overlap q: then q₁ is the next of state evolution.
        var (q, lambda) = (0.2, 1.6);
        var start = signal * (lambda * lambda * q + lambda * Math.Sqrt(q) * rng.Normal(n)).Tanh();
        var (overlaps, _) = SpikedWigner.MessagePassing(observation, signal, lambda, start, 8);
        var theory = SpikedWigner.StateEvolution(lambda, q, 9);
        // Fluctuations of order 1/√N = 0.026 in each of nine numbers.
        for (var t = 0; t <= 8; t++) Assert.Equal(theory[t + 1], overlaps[t], 0.06);
        Assert.Equal(SpikedWigner.BestOverlap(lambda), theory[^1], 0.02);
    }

    [Fact]
    public void TheBestOverlap_VanishesAtTheTransition()
    {
        Assert.Equal(0, SpikedWigner.BestOverlap(0.95), 1e-5);
        // q ≈ λ² − 1 just above, from q = λ²q − λ⁴q² + ….
        Assert.Equal(1, SpikedWigner.BestOverlap(1.01) / (1.01 * 1.01 - 1), 0.05);
        Assert.True(SpikedWigner.BestOverlap(4) > 0.999);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("λ = -1", Assert.Throws<ArgumentException>(() => SpikedWigner.BestOverlap(-1)).Message);
        Assert.Contains("for 4 signs", Assert.Throws<ArgumentException>(() => SpikedWigner.MessagePassing(Tensor.Zeros([3, 3]), Tensor.Zeros([4]), 1, Tensor.Zeros([4]), 1)).Message);
    }
}
