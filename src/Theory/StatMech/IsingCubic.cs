using Kit.Plotting;
using Kit.StatMech;
using Kit.StatMech.Estimators;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>The Ising model in space has no exact solution; Binder ratios of sizes L and 2L cross at β_x(L) = β_c + a L^{−(1/ν + ω)}, with β_c = 0.22165463.</summary>
/// <remarks>
/// The leading correction comes from the irrelevant operator: 1/ν + ω = 1.5873 + 0.8297 = 2.417 (conformal bootstrap: Kos, Poland, Simmons-Duffin, Vichi 2016; Reehorst 2022). The line through the crossings over L^{−2.417} is fitted with weights,
/// its intercept is β_c. Sizes differ from pair to pair, so that crossings are independent.
/// </remarks>
public sealed record IsingCubic : Experiment
{
    /// <summary>β_c of the simple cubic lattice.</summary>
    /// <remarks>A. M. Ferrenberg, J. Xu, D. P. Landau, Phys. Rev. E 97, 043301 (2018): 0.221654626(5).</remarks>
    public const double CriticalBeta = 0.221654626;

    private const double Correction = 2.417, InverseNu = 1.5873;

    /// <summary>Smaller sides L of the pairs L, 2L.</summary>
    [Bounds(3, 128)]
    public int[] Lengths { get; init; } = [5, 6, 8, 10, 12];

    /// <summary>Sweeps of a run; one sweep turns L/3 clusters.</summary>
    [Bounds(500, 1e8)]
    public int Sweeps { get; init; } = 6_000;

    /// <summary>Temperatures of a pair.</summary>
    [Bounds(4, 51)]
    public int Points { get; init; } = 7;

    /// <inheritdoc/>
    public override string Title => "The critical temperature of the cubic Ising model";

    /// <inheritdoc/>
    public override string Claim => "Crossings of Binder ratios of L and 2L lie on a line over L^{−(1/ν + ω)} = L^{−2.417} that ends at β_c = 0.22165463, where nobody has an exact solution.";

    /// <inheritdoc/>
    public override string Source => "A. M. Ferrenberg, J. Xu, D. P. Landau, Phys. Rev. E 97, 043301 (2018); K. Binder, Phys. Rev. Lett. 47, 693 (1981)";

    /// <inheritdoc/>
    public override IsingCubic Full => this with { Lengths = [6, 8, 10, 12, 16, 24], Sweeps = 60_000, Points = 9 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        List<Estimate> crossings = [];
        var figure = new Figure("Binder ratios of the largest pair", "β", "U₄").VerticalLine(CriticalBeta, "β<sub>c</sub>");
        foreach (var length in Lengths)
        {
            var reach = 0.5 * Math.Pow(length, -InverseNu);
            double[] temperatures = [.. Enumerable.Range(0, Points).Select(k => (1 + reach * (2.0 * k / (Points - 1) - 1)) / CriticalBeta)];
            SizeCurve[] pair = [.. new[] { length, 2 * length }.Select(l => Binder(l, temperatures, rng.Stream(length).Stream(l).NextInt(0, int.MaxValue), token))];
            var t = FiniteSizeScaling.Crossing(pair[0], pair[1], rng.Stream("crossing").Stream(length));
            crossings.Add(new(1 / t.Value, t.Error / (t.Value * t.Value)));
            if (length != Lengths[^1]) continue;
            foreach (var curve in pair)
                figure.Line(curve.Temperatures.Select(x => 1 / x).ToArray(), curve.Values.Select(v => v.Value).ToArray(), $"L = {curve.Length}", markers: true, errorY: curve.Values.Select(v => v.Error).ToArray());
        }

        double[] x = [.. Lengths.Select(l => Math.Pow(l, -Correction))];
        var (critical, slope) = Line(x, crossings);
        return new()
        {
            Checks =
            [
                Check.AtMost("β_c: distance from 0.22165463 in standard errors", critical.Deviation(CriticalBeta), 3, FormattableString.Invariant($"three standard errors; measured {critical}")),
                Check.Near("β_c", critical.Value, CriticalBeta, 0.001 * CriticalBeta, "a tenth of a per cent: an error bar that says nothing would pass the check before"),
            ],
            Figures = [Fit(x, crossings, critical, slope), figure],
        };
    }

    /// <summary>Simulation: U₄ of one size over temperature.</summary>
    private SizeCurve Binder(int length, double[] temperatures, long seed, CancellationToken token)
    {
        var model = new Ising(Graph.Cubic(length));
        var plan = new Plan { Temperatures = temperatures, Thermalization = Sweeps / 20, Sweeps = Sweeps, Seed = seed };
        return new(length, temperatures, MonteCarlo.Run(model, new Wolff(model, Math.Max(2, length / 3)), plan, token: token)["Binder"]);
    }

    /// <summary>Intercept and slope of a straight line, by least squares with weights.</summary>
    private static (Estimate Intercept, double Slope) Line(double[] x, List<Estimate> y)
    {
        double sum = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var w = 1 / (y[i].Error * y[i].Error);
            (sum, sumX, sumY, sumXX, sumXY) = (sum + w, sumX + w * x[i], sumY + w * y[i].Value, sumXX + w * x[i] * x[i], sumXY + w * x[i] * y[i].Value);
        }

        var determinant = sum * sumXX - sumX * sumX;
        return (new((sumXX * sumY - sumX * sumXY) / determinant, Math.Sqrt(sumXX / determinant)), (sum * sumXY - sumX * sumY) / determinant);
    }

    private static Figure Fit(double[] x, List<Estimate> crossings, Estimate critical, double slope) => new Figure("Crossings of L and 2L", "L<sup>−2.417</sup>", "β of the crossing")
        .Line(z => critical.Value + slope * z, 0, 1.1 * x.Max(), "fitted line", 2)
        .Scatter(x, crossings.Select(c => c.Value).ToArray(), name: "crossings", errorY: crossings.Select(c => c.Error).ToArray())
        .Scatter([0.0], [critical.Value], name: "L → ∞", marker: Marker.Diamond, errorY: new double[] { critical.Error })
        .HorizontalLine(CriticalBeta, "β<sub>c</sub> = 0.22165463");
}
