using System.Globalization;
using Kit.StatMech.Estimators;
using MathNet.Numerics.Distributions;

namespace Kit.StatMech.Running;

/// <summary>Reasons not to trust a run.</summary>
internal static class Diagnosis
{
    /// <summary>The part of all runs in equilibrium that are told of a drift by chance.</summary>
    private const double FalseAlarms = 1e-3;

    /// <summary>An acceptance of exchanges below which walkers hardly pass.</summary>
    private const double Bottleneck = 0.05;

    /// <summary>Geweke's z = (mean of the first tenth − mean of the last half)/error of the difference, the error from the scatter of blocks of the last half.</summary>
    /// <remarks>Geweke (1992), with blocks in place of spectral densities; of Student's law with as many degrees of freedom as the last half has blocks, less one.</remarks>
    public static double Geweke(Blocks blocks, int number)
    {
        var (first, last) = (Math.Max(1, blocks.Count / 10), blocks.Count / 2);
        if (last < 4) return 0;
        var late = blocks.Of(number, ^last..);
        var variance = late.Error * late.Error * last; // of one block
        var step = blocks.Mean(..first)[number] - late.Value;
        return variance > 0 ? step / Math.Sqrt(variance * (1.0 / first + 1.0 / last)) : step == 0 ? 0 : double.PositiveInfinity * Math.Sign(step);
    }

    public static IReadOnlyList<string> Of(Plan plan, Columns columns, Tape[][] tapes, LogBinning[][] means, Exchanges? exchanges)
    {
        List<string> warnings = [];
        var blocks = Math.Max(4, plan.Bins / 2);
        var drift = StudentT.InvCDF(0, 1, blocks - 1, 1 - FalseAlarms / (2.0 * columns.Names.Count * plan.Temperatures.Count * plan.Replicas));
        for (var i = 0; i < columns.Names.Count; i++)
        {
            if (columns.Starts[i + 1] - columns.Starts[i] > 1) continue;
            var (name, k) = (columns.Names[i], columns.Starts[i]);
            Warn(t => !means[t][k].HasPlateau && means[t][k].Count >= 64, $"{name}: the run is too short for its correlations, errors are too small");
            Warn(t => tapes.Any(replica => Math.Abs(Geweke(replica[t].Blocks, k)) > drift), string.Create(CultureInfo.InvariantCulture, $"{name}: the first tenth differs from the last half by more than {drift:F1} standard errors, so it is not in equilibrium"));
        }

        if (exchanges is null) return warnings;
        for (var i = 0; i < exchanges.Acceptance.Count; i++)
            if (exchanges.Acceptance[i] < Bottleneck)
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{exchanges.Acceptance[i]:P1} of the exchanges between T = {plan.Temperatures[i]:G5} and {plan.Temperatures[i + 1]:G5} were taken; put a temperature between them"));
        if (exchanges.RoundTrips == 0) warnings.Add("no walker went from the lowest temperature to the highest and back: a longer run, or other temperatures");
        return warnings;

        void Warn(Func<int, bool> isBad, string what)
        {
            var bad = Enumerable.Range(0, plan.Temperatures.Count).Where(isBad).Select(t => plan.Temperatures[t].ToString("G5", CultureInfo.InvariantCulture)).ToArray();
            if (bad.Length > 0) warnings.Add($"{what}: T = {string.Join(", ", bad.Take(6))}{(bad.Length > 6 ? ", …" : "")}");
        }
    }
}
