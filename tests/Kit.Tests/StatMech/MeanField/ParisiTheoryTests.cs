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

    [Fact]
    public void ManySteps_HaveTheGroundStateEnergy()
    {
        // f = e₀ − 0.24 T³: 1.5·10⁻⁵ at T = 0.04.
        var order = new ParisiTheory(0.04).Full(16);
        Assert.Equal(-0.763166, order.FreeEnergy, 5e-5);
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
