using Kit.StatMech.MeanField;

namespace Kit.Tests.StatMech.MeanField;

public class PSpinTheoryTests
{
    [Fact]
    public void ThreeSpins_FreezeAtTheKnownTemperatures()
    {
        var theory = new PSpinTheory(3);
        Assert.Equal(0.682, theory.DynamicalTemperature, 1e-3);
        Assert.Equal(0.651, theory.KauzmannTemperature, 1e-3);
    }

    [Fact]
    public void ManySpins_ApproachTheRandomEnergyModel()
    {
        Assert.Equal(0.600561, PSpinTheory.RandomEnergyTemperature, 1e-6);
        // The difference falls like 2^{−p}-small overlaps 1 − q.
        Assert.Equal(PSpinTheory.RandomEnergyTemperature, new PSpinTheory(12).KauzmannTemperature, 1e-3);
        Assert.Equal(PSpinTheory.RandomEnergyFreeEnergy(0.7), new PSpinTheory(12).FreeEnergy(0.7, 0, 1), 1e-12);
        Assert.Equal(-Math.Sqrt(Math.Log(2)), PSpinTheory.RandomEnergyFreeEnergy(PSpinTheory.RandomEnergyTemperature), 1e-14);
    }

    [Fact]
    public void Overlap_IsStationary()
    {
        var (theory, h) = (new PSpinTheory(4), 1e-5);
        var q = theory.Overlap(0.4, 0.6);
        Assert.InRange(q, 0.5, 1);
        Assert.Equal(0, (theory.FreeEnergy(0.4, q + h, 0.6) - theory.FreeEnergy(0.4, q - h, 0.6)) / (2 * h), 1e-7);
    }

    [Fact]
    public void BadInput_IsNamed() => Assert.Contains("p = 2", Assert.Throws<ArgumentException>(() => new PSpinTheory(2)).Message);
}
