using Kit.StatMech.Exact;
using Kit.StatMech.Memories;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

public class HopfieldModelTests
{
    [Theory]
    [InlineData(3)] // sums are kept
    [InlineData(50)] // couplings are kept
    public void EnergyAndChanges_AreThoseOfTheDoubleSum(int count)
    {
        var rng = new Rng(1);
        var patterns = Patterns.Diluted(count, 21, 0.2, rng);
        var model = new HopfieldModel(Teaching.Supervised(patterns, new(0.7, 3), rng));
        Consistency.OfChanges(model, rng, state => Direct(model.Teaching, state.Values));
    }

    [Fact]
    public void BothWaysOfKeeping_GiveTheSameModel()
    {
        var (rng, n) = (new Rng(3), 24);
        // Twice the same patterns with half the weight each: more vectors than spins against fewer.
        var patterns = Patterns.Random(20, n, rng);
        var few = new HopfieldModel(patterns);
        var many = new HopfieldModel(Teaching.Unsupervised(patterns, new NoisyExamples(1, 2), rng));
        var state = few.Start(rng);
        Assert.Equal(few.Energy(state), many.Energy(state), 10);
        var other = many.Start(rng);
        for (var i = 0; i < n; i++) many.Set(other, i, state.Values[i]);
        for (var i = 0; i < n; i++) Assert.Equal(few.Change(state, i, (sbyte)-state.Values[i]), many.Change(other, i, (sbyte)-other.Values[i]), 10);
    }

    [Fact]
    public void OnePattern_IsTheModelOfCurieAndWeiss()
    {
        // Z = Σ_n C(N, n) e^{β (N − 2n)²/(2N)}.
        const int n = 12;
        var (sum, binomial) = (0.0, 1.0);
        for (var k = 0; k <= n; k++)
        {
            sum += binomial * Math.Exp(0.8 * Math.Pow(n - 2 * k, 2) / (2 * n));
            binomial *= (double)(n - k) / (k + 1);
        }

        Assert.Equal(Math.Log(sum), new Enumeration(new HopfieldModel(Patterns.Random(1, n, new Rng(5)))).LogPartition(0.8), 11);
    }

    [Fact]
    public void FewPatterns_AreFixedPointsAtLowTemperature()
    {
        var rng = new Rng(6);
        var model = new HopfieldModel(Patterns.Random(5, 500, rng));
        var state = model.Start(rng);
        // One of five spins is wrong at the start.
        for (var i = 0; i < 500; i++) model.Set(state, i, (sbyte)(rng.NextDouble() < 0.2 ? -model.Teaching.Truth[0, i] : model.Teaching.Truth[0, i]));
        var update = new Metropolis(model, SiteOrder.Sequential);
        for (var sweep = 0; sweep < 20; sweep++) update.Sweep(state, 10, rng);
        Assert.True(model.Teaching.Truth.Overlap(state.Values, 0) > 0.97);
    }

    private static double Direct(Teaching teaching, sbyte[] s)
    {
        var (sum, v) = (0.0, teaching.Vectors);
        for (var k = 0; k < v.Count; k++)
            for (var i = 0; i < s.Length; i++)
                for (var j = 0; j < s.Length; j++) sum += v[k, i] * v[k, j] * s[i] * s[j];
        return -sum * teaching.Weight / (2 * s.Length * teaching.Scale * teaching.Scale);
    }
}
