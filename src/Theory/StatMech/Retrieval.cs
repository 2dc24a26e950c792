using Kit.StatMech;
using Kit.StatMech.Memories;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>Overlaps that heat bath gives, from several samples of the patterns.</summary>
internal static class Retrieval
{
    /// <summary>Mean overlaps m_1 … m_n of one sample: starts with spins that follow the first pattern, where it is 0 the second, and so on, or with random ones; the first third of the sweeps is not measured.</summary>
    public static double[] Overlaps(IDiscreteModel model, Patterns truth, int count, double temperature, int sweeps, Rng rng, CancellationToken token, bool random = false)
    {
        var state = model.Start(rng);
        for (var i = 0; i < model.Sites && !random; i++)
        {
            var first = truth.Of(i).IndexOfAnyExcept((sbyte)0);
            if (first >= 0) model.Set(state, i, truth[first, i]);
        }

        var (update, sums, measured) = (new HeatBath(model, SiteOrder.Sequential), new double[count], 0);
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            token.ThrowIfCancellationRequested();
            update.Sweep(state, 1 / temperature, rng);
            if (sweep < sweeps / 3) continue;
            measured++;
            for (var k = 0; k < count; k++) sums[k] += truth.Overlap(state.Values, k);
        }

        return [.. sums.Select(s => s / measured)];
    }

    /// <summary>The mean of some samples and its standard error.</summary>
    public static (double Mean, double Error) Mean(IReadOnlyList<double> samples)
    {
        var mean = samples.Average();
        return (mean, Math.Sqrt(samples.Sum(x => (x - mean) * (x - mean)) / (samples.Count - 1) / samples.Count));
    }
}
