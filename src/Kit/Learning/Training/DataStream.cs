using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Batches for training. Batch k is a function of k alone, so that a training resumed at step k sees what it would have seen.</summary>
public interface IDataStream
{
    /// <summary>Batches of an epoch; null where there are no epochs.</summary>
    long? BatchesPerEpoch { get; }

    /// <summary>The batch of step k = 0, 1, 2, …: any number of tensors, as the loss expects them.</summary>
    Tensor[] Batch(long step);
}

/// <summary>Streams of samples in memory, in files or from a live generator.</summary>
public static class DataStream
{
    /// <summary>Samples in memory along axis 0 of every tensor.</summary>
    /// <param name="tensors">Inputs, targets, …: all of one first extent.</param>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="shuffle">A new order every epoch, from the stream of its number; null keeps the order.</param>
    /// <param name="dropLast">Leaves out a last batch that is not full.</param>
    /// <exception cref="ArgumentException">Extents differ, or there is no batch.</exception>
    public static IDataStream Of(IReadOnlyList<Tensor> tensors, int batch, Rng? shuffle = null, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0 || tensors.Any(t => t.Rank == 0 || t.Shape[0] != tensors[0].Shape[0]))
            throw new ArgumentException($"DataStream: tensors of shapes {string.Join(", ", tensors.Select(t => t.Shape))}; one at least, and all of one first extent, are right");
        return new Samples(tensors[0].Shape[0], batch, shuffle, dropLast, rows => [.. tensors.Select(t => t.Take(rows))]);
    }

    /// <summary>Samples in a .npz file, in memory; the named tensors in the order of the batch.</summary>
    public static IDataStream Npz(string path, IReadOnlyList<string> names, int batch, Rng? shuffle = null, bool dropLast = false)
    {
        var file = Tensor.LoadNpz(path);
        return Of([.. names.Select(n => file.TryGetValue(n, out var x) ? x : throw new ArgumentException($"DataStream: {path} has no '{n}'; it has {string.Join(", ", file.Keys)}"))], batch, shuffle, dropLast);
    }

    /// <summary>Samples in .npy files, one file a tensor of the batch, read batch by batch: they may be larger than memory.</summary>
    public static IDataStream Npy(IReadOnlyList<string> paths, int batch, Rng? shuffle = null, bool dropLast = false)
    {
        var files = paths.Select(path => new NpyRows(path)).ToArray();
        if (files.Length == 0 || files.Any(f => f.Count != files[0].Count)) throw new ArgumentException($"DataStream: files of {string.Join(", ", files.Select(f => f.Count))} samples");
        return new Samples(files[0].Count, batch, shuffle, dropLast, rows => [.. files.Select(f => f.Read(rows.ToArray<int>()))]);
    }

    /// <summary>A live generator: batch k is made when it is asked for, and must depend on k alone (take <c>rng.Stream(k)</c>).</summary>
    public static IDataStream From(Func<long, Tensor[]> batch, long? batchesPerEpoch = null) => new Generator(batch, batchesPerEpoch);

    /// <summary>A sequence such as a running solver. To resume, it is begun again and the batches that were seen are passed over.</summary>
    public static IDataStream From(IEnumerable<Tensor[]> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var (running, next) = (batches.GetEnumerator(), 0L);
        return new Generator(Batch, null);

        Tensor[] Batch(long step)
        {
            if (step < next) (running, next) = (batches.GetEnumerator(), 0);
            for (; next <= step; next++)
                if (!running.MoveNext()) throw new InvalidOperationException($"DataStream: the sequence ended after {next} batches, before step {step}");
            return running.Current;
        }
    }

    private sealed record Generator(Func<long, Tensor[]> Make, long? BatchesPerEpoch) : IDataStream
    {
        public Tensor[] Batch(long step) => Make(step);
    }

    private sealed class Samples(int count, int batch, Rng? shuffle, bool dropLast, Func<Tensor, Tensor[]> read) : IDataStream
    {
        private (long Epoch, int[] Rows) order = (-1, []);

        public long? BatchesPerEpoch { get; } = batch > 0 && (dropLast ? count / batch : (count + batch - 1) / batch) is > 0 and var n
            ? n
            : throw new ArgumentException($"DataStream: no batch of {batch} from {count} samples");

        public Tensor[] Batch(long step)
        {
            var (epoch, place) = Math.DivRem(step, BatchesPerEpoch!.Value);
            if (order.Epoch != epoch) order = (epoch, shuffle is null ? [.. Enumerable.Range(0, count)] : shuffle.Stream(epoch).Permutation(count).ToArray<int>());
            var first = (int)place * batch;
            return read(Tensor.Of(order.Rows.AsSpan(first, Math.Min(batch, count - first))));
        }
    }
}
