using Kit.StatMech.Exact;
using Kit.StatMech.MeanField;

namespace Kit.Tests.StatMech.MeanField;

public class BethePeierlsTests
{
    [Fact]
    public void AChain_IsSolvedExactly() => Assert.Equal(-Strip.Ising(field: 0.3).LogPartition(0.9) / 0.9, new BethePeierls(2).FreeEnergy(0.9, 0.3), 1e-11);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Magnetization_VanishesAtTheCriticalTemperatures(int z)
    {
        var theory = new BethePeierls(z);
        Assert.Equal(1.0 / (z - 1), Math.Tanh(1 / theory.CriticalTemperature), 1e-14);
        Assert.True(theory.Magnetization(1.001 / theory.CriticalTemperature) > 0.03);
        Assert.Equal(0, theory.Magnetization(0.99 / theory.CriticalTemperature), 1e-5);
        // Curie–Weiss: m² = 3(1 − T/T_c).
        Assert.Equal(Math.Sqrt(3 * 1e-3), theory.CurieWeissMagnetization(1.001 / theory.CurieTemperature), 1e-3);
        // Fluctuations lower T_c: 2.27 < 2.89 < 4 for z = 4.
        Assert.True(theory.CriticalTemperature < theory.CurieTemperature);
    }

    [Fact]
    public void Magnetization_IsTheDerivativeOfTheFreeEnergy()
    {
        var (theory, h) = (new BethePeierls(4), 1e-5);
        Assert.Equal(-(theory.FreeEnergy(0.4, 0.1 + h) - theory.FreeEnergy(0.4, 0.1 - h)) / (2 * h), theory.Magnetization(0.4, 0.1), 1e-8);
        var m = theory.CurieWeissMagnetization(0.3, 0.1);
        Assert.Equal(0, (theory.CurieWeissFreeEnergy(0.3, m + h, 0.1) - theory.CurieWeissFreeEnergy(0.3, m - h, 0.1)) / (2 * h), 1e-9);
    }

    [Fact]
    public void BadInput_IsNamed() => Assert.Contains("z = 1", Assert.Throws<ArgumentException>(() => new BethePeierls(1)).Message);
}
