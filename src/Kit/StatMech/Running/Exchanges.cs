namespace Kit.StatMech.Running;

/// <summary>How exchanges of parallel tempering went after thermalization.</summary>
/// <param name="Acceptance">Part of the exchanges between temperatures i and i + 1 that were taken.</param>
/// <param name="Flow">At each temperature, the part of walkers that came from the lowest one last: a straight line from 1 to 0 where temperatures are spaced best.</param>
/// <param name="RoundTrips">Walkers that went from the lowest temperature to the highest and back, of all ladders.</param>
/// <param name="Rate">Round trips a walker and sweep.</param>
public sealed record Exchanges(IReadOnlyList<double> Acceptance, IReadOnlyList<double> Flow, long RoundTrips, double Rate)
{
    /// <summary>Means over several ladders, all as long.</summary>
    internal static Exchanges? Of(IReadOnlyList<TemperatureLadder> ladders, Plan plan) => ladders.Count == 0 ? null : new(
        [.. Enumerable.Range(0, plan.Temperatures.Count - 1).Select(i => ladders.Average(ladder => ladder.Acceptance[i]))],
        [.. Enumerable.Range(0, plan.Temperatures.Count).Select(i => ladders.Average(ladder => ladder.Flow[i]))],
        ladders.Sum(ladder => ladder.RoundTrips),
        ladders.Sum(ladder => ladder.RoundTrips) / ((double)plan.Sweeps * plan.Temperatures.Count * ladders.Count));
}
