using System.Diagnostics;
using System.Globalization;
using Kit.Compute;
using Kit.Display;
using Kit.StatMech.Estimators;
using Kit.Tensors;

namespace Kit.StatMech.Running;

/// <summary>All chains of a run, from the first sweep to the last.</summary>
internal sealed class Simulation<TState> where TState : class
{
    /// <summary>Attempts of a chain between two looks at the token, where chains do not meet anyway.</summary>
    private const long Attempts = 1 << 18;

    /// <summary>Attempts between two exchanges that are worth a meeting of threads; with fewer, a thread takes a whole ladder through many exchanges.</summary>
    private const long LeastAttempts = 1 << 12;

    private readonly Plan plan;
    private readonly IReadOnlyList<Observable<TState>> observables;
    private readonly ParallelTempering<TState>[] ladders;
    private readonly Tape[][] tapes;
    private readonly long stride;
    private readonly bool byLadder;
    private long swept;

    public Simulation(IModel<TState> model, IUpdate<TState> update, Plan plan, IReadOnlyList<Observable<TState>> observables, Rng rng)
    {
        (this.plan, this.observables) = (plan, observables);
        Columns = Columns.Of(observables);
        int[] kept = plan.KeepSeries ? [.. observables.Index().Where(pair => pair.Item.Count == 1).Select(pair => Columns.Starts[pair.Index])] : [];
        var numbers = (decimal)kept.Length * plan.Measurements * plan.Temperatures.Count * plan.Replicas;
        if (numbers > 1 << 28 || (kept.Length > 0 && plan.Measurements > int.MaxValue / 8))
            throw new ArgumentException($"MonteCarlo: series of {numbers} numbers; 2²⁸ at most. Measure less often (Every), or keep none");
        ladders = [.. Enumerable.Range(0, plan.Replicas).Select(r => new ParallelTempering<TState>(model, update, plan.Temperatures, rng.Stream(r)))];
        tapes = [.. ladders.Select(_ => plan.Temperatures.Select(_ => new Tape(Columns.Width, plan.Measurements, plan.Bins, kept)).ToArray())];
        var attempts = (long)plan.Exchange * model.Sites;
        byLadder = plan.Exchange > 0 && attempts < LeastAttempts;
        stride = plan.Exchange == 0 ? Math.Max(1, Attempts / model.Sites) : byLadder ? plan.Exchange * (1 + 4 * LeastAttempts / (attempts * plan.Temperatures.Count)) : plan.Exchange;
        Identity = string.Create(CultureInfo.InvariantCulture,
            $"{model.Name} ({model.Sites} sites, E = {model.Energy(model.Start(rng.Stream("identity"))):R} of a random state), {update.Name}, {string.Join(", ", observables.Select(one => $"{one.Name} [{one.Count}]"))}; {plan.Identity()}");
    }

    /// <summary>What stands where in a row of means.</summary>
    public Columns Columns { get; }

    /// <summary>All that the numbers depend on; couplings are known by the energy that they give to a random state.</summary>
    public string Identity { get; }

    /// <summary>What was measured: by replica, then by temperature.</summary>
    public Tape[][] Tapes => tapes;

    /// <summary>The ladders of all replicas, where there was exchange.</summary>
    public TemperatureLadder[] Ladders => plan.Exchange > 0 ? [.. ladders.Select(ladder => ladder.Ladder!)] : [];

    /// <summary>Goes on to the end, from the checkpoint if there is one.</summary>
    public void Run(CancellationToken token)
    {
        if (plan.Checkpoint is { } path) CheckpointFile.Read(path, Identity, Load);
        using var progress = Progress.Start("sweeps", plan.Horizon);
        var (saved, noted, before) = (Stopwatch.StartNew(), Stopwatch.StartNew(), swept);
        var note = "";
        while (swept < plan.Horizon)
        {
            if (token.IsCancellationRequested)
            {
                if (swept > before) Save();
                token.ThrowIfCancellationRequested();
            }

            Advance(Math.Min(plan.Horizon, (swept / stride + 1) * stride));
            if (noted.ElapsedMilliseconds > 100)
            {
                note = Note();
                noted.Restart();
            }

            progress.Report(swept, note);
            if (plan.Checkpoint is null || saved.Elapsed < plan.CheckpointEvery) continue;
            Save();
            (before, saved) = (swept, Stopwatch.StartNew());
        }

        if (swept > before) Save();
    }

    private void Advance(long end)
    {
        var temperatures = plan.Temperatures.Count;
        if (swept < plan.Thermalization && end > plan.Thermalization) end = plan.Thermalization; // counts of exchanges begin anew there
        var exchanges = !byLadder && plan.Exchange > 0 && end % plan.Exchange == 0;
        if (byLadder) Threads.For(ladders.Length, r => Advance(ladders[r], tapes[r], end));
        else
            Threads.For(ladders.Length * temperatures, piece =>
            {
                var (ladder, t) = (ladders[piece / temperatures], piece % temperatures);
                Advance(ladder, tapes[piece / temperatures][t], t, swept, end);
                if (exchanges) ladder.Weigh(t);
            });
        swept = end;
        foreach (var ladder in ladders)
        {
            if (exchanges) ladder.Settle();
            if (swept == plan.Thermalization) ladder.Ladder?.ResetCounts();
        }
    }

    /// <summary>One ladder with all of its exchanges.</summary>
    private void Advance(ParallelTempering<TState> ladder, Tape[] own, long end)
    {
        for (var from = swept; from < end;)
        {
            var to = Math.Min(end, (from / plan.Exchange + 1) * plan.Exchange);
            for (var t = 0; t < own.Length; t++)
            {
                Advance(ladder, own[t], t, from, to);
                if (to % plan.Exchange == 0) ladder.Weigh(t);
            }

            if (to % plan.Exchange == 0) ladder.Settle();
            from = to;
        }
    }

    /// <summary>One temperature, without exchanges.</summary>
    private void Advance(ParallelTempering<TState> ladder, Tape tape, int t, long from, long to)
    {
        for (var s = from; s < to; s++)
        {
            ladder.SweepOne(t);
            if (s >= plan.Thermalization && (s - plan.Thermalization + 1) % plan.Every == 0) Measure(ladder.State(t), tape);
        }
    }

    private void Measure(TState state, Tape tape)
    {
        for (var i = 0; i < observables.Count; i++) observables[i].Measure(state, tape.Row.AsSpan(Columns.Starts[i]..Columns.Starts[i + 1]));
        tape.Record();
    }

    /// <summary>The first observable at the temperature where it is known worst.</summary>
    private string Note()
    {
        if (swept < plan.Thermalization) return "thermalization";
        var (worst, name) = (new Estimate(0, 0), "");
        for (var t = 0; t < plan.Temperatures.Count; t++)
        {
            var estimate = LogBinning.Merge([.. tapes.Select(replica => replica[t].Means[0])]).Estimate;
            if (estimate.Error > worst.Error) (worst, name) = (estimate, string.Create(CultureInfo.InvariantCulture, $"{Columns.Names[0]} = {estimate} at T = {plan.Temperatures[t]:G5}"));
        }

        return name;
    }

    private void Save()
    {
        if (plan.Checkpoint is not { } path) return;
        CheckpointFile.Write(path, Identity, writer =>
        {
            writer.Write(swept);
            foreach (var ladder in ladders) ladder.Save(writer);
            foreach (var tape in tapes.SelectMany(replica => replica)) tape.Save(writer);
        });
    }

    private void Load(BinaryReader reader)
    {
        swept = reader.ReadInt64();
        if (swept < 0 || swept > plan.Horizon) throw new InvalidDataException($"the checkpoint is {swept} sweeps of {plan.Horizon} old");
        foreach (var ladder in ladders) ladder.Load(reader);
        foreach (var tape in tapes.SelectMany(replica => replica)) tape.Load(reader);
    }
}
