using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;

namespace Kit.Tests.StatMech.Exact;

public class StripTests
{
    [Fact]
    public void ChainsHaveTheirClosedForms()
    {
        const double beta = 0.7;
        // Ising with field: λ₁ = e^{K} cosh b + √(e^{2K} sinh² b + e^{−2K}); Potts: λ₁ = e^{K} + q − 1, λ₂ = e^{K} − 1.
        var (k, b) = (beta * 1.3, beta * 0.4);
        Assert.Equal(Math.Log(Math.Exp(k) * Math.Cosh(b) + Math.Sqrt(Math.Exp(2 * k) * Math.Pow(Math.Sinh(b), 2) + Math.Exp(-2 * k))), Strip.Ising(1, 1.3, 0.4).LogPartition(beta), 1e-13);
        Assert.Equal(Math.Log(Math.Exp(beta) + 4), Strip.Potts(5).LogPartition(beta), 1e-13);
        Assert.Equal(1 / Math.Log((Math.Exp(beta) + 4) / (Math.Exp(beta) - 1)), Strip.Potts(5).CorrelationLength(beta), 1e-12);
        Assert.Equal(-1 / Math.Log(Math.Tanh(beta)), Strip.Ising(coupling: -1).CorrelationLength(beta), 1e-12);
        // Four clock states are two Ising spins of half the coupling.
        Assert.Equal(2 * Strip.Ising(coupling: 0.5).LogPartition(beta), Strip.Clock(4).LogPartition(beta), 1e-12);
    }

    [Fact]
    public void ClosedStrips_AreEnumeratedLattices()
    {
        var model = new Ising(Graph.Hypercubic([3, 4]), 0.8, 0.3);
        Assert.Equal(new Enumeration(model).LogPartition(0.6), Strip.Ising(4, 0.8, 0.3).LogPartition(0.6, 3), 1e-11);
        var open = new Ising(Graph.Hypercubic([4, 3], [Wrap.Periodic, Wrap.Open]), -0.8, 0.3);
        Assert.Equal(new Enumeration(open).LogPartition(0.6), Strip.Ising(3, -0.8, 0.3, Wrap.Open).LogPartition(0.6, 4), 1e-11);
        Assert.Equal(new IsingTorus(30, 6).LogPartition(0.5), Strip.Ising(6).LogPartition(0.5, 30), 1e-9);
    }

    [Fact]
    public void WideStrips_ByLanczos_ApproachOnsager()
    {
        // 2¹² states. Corrections e^{−W/ξ}: at K = 0.3, ξ = 1/(−ln tanh K − 2K) = 1.6.
        var strip = Strip.Ising(12);
        Assert.Equal(Onsager.LogPartition(0.3), strip.LogPartition(0.3), 1e-5);
        // The largest eigenvalues are Π e^{±γ/2}: ξ⁻¹ = ½ Σ (γ_odd − γ_even) with γ₀ signed.
        double Gamma(int l) => l == 0 ? 0.6 + Math.Log(Math.Tanh(0.3)) : Math.Acosh(Math.Cosh(0.6) / Math.Tanh(0.6) - Math.Cos(Math.PI * l / 12));
        var gap = Enumerable.Range(0, 12).Sum(r => Gamma(2 * r + 1) - Gamma(2 * r)) / 2;
        Assert.Equal(1 / gap, strip.CorrelationLength(0.3), 1e-8);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => new Strip(new double[,] { { 0, 1 }, { 2, 0 } }, [0, 0])).Message);
        Assert.Contains("states of a row", Assert.Throws<ArgumentException>(() => Strip.Ising(30)).Message);
        Assert.Contains("256", Assert.Throws<ArgumentException>(() => Strip.Ising(12).LogPartition(1, 4)).Message);
        Assert.Contains("periodic or open", Assert.Throws<ArgumentException>(() => Strip.Ising(4, wrap: Wrap.Antiperiodic)).Message);
        Assert.Contains("q = 1", Assert.Throws<ArgumentException>(() => Strip.Potts(1)).Message);
    }
}
