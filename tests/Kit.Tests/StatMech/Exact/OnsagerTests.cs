using Kit.StatMech.Exact;

namespace Kit.Tests.StatMech.Exact;

public class OnsagerTests
{
    [Fact]
    public void AtTheTransition_EnergyIsMinusRootTwo_AndTheFreeEnergyHoldsCatalansConstant()
    {
        // ln Z/N = ½ ln 2 + 2G/π, G = 0.915965594177219: Onsager's equation 121.
        var beta = 1 / Onsager.CriticalTemperature;
        Assert.Equal(2.269185314213022, Onsager.CriticalTemperature, 1e-14);
        Assert.Equal(-Math.Sqrt(2), Onsager.Energy(beta), 1e-12);
        Assert.Equal(0.5 * Math.Log(2) + 2 * 0.915965594177219 / Math.PI, Onsager.LogPartition(beta), 1e-12);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(0.44)]
    [InlineData(0.45)]
    [InlineData(0.9)]
    public void EnergyAndSpecificHeat_AreDerivatives(double beta)
    {
        // Central differences; near the transition, 7·10⁻⁴ away, C ~ −ln|t| has the third derivative 1/t² ~ 10⁶ and h² 10⁶ = 10⁻⁶.
        const double h = 1e-6;
        Assert.Equal(-(Onsager.LogPartition(beta + h) - Onsager.LogPartition(beta - h)) / (2 * h), Onsager.Energy(beta), 1e-8);
        Assert.Equal(-beta * beta * (Onsager.Energy(beta + h) - Onsager.Energy(beta - h)) / (2 * h), Onsager.SpecificHeat(beta), 2e-6);
    }

    [Fact]
    public void Limits_AreThoseOfHighAndLowTemperature()
    {
        Assert.Equal(Math.Log(2) + 1e-6, Onsager.LogPartition(1e-3), 1e-11);
        Assert.Equal(20, Onsager.LogPartition(10), 1e-12);
        Assert.Equal(-2, Onsager.Energy(10), 1e-12);
        Assert.Equal(0, Onsager.Magnetization(0.44));
        // m⁸ = 1 − sinh⁻⁴ 2K, to first order 8√2 (K − K_c).
        Assert.Equal(Math.Pow(8 * Math.Sqrt(2) * 1e-6, 0.125), Onsager.Magnetization(1 / Onsager.CriticalTemperature + 1e-6), 1e-5);
    }

    [Fact]
    public void BadInput_IsNamed() => Assert.Contains("-1", Assert.Throws<ArgumentException>(() => Onsager.Energy(-1)).Message);
}
