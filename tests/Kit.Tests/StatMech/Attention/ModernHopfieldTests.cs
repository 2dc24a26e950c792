using Kit.StatMech.Attention;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Attention;

public class ModernHopfieldTests
{
    [Fact]
    public void Update_IsAttention_WithKeysAsValues()
    {
        var rng = new Rng(1);
        var (keys, queries) = (rng.Normal((20, 8)), rng.Normal((5, 8)));
        var attention = Functions.Softmax(queries.MatMul(keys.T) / Math.Sqrt(8)).MatMul(keys);
        Assert.True((new ModernHopfield(keys, 1 / Math.Sqrt(8)).Update(queries) - attention).Abs().Max().Item() < 1e-14);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(10)]
    public void Energy_NeverRises_AndItsGradientIsTheStep(double beta)
    {
        var rng = new Rng(2);
        var memory = new ModernHopfield(rng.Normal((30, 10)), beta);
        var states = rng.Normal((50, 10));
        // ∂E/∂ξ = ξ − Xᵀ softmax(βXξ): the concave–convex step is a gradient step of length 1.
        var gradient = Kit.Autodiff.Grad.Of((Tensor x) => memory.Energy(x).Sum())(states);
        Assert.True((gradient - (states - memory.Update(states))).Abs().Max().Item() < 1e-12);
        for (var update = 0; update < 20; update++)
        {
            var next = memory.Update(states);
            Assert.True((memory.Energy(next) - memory.Energy(states)).Max().Item() <= 1e-12);
            states = next;
        }

        // 0 ≤ E ≤ 2M² in the convex hull, where every update ends.
        Assert.InRange(memory.Energy(states).Min().Item(), -1e-9, 2 * Math.Pow(memory.LargestNorm, 2));
        Assert.InRange(memory.Energy(states).Max().Item(), -1e-9, 2 * Math.Pow(memory.LargestNorm, 2));
    }

    [Fact]
    public void OneUpdate_StaysWithinTheBound()
    {
        var rng = new Rng(3);
        var patterns = rng.Normal((40, 64));
        patterns /= patterns.Norm([-1], keepDims: true);
        var memory = new ModernHopfield(patterns, 40);
        var noise = rng.Normal((40, 64));
        var cues = patterns + noise / noise.Norm([-1], keepDims: true) * 0.05;
        var (errors, bounds) = ((memory.Update(cues) - patterns).Norm([-1]).ToDoubles(), memory.OneStepErrorBound(0.05).ToDoubles());
        for (var i = 0; i < 40; i++) Assert.InRange(errors[i], 0, bounds[i]);
        Assert.True(bounds.Max() < 1e-3);
    }

    [Fact]
    public void Kinds_GoFromGlobalThroughMetastableToSingle_AsBetaGrows()
    {
        // Two tight pairs on the circle: a mean of all, then of each pair, then each alone.
        double[] angles = [0, 0.2, 3, 3.2];
        var patterns = Tensor.Stack([.. angles.Select(a => Tensor.Of([Math.Cos(a), Math.Sin(a)]))]);
        FixedPointKind Kind(double beta)
        {
            var memory = new ModernHopfield(patterns, beta);
            return memory.Classify(memory.Retrieve(patterns[..1], 1e-9, 100_000).States)[0];
        }

        Assert.Equal((FixedPointKind.Global, FixedPointKind.Metastable, FixedPointKind.Single), (Kind(0.5), Kind(10), Kind(1000)));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("β = 0", Assert.Throws<ArgumentException>(() => new ModernHopfield(Tensor.Ones((2, 2)), 0)).Message);
        Assert.Contains("[N, d] is right", Assert.Throws<ArgumentException>(() => new ModernHopfield(Tensor.Ones(2), 1)).Message);
        Assert.Contains("still move", Assert.Throws<ArithmeticException>(() => new ModernHopfield(Tensor.Eye(2), 1).Retrieve(Tensor.Ones((1, 2)) * 3, 0, 1)).Message);
    }
}
