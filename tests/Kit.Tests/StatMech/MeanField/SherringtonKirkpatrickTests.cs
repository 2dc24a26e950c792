using Kit.StatMech.MeanField;

namespace Kit.Tests.StatMech.MeanField;

public class SherringtonKirkpatrickTests
{
    [Fact]
    public void TowardsZeroTemperature_EnergyAndEntropyAreThoseOfSherringtonAndKirkpatrick()
    {
        // e = −√(2/π) + O(T²), s = −1/(2π) + O(T).
        var model = new SherringtonKirkpatrick(0.01);
        var order = model.Solve();
        Assert.Equal(-Math.Sqrt(2 / Math.PI), model.Energy(order), 1e-3);
        Assert.Equal(-1 / (2 * Math.PI), model.Entropy(order), 1e-2);
    }

    [Theory]
    [InlineData(0.6, 0.2, 0.0)]
    [InlineData(0.8, 0.1, 1.3)]
    [InlineData(1.7, 0.5, -0.4)]
    public void Equations_AreTheStationarityOfTheFreeEnergy_AndEnergyItsDerivative(double t, double h, double j0)
    {
        var model = new SherringtonKirkpatrick(t, h, j0);
        var (m, q, step) = (0.3, 0.4, 1e-5);
        // ∂f/∂m = J₀(m − ∫tanh), ∂f/∂q = (β/2)(q − … ) away from the solution too.
        var f = (double m, double q) => model.FreeEnergy(new(m, q));
        var equations = model.Equations(m, q);
        Assert.Equal(j0 * (m - equations[0]), (f(m + step, q) - f(m - step, q)) / (2 * step), 1e-8);
        Assert.Equal((equations[1] - q) / (2 * t), (f(m, q + step) - f(m, q - step)) / (2 * step), 1e-8);
        var order = model.Solve();
        double Beta(double b) => b * new SherringtonKirkpatrick(1 / b, h, j0).FreeEnergy(new SherringtonKirkpatrick(1 / b, h, j0).Solve());
        Assert.Equal((Beta(1 / t + 1e-4) - Beta(1 / t - 1e-4)) / 2e-4, model.Energy(order), 1e-6);
    }

    [Fact]
    public void AboveTheTransition_ItIsTheAnnealedParamagnet()
    {
        var model = new SherringtonKirkpatrick(1.25);
        var order = model.Solve();
        Assert.Equal(0, order.Overlap, 1e-9);
        Assert.Equal(-0.2 - 1.25 * Math.Log(2), model.FreeEnergy(order), 1e-12);
        Assert.Equal(1 - 0.64, model.Replicon(order), 1e-9);
    }

    [Fact]
    public void AlmeidaThouless_NearTheTransition_HasThePowerThreeHalves()
    {
        // h² = (4/3)(1 − T)³ to leading order; the next is relative 1 − T.
        var t = 0.98;
        Assert.Equal(1, Math.Pow(SherringtonKirkpatrick.AlmeidaThouless(t), 2) / (4.0 / 3 * Math.Pow(1 - t, 3)), 0.06);
        // T h-line at low temperatures: T ≈ (4/3)(2π)^{−1/2} e^{−h²/2}.
        var h = SherringtonKirkpatrick.AlmeidaThouless(0.05);
        Assert.Equal(1, 4 / (3 * Math.Sqrt(2 * Math.PI)) * Math.Exp(-h * h / 2) / 0.05, 0.06);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("T = 0", Assert.Throws<ArgumentException>(() => new SherringtonKirkpatrick(0)).Message);
        Assert.Contains("T = 2", Assert.Throws<ArgumentException>(() => SherringtonKirkpatrick.AlmeidaThouless(2)).Message);
    }
}
