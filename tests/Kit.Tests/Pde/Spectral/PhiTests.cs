using System.Numerics;
using Kit.Pde.Spectral;

namespace Kit.Tests.Pde.Spectral;

public sealed class PhiTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Small_arguments_equal_the_power_series(int p)
    {
        foreach (var z in new Complex[] { 0, 1e-9, -1e-3, 0.3, -0.999, new(0, 0.7), new(-0.5, 0.6), 1.5, -2, new(0, 3) })
        {
            // φ_p(z) = Σ zʲ/(j + p)!
            var (sum, term) = (Complex.Zero, (Complex)(1 / Enumerable.Range(1, p).Aggregate(1.0, (a, b) => a * b)));
            for (var j = 1; j < 60; j++)
            {
                sum += term;
                term *= z / (j + p);
            }

            // Rounding of 32 values on the circle, or of p quotients by |z| ≥ 1: a few ε of numbers up to e².
            Assert.True((Phi.Of(p, z) - sum).Magnitude < 1e-14, $"φ{p}({z}) is off by {(Phi.Of(p, z) - sum).Magnitude:g3}");
        }
    }

    [Theory, InlineData(-1), InlineData(-40), InlineData(-1e6), InlineData(8)]
    public void Every_argument_obeys_the_recurrence(double z)
    {
        for (var p = 0; p < 4; p++)
        {
            var factorial = Enumerable.Range(1, p).Aggregate(1.0, (a, b) => a * b);
            Assert.Equal(Phi.Of(p, z).Real, (z * Phi.Of(p + 1, z) + 1 / factorial).Real, 1e-13 * Math.Max(1, Math.Exp(z)));
        }
    }

    [Fact]
    public void Orders_beyond_four_are_refused() => Assert.Contains("0 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => Phi.Of(5, 1)).Message);
}
