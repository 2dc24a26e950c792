using Kit.StatMech.Memories;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

public class DenseReplicasTests
{
    [Theory]
    [InlineData(3, 0.2, 0.0, false, 0.3)]
    [InlineData(4, 0.05, 0.0, true, 0.4)]
    [InlineData(6, 0.1, 0.3, false, 0.2)]
    public void FreeEnergy_IsStationaryAtTheState_AndItsSlopeIsTheEntropy(int degree, double load, double entropy, bool selfTerms, double t)
    {
        var theory = new DenseReplicas(degree, DenseNoise.Of(degree, load, selfTerms), Signal.OfEntropy(entropy));
        var state = theory.Solve(t);
        Assert.True(state.Magnetization > 0.8);
        // Central differences of step 10⁻⁵: 10⁻¹⁰ of curvature, 10⁻¹¹ of rounding, and the solver's 10⁻¹¹.
        const double h = 1e-5;
        Assert.Equal(0, (theory.FreeEnergy(t, state.Signal + h, state.Overlap) - theory.FreeEnergy(t, state.Signal - h, state.Overlap)) / (2 * h), 1e-7);
        Assert.Equal(0, (theory.FreeEnergy(t, state.Signal, state.Overlap + h) - theory.FreeEnergy(t, state.Signal, state.Overlap - h)) / (2 * h), 1e-7);
        var slope = (theory.FreeEnergy(t + h, state.Signal, state.Overlap) - theory.FreeEnergy(t - h, state.Signal, state.Overlap)) / (2 * h);
        Assert.Equal(-slope, theory.Entropy(t, state), 1e-7);
    }

    [Fact]
    public void WithoutLoad_ItIsTheMeanFieldEquation()
    {
        var theory = new DenseReplicas(4, DenseNoise.Of(4, 0));
        var m = theory.Solve(0.6).Magnetization;
        Assert.Equal(Math.Tanh(2 * m * m * m / 0.6), m, 1e-9);
        // The branch ends where m = tanh(2m³/T) touches: the largest T = 2m³/artanh m is 0.9918 (found on a grid).
        var end = Enumerable.Range(1, 9999).Max(i => 2 * Math.Pow(i / 1e4, 3) / Math.Atanh(i / 1e4));
        Assert.True(theory.Solve(end - 0.002).Magnetization > 0.8);
        Assert.True(theory.Solve(end + 0.002).Magnetization < 1e-4);
    }

    [Fact]
    public void GroundState_IsTheLimitOfLowTemperature()
    {
        foreach (var signal in new[] { Signal.Clean, Signal.OfEntropy(0.2), Signal.Of(new(0.7, 9)) })
        {
            var theory = new DenseReplicas(4, DenseNoise.Of(4, 0.1), signal);
            var (cold, ground) = (theory.Solve(0.04), theory.GroundState());
            // Corrections are O(T) times the density of fields at 0, which is 10⁻² here.
            Assert.Equal(ground.Signal, cold.Signal, 2e-3);
            Assert.Equal(ground.Magnetization, cold.Magnetization, 2e-3);
        }
    }

    [Fact]
    public void ManyExamples_HaveTheLawOfTheirEntropy()
    {
        var data = new NoisyExamples(0.2, 120);
        var noise = DenseNoise.Of(4, 0.1);
        var (exact, limit) = (new DenseReplicas(4, noise, Signal.Of(data)).Solve(0.3), new DenseReplicas(4, noise, Signal.OfEntropy(data.Entropy)).Solve(0.3));
        // The law of a sum of 120 differs from the normal one by the fourth cumulant, 2/120.
        Assert.Equal(limit.Magnetization, exact.Magnetization, 3e-3);
    }

    [Fact]
    public void NoiseOfWrongPatterns_IsThatOfSampledNetworks()
    {
        // Fields of a state equal to pattern 1, from the other patterns: variance Σ (k/2) J_k² at q = 1, in units of P!/2.
        const int n = 30, count = 3000, samples = 20;
        foreach (var selfTerms in new[] { false, true })
        {
            var (sum, fields) = (0.0, 0);
            for (var sample = 0; sample < samples; sample++)
            {
                var rng = new Rng(sample);
                var model = new DenseHebbian(Patterns.Random(count, n, rng), 4, selfTerms);
                var state = model.Start(rng);
                for (var i = 0; i < n; i++, fields++)
                {
                    var field = model.Change(state, i, (sbyte)-state.Values[i]) / 2 * DenseReplicas.Unit(4);
                    // With self terms the mean ΔE/2 is not 0: terms with s_i twice and the change of s_i⁴ = const give one.
                    sum += field * field;
                }
            }

            var expected = DenseNoise.Of(4, DenseReplicas.Load(4, count, n), selfTerms).Variance(1);
            // 600 fields that are nearly independent: a variance to 6 %, three times that; O(1/N) with distinct spins is 1 − 6/N = 0.8.
            Assert.InRange(sum / fields / expected, 0.62, 1.2);
        }
    }

    [Fact]
    public void UnsupervisedExamples_RaiseTheNoiseUntilThereAreManyMore()
    {
        Assert.Equal(1, DenseNoise.OfExamples(new(1, 5), 4), 12);
        Assert.True(DenseNoise.OfExamples(new(0.5, 20), 4) > 5);
        Assert.Equal(1, DenseNoise.OfExamples(new(0.5, 10_000_000), 4), 1e-2);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("P = 2", Assert.Throws<ArgumentException>(() => DenseNoise.Of(2, 0.1)).Message);
        Assert.Contains("load -1", Assert.Throws<ArgumentException>(() => DenseNoise.Of(4, -1)).Message);
        Assert.Contains("noise of P = 4", Assert.Throws<ArgumentException>(() => new DenseReplicas(6, DenseNoise.Of(4, 0.1))).Message);
        Assert.Contains("temperature 0", Assert.Throws<ArgumentException>(() => new DenseReplicas(4, DenseNoise.Of(4, 0.1)).Solve(0)).Message);
        Assert.Contains("entropy -1", Assert.Throws<ArgumentException>(() => Signal.OfEntropy(-1)).Message);
    }
}
