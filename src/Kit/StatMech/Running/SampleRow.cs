using Kit.StatMech.Estimators;

namespace Kit.StatMech.Running;

/// <summary>What one sample of the disorder leaves behind: means, quantities, exchanges, warnings.</summary>
/// <param name="Means">Of all observables, by temperature.</param>
/// <param name="Quantities">By temperature.</param>
/// <param name="Acceptance">Of exchanges; empty where there were none.</param>
/// <param name="Flow">Of walkers; empty where there were none.</param>
/// <param name="RoundTrips">Of walkers.</param>
/// <param name="Warnings">Of the sample's own run.</param>
internal sealed record SampleRow(double[][] Means, double[][] Quantities, double[] Acceptance, double[] Flow, long RoundTrips, string[] Warnings)
{
    private const int LongestWarnings = 64;

    public static SampleRow Of(Results results, Columns columns, Quantity[] quantities)
    {
        int[] places = [.. Enumerable.Range(0, results.Temperatures.Count)];
        return new(
            Array.ConvertAll(places, t => columns.Names.SelectMany(name => results.Vector(name, t)).Select(one => one.Value).ToArray()),
            Array.ConvertAll(places, t => Array.ConvertAll(quantities, quantity => results[quantity.Name][t].Value)),
            [.. results.Exchanges?.Acceptance ?? []], [.. results.Exchanges?.Flow ?? []], results.Exchanges?.RoundTrips ?? 0, [.. results.Warnings.Take(LongestWarnings)]);
    }

    /// <summary>Averages over samples with the errors of their scatter.</summary>
    public static Results Summary(string title, Plan plan, Columns columns, Quantity[] quantities, SampleRow[] rows)
    {
        int[] places = [.. Enumerable.Range(0, plan.Temperatures.Count)];
        var means = Array.ConvertAll(places, t => Gather(t, row => row.Means, columns.Width));
        Dictionary<string, Estimate[][]> estimates = [];
        Dictionary<(string, int), double[][]> series = [];
        foreach (var name in columns.Names)
        {
            var (start, length) = columns[name].GetOffsetAndLength(columns.Width);
            estimates[name] = Array.ConvertAll(places, t => Enumerable.Range(start, length).Select(k => means[t].Of(k, ..)).ToArray());
            if (length > 1) continue;
            foreach (var t in places) series[(name, t)] = [Array.ConvertAll(rows, row => row.Means[t][start])];
        }

        foreach (var (k, quantity) in quantities.Index())
        {
            estimates[quantity.Name] = Array.ConvertAll(places, t => new[] { Gather(t, row => row.Quantities, quantities.Length).Of(k, ..) });
            foreach (var t in places) series[(quantity.Name, t)] = [Array.ConvertAll(rows, row => row.Quantities[t][k])];
        }

        var trips = rows.Sum(row => row.RoundTrips);
        var exchanges = rows[0].Acceptance.Length == 0 ? null : new Exchanges(
            [.. Enumerable.Range(0, rows[0].Acceptance.Length).Select(i => rows.Average(row => row.Acceptance[i]))],
            [.. places.Select(t => rows.Average(row => row.Flow[t]))], trips, trips / ((double)plan.Sweeps * places.Length * plan.Replicas * rows.Length));
        var warned = rows.Index().Where(pair => pair.Item.Warnings.Length > 0).ToArray();
        string[] warnings = warned.Length == 0 ? [] : [$"{warned.Length} of {rows.Length} samples warn; sample {warned[0].Index}: {warned[0].Item.Warnings[0]}"];
        return new(title, plan, columns, estimates, means, series) { Exchanges = exchanges, Warnings = warnings };

        Blocks Gather(int t, Func<SampleRow, double[][]> of, int width)
        {
            var blocks = new Blocks(rows.Length, Math.Max(width, 1));
            for (var k = 0; k < rows.Length; k++) blocks.Add(k, of(rows[k])[t]);
            return blocks;
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var number in Means.Concat(Quantities).SelectMany(one => one)) writer.Write(number);
        writer.Write(Acceptance.Length > 0);
        foreach (var number in Acceptance.Concat(Flow)) writer.Write(number);
        writer.Write(RoundTrips);
        writer.Write((byte)Warnings.Length);
        foreach (var warning in Warnings) writer.Write(warning);
    }

    public static SampleRow Load(BinaryReader reader, int temperatures, int width, int quantities)
    {
        var (means, others) = (Rows(width), Rows(quantities));
        var exchanged = reader.ReadBoolean();
        var (acceptance, flow) = (Numbers(exchanged ? temperatures - 1 : 0), Numbers(exchanged ? temperatures : 0));
        var trips = reader.ReadInt64();
        var warnings = new string[Math.Min((int)reader.ReadByte(), LongestWarnings)];
        foreach (ref var warning in warnings.AsSpan()) warning = reader.ReadString();
        return new(means, others, acceptance, flow, trips, warnings);

        double[][] Rows(int count) => [.. Enumerable.Range(0, temperatures).Select(_ => Numbers(count))];

        double[] Numbers(int count)
        {
            var numbers = new double[count];
            foreach (ref var number in numbers.AsSpan()) number = reader.ReadDouble();
            return numbers;
        }
    }
}
