using Kit.StatMech.Memories;

namespace Kit.Tests.StatMech.Memories;

public class DenseBreakingTests
{
    [Fact]
    public void GlassTemperature_OfThreeSpins_IsTheKnownOne_AndTendsToTheRandomEnergyModel()
    {
        // 0.6513: Gross and Mézard's model at P = 3, as found by several authors; 1/(2√ln 2) = 0.60056 from above.
        Assert.Equal(0.6513, new DenseBreaking(3, DenseNoise.Of(3, 1)).GlassTemperature(), 5e-4);
        var limit = 1 / (2 * Math.Sqrt(Math.Log(2)));
        double[] gaps = [.. new[] { 4, 8, 16 }.Select(p => new DenseBreaking(p, DenseNoise.Of(p, 1)).GlassTemperature() - limit)];
        Assert.True(gaps[0] > 2 * gaps[1] && gaps[1] > 2 * gaps[2] && gaps[2] > -1e-6 && gaps[2] < 1e-4, string.Join(", ", gaps));
    }

    [Fact]
    public void FreeEnergy_IsStationaryInAllFourParameters_AndItsSlopeIsTheEntropy()
    {
        var theory = new DenseBreaking(4, DenseNoise.Of(4, 1));
        var state = theory.Solve(0.4, retrieval: false)!;
        Assert.InRange(state.Theta, 0.3, 0.95);
        Stationary(theory, 0.4, state);
        // A point with signal and q₁ > 0 at given θ.
        theory = new(4, DenseNoise.Of(4, 0.38), 0.06);
        var signal = theory.Solve(0.05, 0.25, new(1, 0.8, 1, 0.25));
        Assert.True(signal.Magnetization > 0.8 && signal.Within - signal.Between > 0.01);
        Stationary(theory, 0.05, signal, withTheta: false);
    }

    [Fact]
    public void BrokenEntropy_IsAboveTheSymmetricOne_WhichIsNegative()
    {
        var noise = DenseNoise.Of(4, 1);
        var (symmetric, theory) = (new DenseReplicas(4, noise), new DenseBreaking(4, noise));
        foreach (var t in new[] { 0.1, 0.2 })
        {
            var rs = symmetric.Entropy(t, symmetric.Solve(t, (0, 1)));
            var broken = theory.Entropy(t, theory.Solve(t, retrieval: false)!);
            Assert.True(rs < -0.05 && broken > rs + 0.05 && broken > -1e-3, $"T = {t}: {rs}, {broken}");
        }
    }

    [Fact]
    public void AboveTheGlassTemperature_ReplicasAreSymmetric() => Assert.Null(new DenseBreaking(4, DenseNoise.Of(4, 1)).Solve(0.7, retrieval: false));

    [Fact]
    public void EqualOverlaps_GiveTheSymmetricFreeEnergy()
    {
        var noise = DenseNoise.Of(6, 0.5, selfTerms: true);
        Assert.Equal(new DenseReplicas(6, noise).FreeEnergy(0.5, 0.7, 0.6), new DenseBreaking(6, noise).FreeEnergy(0.5, new(0.7, 0.6, 0.6, 0.4)), 1e-8);
    }

    private static void Stationary(DenseBreaking theory, double t, BrokenState s, bool withTheta = true)
    {
        // As for the symmetric theory: differences of step 10⁻⁵.
        const double h = 1e-5;
        Assert.Equal(0, Slope(s with { Magnetization = s.Magnetization + h }, s with { Magnetization = s.Magnetization - h }), 1e-6);
        if (s.Between > 0) Assert.Equal(0, Slope(s with { Between = s.Between + h }, s with { Between = s.Between - h }), 1e-6);
        Assert.Equal(0, Slope(s with { Within = s.Within + h }, s with { Within = s.Within - h }), 1e-6);
        var byTheta = Slope(s with { Theta = s.Theta + h }, s with { Theta = s.Theta - h });
        Assert.Equal(theory.Slope(t, s), -byTheta / t, 1e-6);
        if (!withTheta) return;
        Assert.Equal(0, byTheta, 1e-6);
        Assert.Equal(-(theory.FreeEnergy(t + h, s) - theory.FreeEnergy(t - h, s)) / (2 * h), theory.Entropy(t, s), 1e-6);

        double Slope(BrokenState up, BrokenState down) => (theory.FreeEnergy(t, up) - theory.FreeEnergy(t, down)) / (2 * h);
    }
}
