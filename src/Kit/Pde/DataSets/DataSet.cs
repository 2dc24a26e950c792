using Kit.Compute;
using Kit.Learning;
using Kit.Parameters;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Samples of a solver, made when they are wanted instead of downloaded: the same seed gives the same samples, in any order and any pieces.</summary>
/// <remarks>
/// A data set is one sealed record; its init properties are its parameters, and their defaults are those of its source:
/// <c>new DarcySmoothData { Points = 85 }.Make(1000, seed: 0)["u"]</c>. Sample i is a function of the parameters, the seed and i alone.
/// </remarks>
public abstract record DataSet : Parametrized<DataSet>
{
    /// <summary>The type's name without "Data", in kebab case: DarcySmoothData is <c>darcy-smooth</c>.</summary>
    public sealed override string Id => Words.Kebab(GetType().Name is var name && name.EndsWith("Data", StringComparison.Ordinal) ? name[..^4] : GetType().Name);

    /// <summary>A short heading.</summary>
    public abstract string Title { get; }

    /// <summary>The equation with its domain, boundary and initial conditions, and the laws that are drawn from, in Unicode.</summary>
    public abstract string Equation { get; }

    /// <summary>How it is solved, with the orders in space and time.</summary>
    public abstract string Method { get; }

    /// <summary>Author, year, section, and where this differs from them.</summary>
    public abstract string Source { get; }

    /// <summary>Samples of the source's set.</summary>
    public abstract int Published { get; }

    /// <summary>Samples that are solved together.</summary>
    public virtual int Chunk => 8;

    /// <summary>Samples first … first + count − 1: named tensors with the samples along axis 0.</summary>
    /// <param name="rng">Sample i draws from <c>rng.Stream(i)</c>.</param>
    /// <param name="first">Number of the first sample.</param>
    /// <param name="count">How many.</param>
    public abstract IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count);

    /// <summary>A picture of samples, for the card.</summary>
    public abstract Figure Picture(IReadOnlyDictionary<string, Tensor> samples);

    /// <summary>The first n samples in memory.</summary>
    /// <param name="n">How many.</param>
    /// <param name="seed">Seed of every random number.</param>
    /// <param name="token">Stops between chunks.</param>
    public Dictionary<string, Tensor> Make(int n, long seed = 0, CancellationToken token = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        CheckParameters();
        using var progress = Display.Progress.Start(Id, n);
        Dictionary<string, Tensor> whole = [];
        var rng = new Rng(seed);
        for (var first = 0; first < n; first += Chunk)
        {
            token.ThrowIfCancellationRequested();
            using (Tensor.Scope())
                foreach (var (name, part) in Samples(rng, first, Math.Min(Chunk, n - first)))
                {
                    if (!whole.TryGetValue(name, out var all)) whole[name] = all = Tensor.Zeros(new([n, .. part.Shape.ToArray()[1..]]), part.DType).Keep();
                    all[first..(first + part.Shape[0])] = part;
                }

            progress.Report(Math.Min(n, first + Chunk));
        }

        return whole;
    }

    /// <summary>Samples solved while a model trains on them: batch k has the samples k·batch … (k + 1)·batch − 1, and there is no last one.</summary>
    /// <param name="names">Which tensors, in the order that the loss expects.</param>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="seed">Seed of every random number.</param>
    public IDataStream Stream(IReadOnlyList<string> names, int batch, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        CheckParameters();
        var rng = new Rng(seed);
        return DataStream.From(step =>
        {
            var samples = Samples(rng, step * batch, batch);
            return [.. names.Select(name => samples.TryGetValue(name, out var x) ? x : throw new ArgumentException($"{Id} has no '{name}'; it has {string.Join(", ", samples.Keys)}"))];
        });
    }

    /// <summary>Samples that are solved one by one, on all threads, and stacked.</summary>
    /// <param name="rng">Sample i gets <c>rng.Stream(i)</c>.</param>
    /// <param name="first">Number of the first sample.</param>
    /// <param name="count">How many.</param>
    /// <param name="names">Names of the tensors that <paramref name="one"/> returns.</param>
    /// <param name="one">Makes a sample.</param>
    protected static Dictionary<string, Tensor> OneByOne(Rng rng, long first, int count, IReadOnlyList<string> names, Func<Rng, Tensor[]> one)
    {
        ArgumentNullException.ThrowIfNull(names);
        var samples = new Tensor[count][];
        Threads.For(count, i => samples[i] = one(rng.Stream(first + i)));
        Dictionary<string, Tensor> stacked = [];
        for (var k = 0; k < names.Count; k++) stacked[names[k]] = Tensor.Stack([.. samples.Select(sample => sample[k])]);
        return stacked;
    }
}
