using Kit.StatMech.MeanField;

namespace Kit.Tests.StatMech.MeanField;

public class ParisiTheoryTests
{
    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.3, 0.4)]
    public void NoSteps_AreTheSymmetricTheory(double t, double h)
    {
        var (symmetric, order) = (new SherringtonKirkpatrick(t, h), new ParisiTheory(t, h).Solve([]));
        var exact = symmetric.Solve();
        Assert.Equal(exact.Overlap, order.EdwardsAnderson, 1e-7);
        Assert.Equal(symmetric.FreeEnergy(exact), order.FreeEnergy, 1e-8);
        Assert.Equal(symmetric.Energy(exact), order.Energy, 1e-7);
        Assert.Equal(symmetric.Replicon(exact), order.Replicon, 1e-7);
    }

    [Fact]
    public void Overlaps_AreStationary()
    {
        var theory = new ParisiTheory(0.4, 0.2);
        double[] steps = [0.2, 0.5];
        var order = theory.Solve(steps);
        for (var k = 0; k < 3; k++)
        {
            double At(double shift) => theory.At(steps, [.. order.Overlaps.Select((q, i) => i == k ? q + shift : q)]).FreeEnergy;
            // A difference of step 10⁻⁴ of a function with third derivatives of order 10.
            Assert.Equal(0, (At(1e-4) - At(-1e-4)) / 2e-4, 1e-6);
        }
    }

    [Fact]
    public void OneStep_HasTheGroundStateEnergyOfParisi1980()
    {
        // e = −0.7652 with T² corrections; s = −0.010 at T = 0.
        var order = new ParisiTheory(0.03).OneStep();
        Assert.Equal(-0.7652, order.Energy, 4e-4);
        Assert.Equal(-0.01, (order.Energy - order.FreeEnergy) / 0.03, 5e-3);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.7)]
    public void OneStep_HasTwoOverlapsAboveZero_AndTheLargestFreeEnergyAmongSteps(double temperature)
    {
        var theory = new ParisiTheory(temperature);
        var best = theory.OneStep();
        Assert.InRange(best.Overlaps[0], 0.05, 0.7 * best.Overlaps[1]);
        foreach (var factor in new[] { 0.8, 1.2 }) Assert.True(theory.Solve([factor * best.Steps[0]], best.Overlaps).FreeEnergy < best.FreeEnergy);
        Assert.Contains("T = 0.99", Assert.Throws<InvalidOperationException>(() => new ParisiTheory(0.99).OneStep()).Message);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.04)]
    public void ManySteps_HaveTheGroundStateEnergyAndEntropyOfCrisantiAndRizzo(double t)
    {
        var order = new ParisiTheory(t).Full();
        // e₀ = −0.763167, s = 0.72 T² and so f = e₀ − 0.24 T³, e = f + Ts; K = 20 steps are 10⁻⁶ too low, which is a part 10⁻⁶/(Tt²) of the entropy.
        Assert.Equal(-0.763167 - 0.24 * t * t * t, order.FreeEnergy, 3e-6);
        Assert.Equal(-0.763167 + 0.48 * t * t * t, order.Energy, 6e-6);
        Assert.InRange((order.Energy - order.FreeEnergy) / t, 0, 0.8 * t * t);
    }

    [Theory]
    [InlineData(0.02, 2e-3)]
    [InlineData(0.1, 6e-4)]
    [InlineData(0.5, 2e-4)]
    [InlineData(0.9, 5e-5)]
    public void ManySteps_HaveSusceptibilityOneAtAllTemperatures(double t, double tolerance)
    {
        var order = new ParisiTheory(t).Full();
        // Steps of q leave an error of the order of 1/K² in ∫q dx, more of it where q rises in a small part of (0, 1); what earlier choices of the steps gave was off by 0.04 and more.
        Assert.Equal(1, (1 - order.MeanOverlap) / t, tolerance);
        Assert.True(order.Energy > order.FreeEnergy, "entropy is positive");
        // As steps grow in number the state is marginal; at T = 0.02 an error of 10⁻⁵ in q_K is 0.03 here.
        if (t > 0.05) Assert.InRange(order.Replicon, -1e-3, 6e-3);
        // No two steps fall together where q rises.
        for (var k = 0; k < 12; k++) Assert.InRange(order.Overlaps[k + 1] / order.Overlaps[k], 1.005, 4);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.9)]
    public void NearTheTransition_OrderAndFreeEnergyHaveTheirExpansions(double t)
    {
        var (order, tau) = (new ParisiTheory(t).Full(), 1 - t);
        // q = x/2 (1 + O(τ)) up to q(1) = τ + τ² − τ³ + O(τ⁴).
        Assert.Equal(tau + tau * tau - tau * tau * tau, order.EdwardsAnderson, 5 * Math.Pow(tau, 4) + 1e-4);
        var x = (order.Steps[4] + order.Steps[5]) / 2;
        Assert.Equal(0.5, order.Overlaps[5] / x, 2 * tau);
        // With ∫q² = τ² + (2/3)τ³ and d(βf)/dβ = e = −(β/2)(1 − ∫q²): f = −T ln 2 − β/4 + τ³/6 + 7τ⁴/24 + O(τ⁵).
        var gain = order.FreeEnergy + t * Math.Log(2) + 1 / (4 * t);
        Assert.Equal(Math.Pow(tau, 3) / 6 + 7 * Math.Pow(tau, 4) / 24, gain, 0.5 * Math.Pow(tau, 5) + 1e-8);
    }

    [Fact]
    public void TooFewSteps_AreRefusedWithTheNumbers()
    {
        var message = Assert.Throws<ArithmeticException>(() => new ParisiTheory(0.05).Full(2)).Message;
        Assert.Contains("2 steps at T = 0.05", message);
        Assert.Contains("susceptibility", message);
        Assert.Contains("0 steps", Assert.Throws<ArgumentException>(() => new ParisiTheory(0.5).Full(0)).Message);
    }

    [Fact]
    public void MoreSteps_RaiseTheFreeEnergy_AndMakeTheStateMarginal()
    {
        var theory = new ParisiTheory(0.4);
        var (none, one, many) = (theory.Solve([]), theory.OneStep(), theory.Full());
        Assert.True(none.FreeEnergy < one.FreeEnergy && one.FreeEnergy < many.FreeEnergy);
        Assert.True(none.Replicon < one.Replicon && one.Replicon < many.Replicon);
        Assert.Equal(0, many.Replicon, 5e-3);
        Assert.True(many.Energy > many.FreeEnergy, "entropy is positive");
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("T = 0", Assert.Throws<ArgumentException>(() => new ParisiTheory(0)).Message);
        Assert.Contains("ascend", Assert.Throws<ArgumentException>(() => new ParisiTheory(1).Solve([0.5, 0.2])).Message);
        Assert.Contains("1 overlaps for 1 steps", Assert.Throws<ArgumentException>(() => new ParisiTheory(1).At([0.5], [0.2])).Message);
    }
}
