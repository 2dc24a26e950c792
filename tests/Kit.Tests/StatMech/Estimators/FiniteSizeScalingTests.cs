using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Estimators;

public class FiniteSizeScalingTests
{
    private static readonly double[] Temperatures = [.. Enumerable.Range(0, 9).Select(i => 2.15 + 0.03 * i)];

    [Fact]
    public void Curves_made_to_scale_collapse_at_their_own_exponents()
    {
        List<double> critical = [], nu = [], scale = [], quality = [];
        for (var run = 0; run < 20; run++)
        {
            var rng = new Rng(6).Stream(run);
            var fit = FiniteSizeScaling.Collapse(Curves(2.27, 1.1, 0.125, 0.004, rng), 2.25, 1.3, 0.2, rng, samples: 30);
            critical.Add((fit.CriticalTemperature.Value - 2.27) / fit.CriticalTemperature.Error);
            nu.Add((fit.Nu.Value - 1.1) / fit.Nu.Error);
            scale.Add((fit.Scale.Value - 0.125) / fit.Scale.Error);
            quality.Add(fit.Quality);
            Assert.InRange(fit.CriticalTemperature.Error, 1e-5, 0.01);
            Assert.InRange(fit.Nu.Error, 1e-4, 0.1);
        }

        // Twenty runs: mean squares of 1 with an error of √(2/20); the bootstrap's own noise with 30 samples adds a little. Straight lines between points bend S a bit.
        foreach (var all in new[] { critical, nu, scale }) Assert.InRange(all.Average(z => z * z), 0.3, 2.3);
        Assert.InRange(quality.Average(), 0.6, 1.6);
    }

    [Fact]
    public void Quality_is_near_1_at_the_truth_and_far_above_elsewhere()
    {
        var curves = Curves(2.27, 1, 0, 0.003, new Rng(2));
        Assert.InRange(FiniteSizeScaling.Quality(curves, 2.27, 1, 0), 0.5, 1.8);
        Assert.True(FiniteSizeScaling.Quality(curves, 2.3, 1, 0) > 10);
        Assert.True(FiniteSizeScaling.Quality(curves, 2.27, 1.5, 0) > 5);
        Assert.Equal(double.PositiveInfinity, FiniteSizeScaling.Quality(curves, 9, 0.3, 0));
    }

    [Fact]
    public void Scale_can_be_held()
    {
        var fit = FiniteSizeScaling.Collapse(Curves(2.27, 1, 0, 0.002, new Rng(3)), 2.25, 1.2, ScalingParameter.Known(0), new Rng(4), samples: 20);
        Assert.Equal((0, 0), (fit.Scale.Value, fit.Scale.Error));
        Assert.InRange(fit.CriticalTemperature.Deviation(2.27), 0, 4);
        Assert.InRange(fit.Nu.Deviation(1), 0, 4);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void What_is_known_stays_and_the_rest_is_found(bool critical, bool nu, bool scale)
    {
        double[] truth = [2.27, 1.1, 0.125], guess = [2.25, 1.3, 0.2];
        bool[] known = [critical, nu, scale];
        var curves = Curves(truth[0], truth[1], truth[2], 0.004, new Rng(7));
        ScalingParameter[] p = [.. Enumerable.Range(0, 3).Select(k => known[k] ? ScalingParameter.Known(truth[k]) : guess[k])];
        var (all, some) = (FiniteSizeScaling.Collapse(curves, 2.25, 1.3, 0.2, new Rng(8), 20), FiniteSizeScaling.Collapse(curves, p[0], p[1], p[2], new Rng(8), 20));
        Estimate[] before = [all.CriticalTemperature, all.Nu, all.Scale], found = [some.CriticalTemperature, some.Nu, some.Scale];
        for (var k = 0; k < 3; k++)
        {
            if (known[k]) Assert.Equal(new Estimate(truth[k], 0), found[k]);
            // Eight numbers are compared, with errors from 20 samples, each known to a sixth of itself.
            else Assert.InRange(found[k].Deviation(truth[k]), 0, 4);
            // Less is free, less is uncertain, but for the noise of two errors, a fourth of themselves.
            Assert.InRange(found[k].Error, 0, 1.5 * before[k].Error);
        }
    }

    [Fact]
    public void Errors_of_what_is_known_go_into_the_rest()
    {
        var curves = Curves(2.27, 1.1, 0.125, 0.004, new Rng(9));
        var (exact, measured) = (Scale(new(2.27, 0)), Scale(new(2.27, 0.01)));
        // T_c off by 0.01 moves a by several times the error that a has at the true T_c.
        Assert.InRange(exact.Deviation(0.125), 0, 4);
        Assert.True(measured.Error > 2 * exact.Error);

        Estimate Scale(Estimate critical) => FiniteSizeScaling.Collapse(curves, ScalingParameter.Known(critical), ScalingParameter.Known(1.1), 0.2, new Rng(10), 30).Scale;
    }

    [Fact]
    public void Curves_cross_at_the_critical_temperature()
    {
        List<double> deviations = [];
        for (var run = 0; run < 200; run++)
        {
            var rng = new Rng(12).Stream(run);
            var curves = Curves(2.27, 1, 0, 0.004, rng);
            var crossing = FiniteSizeScaling.Crossing(curves[0], curves[1], rng, 100);
            deviations.Add((crossing.Value - 2.27) / crossing.Error);
        }

        Chains.AssertNormal(deviations);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var curve = new SizeCurve(8, [1, 2], [new(1, 0.1), new(2, 0.1)]);
        Says("do not cross between T = 1 and 2", () => FiniteSizeScaling.Crossing(curve, curve with { Values = [new(0, 0.1), new(1.5, 0.1)] }, new Rng(0)));
        Says("different temperatures", () => FiniteSizeScaling.Crossing(curve, curve with { Temperatures = [1, 3] }, new Rng(0)));
        Says("1 sizes", () => FiniteSizeScaling.Quality([curve], 1, 1, 0));
        Says("do not ascend", () => FiniteSizeScaling.Quality([curve, curve with { Temperatures = [2, 1] }], 1, 1, 0));
        Says("its error not positive", () => FiniteSizeScaling.Quality([curve, curve with { Values = [new(1, 0), new(2, 0.1)] }], 1, 1, 0));
        Says("do not overlap at T_c = 9", () => FiniteSizeScaling.Collapse([curve, curve with { Length = 64 }], 9, 0.3, 0, new Rng(0)));
        Says("nothing is left to fit", () => FiniteSizeScaling.Collapse([curve, curve], ScalingParameter.Known(1), ScalingParameter.Known(1), ScalingParameter.Known(0), new Rng(0)));

        static void Says(string message, Action act) => Assert.Contains(message, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    /// <summary>y = L^−a tanh-like of (T − T_c) L^{1/ν}, with errors.</summary>
    private static SizeCurve[] Curves(double critical, double nu, double scale, double error, Rng rng) => [.. new[] { 8.0, 16, 32 }.Select(length => new SizeCurve(length, Temperatures,
        [.. Temperatures.Select(t =>
        {
            var size = Math.Pow(length, -scale);
            return new Estimate(size * (1 - 0.5 * Math.Tanh(0.3 * (t - critical) * Math.Pow(length, 1 / nu)) + error * rng.NextNormal()), size * error);
        })]))];
}
