using Kit.Compute;

namespace Kit.StatMech.Estimators;

/// <summary>Means at any temperature from series that were taken at one or several: histogram reweighting without bins of energy.</summary>
/// <remarks>
/// ⟨O⟩_T = Σ_n w_n O_n/Σ_n w_n with w_n = e^{−βE_n}/Σ_k N_k e^{f_k − β_k E_n}. With one temperature this is Ferrenberg and Swendsen (1988), with several the optimal combination of all
/// (1989; Shirts and Chodera, 2008). Errors are by the jackknife: a block of every series is left out at once, so that what exchanges of parallel tempering correlate stays together, and the f_k are solved anew.
/// </remarks>
public sealed class Reweighting
{
    private readonly double[] betas, levels;
    private readonly int[] level, block;
    private readonly Columns columns;
    private readonly double[][] values;
    private readonly Part all;
    private readonly Part[] without;

    /// <summary>From series of energies and observables.</summary>
    /// <param name="temperatures">T of each series; several series may have one temperature.</param>
    /// <param name="energies">E of the whole system, a series for each temperature.</param>
    /// <param name="observables">Other numbers of the same states: for each name, a series for each temperature.</param>
    /// <param name="blocks">Blocks of the jackknife, longer than the correlations each.</param>
    /// <exception cref="ArgumentException">Temperatures that are not positive, counts or lengths that differ, series shorter than the blocks, or energies that are not finite.</exception>
    /// <exception cref="InvalidOperationException">Energies at neighbouring temperatures do not overlap.</exception>
    public Reweighting(IReadOnlyList<double> temperatures, IReadOnlyList<double[]> energies, IReadOnlyDictionary<string, IReadOnlyList<double[]>> observables, int blocks = 32)
    {
        ArgumentNullException.ThrowIfNull(temperatures);
        ArgumentNullException.ThrowIfNull(energies);
        ArgumentNullException.ThrowIfNull(observables);
        Check(temperatures, energies, observables, blocks);
        double[] distinct = [.. temperatures.Distinct().OrderDescending()];
        betas = Array.ConvertAll(distinct, t => 1 / t);
        columns = new([.. observables.Keys], [.. Enumerable.Range(0, observables.Count + 1)]);
        values = [.. observables.Values.Select(series => series.SelectMany(one => one).ToArray())];
        double[] e = [.. energies.SelectMany(one => one)];
        levels = [.. e.Distinct().Order()];
        level = Array.ConvertAll(e, x => Array.BinarySearch(levels, x));
        block = [.. energies.SelectMany(one => Enumerable.Range(0, one.Length).Select(i => (int)((long)i * blocks / one.Length)))];
        int[] place = [.. energies.Index().SelectMany(pair => Enumerable.Repeat(Array.IndexOf(distinct, temperatures[pair.Index]), pair.Item.Length))];
        var sums = new PartitionSums(betas, levels);
        all = Solve(-1, Guess(e, place));
        without = new Part[blocks];
        Threads.For(blocks, b => without[b] = Solve(b, all.Free));

        Part Solve(int omitted, double[] start)
        {
            var (counts, samples) = (new double[levels.Length], new double[betas.Length]);
            for (var n = 0; n < e.Length; n++)
            {
                if (block[n] == omitted) continue;
                counts[level[n]]++;
                samples[place[n]]++;
            }

            var free = sums.Solve(counts, samples, start);
            return new(omitted, free, sums.LogDenominators(samples, free), counts);
        }
    }

    /// <summary>Names of the observables.</summary>
    public IReadOnlyList<string> Names => columns.Names;

    /// <summary>The mean of an observable at a temperature.</summary>
    /// <exception cref="KeyNotFoundException">Its series is not here; the message lists those that are.</exception>
    public Estimate this[string observable, double temperature]
    {
        get
        {
            _ = columns[observable];
            return Of(new(observable, (_, means) => means[observable]), temperature);
        }
    }

    /// <summary>A function of means at a temperature.</summary>
    /// <exception cref="ArgumentException">The temperature is not positive and finite.</exception>
    public Estimate Of(Quantity quantity, double temperature)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        var beta = Beta(temperature);
        var (whole, parts) = (quantity.Of(beta, Means(all, beta)), new double[without.Length]);
        Threads.For(parts.Length, b => parts[b] = quantity.Of(beta, Means(without[b], beta)));
        var (mean, n) = (parts.Average(), parts.Length);
        return new(n * whole - (n - 1) * mean, Math.Sqrt((n - 1.0) / n * parts.Sum(part => (part - mean) * (part - mean))));
    }

    /// <summary>ln Z(T)/Z(T₀), T₀ the highest temperature of the series.</summary>
    public double LogPartition(double temperature) => PartitionSums.LogSum(LogWeights(all, Beta(temperature), counted: true));

    /// <summary>(Σ w)²/Σ w²: how many samples the means at a temperature rest on, correlations aside; where it is small, they are noise.</summary>
    public double EffectiveSamples(double temperature)
    {
        var logs = LogWeights(all, Beta(temperature), counted: false);
        var largest = logs.Max();
        var (sum, squares) = (0.0, 0.0);
        foreach (var g in level)
        {
            var w = Math.Exp(logs[g] - largest);
            (sum, squares) = (sum + w, squares + w * w);
        }

        return sum * sum / squares;
    }

    private Means Means(Part part, double beta)
    {
        var weights = LogWeights(part, beta, counted: false);
        var (largest, total, means) = (weights.Max(), 0.0, new double[values.Length]);
        for (var g = 0; g < weights.Length; g++) total += part.Counts[g] * (weights[g] = Math.Exp(weights[g] - largest));
        for (var k = 0; k < values.Length; k++)
        {
            var (sum, series) = (0.0, values[k]);
            for (var n = 0; n < series.Length; n++)
                if (block[n] != part.Omitted) sum += weights[level[n]] * series[n];
            means[k] = sum / total;
        }

        return new(columns, means);
    }

    private double[] LogWeights(Part part, double beta, bool counted)
    {
        var logs = new double[levels.Length];
        for (var g = 0; g < logs.Length; g++) logs[g] = -beta * levels[g] - part.LogDenominators[g] + (counted ? Math.Log(part.Counts[g]) : 0);
        return logs;
    }

    /// <summary>f by ∫⟨E⟩ dβ over the mean energies, a first guess.</summary>
    private double[] Guess(double[] energies, int[] place)
    {
        var (sum, count, free) = (new double[betas.Length], new double[betas.Length], new double[betas.Length]);
        for (var n = 0; n < energies.Length; n++) (sum[place[n]], count[place[n]]) = (sum[place[n]] + energies[n], count[place[n]] + 1);
        for (var k = 1; k < free.Length; k++) free[k] = free[k - 1] + 0.5 * (sum[k] / count[k] + sum[k - 1] / count[k - 1]) * (betas[k] - betas[k - 1]);
        return free;
    }

    private static double Beta(double temperature) => temperature > 0 && double.IsFinite(temperature)
        ? 1 / temperature
        : throw new ArgumentException(FormattableString.Invariant($"Reweighting: the temperature {temperature} is not positive and finite"));

    private static void Check(IReadOnlyList<double> temperatures, IReadOnlyList<double[]> energies, IReadOnlyDictionary<string, IReadOnlyList<double[]>> observables, int blocks)
    {
        foreach (var t in temperatures) Beta(t);
        if (temperatures.Count == 0 || energies.Count != temperatures.Count) throw new ArgumentException($"Reweighting: {energies.Count} series of energies at {temperatures.Count} temperatures; one each");
        if (blocks < 2 || energies.Any(one => one.Length < blocks)) throw new ArgumentException($"Reweighting: {blocks} blocks of series of {string.Join(", ", energies.Select(one => one.Length))} numbers; two blocks at least, and a number in each");
        if (energies.Any(one => one.Any(e => !double.IsFinite(e)))) throw new ArgumentException("Reweighting: an energy is not finite");
        foreach (var (name, series) in observables)
            if (!series.Select(one => one.Length).SequenceEqual(energies.Select(one => one.Length)))
                throw new ArgumentException($"Reweighting: series of '{name}' have {string.Join(", ", series.Select(one => one.Length))} numbers, those of the energy {string.Join(", ", energies.Select(one => one.Length))}");
    }

    /// <summary>The solution without one block; with all for −1.</summary>
    private sealed record Part(int Omitted, double[] Free, double[] LogDenominators, double[] Counts);
}
