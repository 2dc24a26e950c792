using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Memories;

/// <summary>E = −½ Σ_ij J_ij s_i s_j with Hebb's couplings J_ij = (w/N) Σ_v x_i^v x_j^v, s_i = ±1, the sum over all i and j: −(N/2) w Σ_v n_v², n_v = (1/N) Σ_i x_i^v s_i.</summary>
/// <remarks>
/// <para>Terms i = j are the constant −½ Σ_i J_ii. With diluted patterns this is the multitasking network.</para>
/// <para>Up to K = N vectors their sums Σ_i x_i^v s_i are kept and a proposal costs O(K); with more, the N² couplings and the fields: then a proposal costs O(1) and a flip O(N).</para>
/// <para>Hopfield (1982); Amit, Gutfreund and Sompolinsky (1985).</para>
/// </remarks>
public sealed class HopfieldModel : IDiscreteModel
{
    private static readonly sbyte[] Values = [-1, 1];
    private readonly double factor, diagonal;
    private readonly double[]? couplings;
    private readonly double[] squares;
    private readonly PatternSigns? signs;

    /// <summary>The network of some vectors.</summary>
    public HopfieldModel(Teaching teaching)
    {
        ArgumentNullException.ThrowIfNull(teaching);
        (Teaching, factor, squares) = (teaching, teaching.Weight / (Sites(teaching) * teaching.Scale * teaching.Scale), new double[Sites(teaching)]);
        for (var i = 0; i < squares.Length; i++)
            foreach (var x in teaching.Vectors.Of(i)) squares[i] += x * x;
        diagonal = -0.5 * factor * squares.Sum();
        if (teaching.Vectors.Count > squares.Length) couplings = Hebb(teaching.Vectors, factor);
        else signs = PatternSigns.Of(teaching.Vectors);
        Observables = MemoryObservables.Of(teaching.Truth);

        static int Sites(Teaching teaching) => teaching.Vectors.Sites;
    }

    /// <summary>The network that stores patterns.</summary>
    public HopfieldModel(Patterns patterns) : this(Teaching.Storing(patterns))
    {
    }

    /// <summary>What is stored.</summary>
    public Teaching Teaching { get; }

    /// <inheritdoc/>
    public string Name => $"Hopfield network, {Teaching.How} {Teaching.Truth.Count} patterns in {Sites} spins";

    /// <inheritdoc/>
    public int Sites => squares.Length;

    /// <inheritdoc/>
    public ReadOnlySpan<sbyte> Alphabet => Values;

    /// <inheritdoc cref="DenseHebbian.Observables"/>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => [StandardObservables.SpecificHeat(Sites)];

    private int Kept => couplings is null ? Teaching.Vectors.Count : Sites;

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, Kept, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        var sums = new double[Teaching.Vectors.Count];
        Teaching.Vectors.Sum(state.Values, sums);
        return OfSums(sums);
    }

    /// <inheritdoc/>
    public double Change(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return 0;
        if (couplings is not null) return -step * state.Cache[site];
        // −(f/2) [(L + step x)² − L²], summed.
        var field = signs is null ? OverlapKernel.Dot(state.Cache, Teaching.Vectors.Of(site)) : SignKernel.Dot(state.Cache, signs.Of(site));
        return -factor * step * (field + 0.5 * step * squares[site]);
    }

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return;
        state.Energy += Change(state, site, value);
        state.Values[site] = value;
        if (couplings is null)
        {
            if (signs is null) OverlapKernel.Add(state.Cache, Teaching.Vectors.Of(site), step);
            else SignKernel.Add(state.Cache, signs.Of(site), step);
            return;
        }

        var row = couplings.AsSpan(site * Sites, Sites);
        var fields = state.Cache;
        for (var j = 0; j < row.Length; j++) fields[j] += step * row[j];
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        if (couplings is null)
        {
            Teaching.Vectors.Sum(state.Values, state.Cache);
            state.Energy = OfSums(state.Cache);
            return;
        }

        var sum = 0.0;
        for (var i = 0; i < Sites; i++)
        {
            var row = couplings.AsSpan(i * Sites, Sites);
            var field = 0.0;
            for (var j = 0; j < row.Length; j++) field += row[j] * state.Values[j];
            state.Cache[i] = field;
            sum += field * state.Values[i];
        }

        state.Energy = diagonal - 0.5 * sum;
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, Kept, reader);

    private double OfSums(ReadOnlySpan<double> sums)
    {
        var sum = 0.0;
        foreach (var l in sums) sum += l * l;
        return -0.5 * factor * sum;
    }

    /// <summary>J_ij for i ≠ j, and 0 on the diagonal.</summary>
    private static double[] Hebb(Patterns vectors, double factor)
    {
        var n = vectors.Sites;
        var x = new double[n * vectors.Count];
        for (var i = 0; i < n; i++)
            for (var v = 0; v < vectors.Count; v++) x[i * vectors.Count + v] = vectors[v, i];
        using var scope = Tensor.Scope();
        var rows = Tensor.Of(x).Reshape(n, vectors.Count);
        var j = (rows.MatMul(rows.T) * factor).ToDoubles();
        for (var i = 0; i < n; i++) j[i * n + i] = 0;
        return j;
    }
}
