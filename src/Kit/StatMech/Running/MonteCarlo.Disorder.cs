using Kit.Compute;
using Kit.Display;
using Kit.StatMech.Estimators;
using Kit.Tensors;

namespace Kit.StatMech.Running;

// Averages over disorder.
public static partial class MonteCarlo
{
    /// <summary>Simulates many samples of a model with random couplings, and averages over them.</summary>
    /// <remarks>
    /// [⟨O⟩]: thermal means of each sample, then the mean over samples with the error of their scatter, which holds thermal noise too. A quantity is computed in each sample and then averaged,
    /// [f(⟨·⟩)], without the bias of a short run; functions of averages, f([⟨·⟩]), such as the Binder ratio of spin glasses, are <see cref="Results.Of"/>.
    /// Samples are simulated side by side; sample k has the same couplings and the same run whatever the number of samples.
    /// </remarks>
    /// <param name="sample">Draws a model.</param>
    /// <param name="update">Binds an update to a model.</param>
    /// <param name="samples">How many, two at least.</param>
    /// <param name="plan">Of each sample; its checkpoint holds whole samples.</param>
    /// <param name="observables">What is measured besides the model's own observables.</param>
    /// <param name="quantities">What follows from means besides the model's own quantities.</param>
    /// <param name="token">Stops the run, after a checkpoint if the plan names a file.</param>
    /// <inheritdoc cref="Run{TState}(IModel{TState}, IUpdate{TState}, Plan, IReadOnlyList{Observable{TState}}?, IReadOnlyList{Quantity}?, CancellationToken)" path="/exception"/>
    public static Results Run<TModel, TState>(Func<Rng, TModel> sample, Func<TModel, IUpdate<TState>> update, int samples, Plan plan,
        Func<TModel, IReadOnlyList<Observable<TState>>>? observables = null, IReadOnlyList<Quantity>? quantities = null, CancellationToken token = default)
        where TModel : IModel<TState> where TState : class
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(plan);
        if (samples < 2) throw new ArgumentException($"MonteCarlo: {samples} samples of the disorder; two at least for an error");
        if (plan.KeepSeries) throw new ArgumentException("MonteCarlo: series are not kept over samples of the disorder; run a sample alone for its series");
        var root = new Rng(plan.Seed).Stream("disorder");
        var first = Model(0);
        plan.Check(first.Sites);
        Quantity[] asked = [.. first.Quantities, .. quantities ?? []];
        var columns = Columns.Of(Measured(first));
        var identity = FormattableString.Invariant($"{samples} samples like {first.Name} (E = {first.Energy(first.Start(root.Stream("identity"))):R} of a random state), {update(first).Name}, {string.Join(", ", columns.Names)}; {string.Join(", ", asked.Select(one => one.Name))}; {plan.Identity()}");
        var rows = new SampleRow?[samples];
        if (plan.Checkpoint is { } path) CheckpointFile.Read(path, identity, Load);
        using var progress = Progress.Start("samples", samples);
        var saved = System.Diagnostics.Stopwatch.StartNew();
        int[] open = [.. Enumerable.Range(0, samples).Where(k => rows[k] is null)];
        foreach (var batch in open.Chunk(Math.Max(Threads.Count, 1)))
        {
            try
            {
                Threads.For(batch.Length, i =>
                {
                    using (Progress.Listen(null)) rows[batch[i]] = Simulate(batch[i]);
                });
            }
            catch (OperationCanceledException)
            {
                Save();
                throw;
            }

            progress.Report(rows.Count(row => row is not null));
            if (saved.Elapsed < plan.CheckpointEvery && batch[^1] != open[^1]) continue;
            Save();
            saved.Restart();
        }

        return SampleRow.Summary($"{first.Name}, {update(first).Name}, {samples} samples", plan, columns, asked, [.. rows.Select(row => row!)]);

        TModel Model(int k) => sample(root.Stream(k).Stream("couplings"));

        Observable<TState>[] Measured(TModel model) => [.. model.Observables, .. observables?.Invoke(model) ?? []];

        SampleRow Simulate(int k)
        {
            var model = Model(k);
            var simulation = new Simulation<TState>(model, update(model), plan with { Checkpoint = null }, Measured(model), root.Stream(k).Stream("chains"));
            if (!simulation.Columns.Names.SequenceEqual(columns.Names) || simulation.Columns.Width != columns.Width)
                throw new ArgumentException($"MonteCarlo: sample {k} measures {string.Join(", ", simulation.Columns.Names)}, sample 0 {string.Join(", ", columns.Names)}; all have to measure the same");
            simulation.Run(token);
            var results = Summary("", plan, simulation.Columns, simulation.Tapes, simulation.Ladders, [.. model.Quantities, .. quantities ?? []]);
            return SampleRow.Of(results, columns, asked);
        }

        void Save()
        {
            if (plan.Checkpoint is not { } file) return;
            CheckpointFile.Write(file, identity, writer =>
            {
                writer.Write(rows.Count(row => row is not null));
                foreach (var (k, row) in rows.Index())
                {
                    if (row is null) continue;
                    writer.Write(k);
                    row.Save(writer);
                }
            });
        }

        void Load(BinaryReader reader)
        {
            var count = reader.ReadInt32();
            for (var i = 0; i < count; i++)
            {
                var k = reader.ReadInt32();
                if (k < 0 || k >= samples) throw new InvalidDataException($"the checkpoint has a sample {k} of {samples}");
                rows[k] = SampleRow.Load(reader, plan.Temperatures.Count, columns.Width, asked.Length);
            }
        }
    }
}
