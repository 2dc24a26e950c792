using Kit.Display;

namespace Kit.Learning.Online;

/// <summary>What went through a reservoir, and who waited for whom.</summary>
/// <param name="Received">Samples that came in.</param>
/// <param name="Unseen">Samples here that no batch had yet.</param>
/// <param name="Seen">Samples here that a batch had.</param>
/// <param name="Drawn">Samples given to batches, repeats among them.</param>
/// <param name="Repeats">Samples given again.</param>
/// <param name="Evicted">Seen samples that made room.</param>
/// <param name="WarmUp">Seconds until the first batch could be drawn.</param>
/// <param name="Running">Seconds from the first batch to the last.</param>
/// <param name="Starved">Seconds of <paramref name="Running"/> in which the trainer waited for samples.</param>
/// <param name="Held">Seconds that producers waited for room, added over producers.</param>
/// <param name="Failures">Producers that failed, with their messages.</param>
/// <param name="Occupancy">Unseen and seen samples after each batch.</param>
public sealed record ReservoirReport(
    long Received, int Unseen, int Seen, long Drawn, long Repeats, long Evicted, double WarmUp, double Running, double Starved, double Held,
    IReadOnlyList<string> Failures, IReadOnlyList<(int Unseen, int Seen)> Occupancy)
{
    /// <summary>The part of its time in which the trainer waited, 0 to 1.</summary>
    public double Starvation => Running > 0 ? Starved / Running : 0;

    /// <summary>How often a sample was used on average.</summary>
    public double Uses => Drawn > Repeats ? (double)Drawn / (Drawn - Repeats) : 0;

    /// <summary>The numbers with their names.</summary>
    public Table ToTable()
    {
        var table = new Table("quantity", "value") { Caption = "Reservoir" };
        table.Row("samples received", Received).Row("unseen", Unseen).Row("seen", Seen).Row("drawn", Drawn).Row("repeats", Repeats).Row("evicted", Evicted);
        table.Row("uses of a sample", Uses).Row("warm-up, s", WarmUp).Row("trainer, s", Running).Row("trainer starved, s", Starved).Row("producers held, s", Held);
        foreach (var failure in Failures) table.Row("failure", failure);
        return table;
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
