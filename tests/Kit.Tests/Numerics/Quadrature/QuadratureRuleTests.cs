using Kit.Numerics.Quadrature;

namespace Kit.Tests.Numerics.Quadrature;

public class QuadratureRuleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(64)]
    public void Hermite_IsExactForPolynomials(int n)
    {
        // ∫Dz z^{2k} = (2k − 1)!!
        var (rule, moment) = (QuadratureRule.Hermite(n), 1.0);
        for (var k = 0; k < Math.Min(n, 15); moment *= 2 * ++k - 1) Assert.Equal(1, rule.Integrate(z => Math.Pow(z, 2 * k)) / moment, 1e-12);
        Assert.Equal(n == 1 ? 0 : 1, rule.Integrate(z => z * z), 1e-13);
    }

    [Fact]
    public void Hermite_KeepsItsDigitsFarOut() =>
        // ∫Dz e^{az} = e^{a²/2}; at a = 12 all of it lies beyond z = 6, in points of weights below 10⁻¹⁰.
        Assert.Equal(1, QuadratureRule.Hermite(200).Integrate(z => Math.Exp(12 * z - 72)), 1e-11);

    [Theory]
    [InlineData(1.0, 0.25)]
    [InlineData(10.0, 0.025)]
    public void Normal_AveragesSteepFunctions(double beta, double spacing)
    {
        // ∫Dz (1 − tanh²(βz)) = β⁻¹ ∫Dz z tanh(βz) by parts; two different integrands.
        var rule = QuadratureRule.Normal(spacing);
        Assert.Equal(rule.Integrate(z => z * Math.Tanh(beta * z)) / beta, rule.Integrate(z => 1 - Math.Pow(Math.Tanh(beta * z), 2)), 1e-12);
        Assert.Equal(1, rule.Integrate((z, y) => z * z * y * y), 1e-13);
    }

    [Fact]
    public void Legendre_IntegratesOverPanels()
    {
        Assert.Equal(1 - Math.Exp(-3), QuadratureRule.Legendre(8, 0, 3, panels: 4).Integrate(x => Math.Exp(-x)), 1e-14);
        Assert.Equal(32.0 / 5, QuadratureRule.Legendre(3, 0, 2).Integrate(x => Math.Pow(x, 4)), 1e-13);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("0 points", Assert.Throws<ArgumentException>(() => QuadratureRule.Hermite(0)).Message);
        Assert.Contains("steps of 0", Assert.Throws<ArgumentException>(() => QuadratureRule.Normal(0)).Message);
        Assert.Contains("[1, 1]", Assert.Throws<ArgumentException>(() => QuadratureRule.Legendre(4, 1, 1)).Message);
    }
}
