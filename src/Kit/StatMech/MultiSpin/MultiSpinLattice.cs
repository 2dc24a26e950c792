using System.Numerics;
using Kit.Compute;
using Kit.Plotting;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.MultiSpin;

/// <summary>The Ising model E(s) = −J Σ_⟨ij⟩ s_i s_j on a large periodic square lattice, one bit a spin: the fastest way to one large system.</summary>
/// <remarks>
/// Synchronous multi-spin coding. A word holds B ≤ 64 spins of one column, H = rows/B rows apart (site (y, x) with y = bH + h is bit b of the word of h and x), so that the neighbours of
/// a whole word stand in four other words at the same bits; only where h wraps around are the bits turned by one. Black sites (x + y even) and white ones have planes of their own, with column x at
/// place x/2; sites of one colour are not neighbours and are updated at once. H must be even so that a word is of one colour.
/// </remarks>
public sealed unsafe class MultiSpinLattice : IModel<SpinPlanes>
{
    /// <summary>Words of 64 bits in a vector, and before and after a row, where its periodic copies stand.</summary>
    internal const int Lanes = 8;

    /// <summary>A lattice of L × L spins.</summary>
    /// <param name="length">L, even and at least 4; multiples of 128 use all bits of a word.</param>
    /// <param name="coupling">J; negative for the antiferromagnet.</param>
    /// <exception cref="ArgumentException">L is odd or too small, or J is 0 or not finite.</exception>
    public MultiSpinLattice(int length, double coupling = 1) : this(length, length, coupling)
    {
    }

    /// <summary>A lattice of rows × columns spins.</summary>
    /// <param name="rows">Even and at least 4; multiples of 128 use all bits of a word.</param>
    /// <param name="columns">Even and at least 4; multiples of 16 use all of a vector.</param>
    /// <param name="coupling">J; negative for the antiferromagnet.</param>
    /// <exception cref="ArgumentException">A side is odd or too small, or J is 0 or not finite.</exception>
    public MultiSpinLattice(int rows, int columns, double coupling)
    {
        foreach (var n in (int[])[rows, columns])
            if (n < 4 || n % 2 != 0) throw new ArgumentException($"MultiSpinLattice: {rows} × {columns} sites; a periodic checkerboard needs even sides of at least 4 (BitReplicas takes any graph)");
        if (!double.IsFinite(coupling) || coupling == 0) throw new ArgumentException($"MultiSpinLattice: coupling {coupling}; it must be finite and not 0");
        if ((long)rows * columns > int.MaxValue) throw new ArgumentException($"MultiSpinLattice: {rows} × {columns} sites; {int.MaxValue} at most");
        (Rows, Columns, Coupling) = (rows, columns, coupling);
        BitCount = Enumerable.Range(1, 64).Last(b => rows % (2 * b) == 0);
        (Height, Width) = (rows / BitCount, columns / 2);
        Stride = (Width + Lanes - 1) / Lanes * Lanes + 2 * Lanes;
        Observables = StandardObservables.Magnetic<SpinPlanes>(Sites, Energy, Magnetization);
    }

    /// <summary>Length of the first axis of a snapshot.</summary>
    public int Rows { get; }

    /// <summary>Length of the last axis of a snapshot.</summary>
    public int Columns { get; }

    /// <summary>J.</summary>
    public double Coupling { get; }

    /// <inheritdoc/>
    public string Name => $"Ising model on the square lattice {Rows} × {Columns}, one bit a spin";

    /// <inheritdoc/>
    public int Sites => Rows * Columns;

    /// <inheritdoc/>
    public IReadOnlyList<Observable<SpinPlanes>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => StandardObservables.MagneticQuantities(Sites);

    /// <summary>B, spins in a word.</summary>
    internal int BitCount { get; }

    /// <summary>H, rows of words in a plane; above and below them is a row of periodic copies.</summary>
    internal int Height { get; }

    /// <summary>Words of a row that are spins.</summary>
    internal int Width { get; }

    /// <summary>Words from one row to the next.</summary>
    internal int Stride { get; }

    internal int PlaneWords => (Height + 2) * Stride;

    /// <summary>The bits of a word that are spins.</summary>
    internal ulong Used => ulong.MaxValue >> 64 - BitCount;

    /// <inheritdoc/>
    public SpinPlanes Start(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return Filled(rng.NextBits);
    }

    /// <summary>All spins up: the ordered start, free of the stripes that a quench from a random start may end in.</summary>
    public SpinPlanes Ordered() => Filled(() => Used);

    /// <inheritdoc/>
    public double Energy(SpinPlanes state) => -Coupling * (2.0 * Sites - 2.0 * Unsatisfied(state));

    /// <summary>The magnetisation m = (1/N) Σ_i s_i.</summary>
    public double Magnetization(SpinPlanes state)
    {
        Check(state);
        if (state.Up >= 0) return 2.0 * state.Up / Sites - 1;
        var up = 0L;
        for (var color = 0; color < 2; color++)
            for (var h = 0; h < Height; h++)
                foreach (var word in state.Words.Span.Slice(RowOffset(color, h), Width)) up += BitOperations.PopCount(word & Used);
        state.Up = up;
        return 2.0 * up / Sites - 1;
    }

    /// <summary>The spins ±1 as a tensor [rows, columns] of I32.</summary>
    public Tensor Spins(SpinPlanes state)
    {
        Check(state);
        var spins = new int[Sites];
        var words = state.Words.Span;
        for (var y = 0; y < Rows; y++)
            for (var x = 0; x < Columns; x++)
                spins[y * Columns + x] = 2 * (int)(words[RowOffset(x + y & 1, y % Height) + x / 2] >> y / Height & 1) - 1;
        return Tensor.Of(spins).Reshape(Rows, Columns);
    }

    /// <summary>A picture of one pixel a spin: dark for +1, light for −1, the first axis to the right and the last upwards.</summary>
    /// <param name="state">Is shown.</param>
    /// <param name="title">What one sees; the name of the lattice if null.</param>
    public Figure Draw(SpinPlanes state, string? title = null) =>
        GraphPicture.Pixels(title ?? Name, [Rows, Columns], Array.ConvertAll(Spins(state).ToArray<int>(), GraphPicture.Spin));

    /// <inheritdoc/>
    public void Save(SpinPlanes state, BinaryWriter writer)
    {
        Check(state);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Rows);
        writer.Write(Columns);
        state.Words.Save(writer);
    }

    /// <inheritdoc/>
    public SpinPlanes Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (rows, columns) = (reader.ReadInt32(), reader.ReadInt32());
        if (rows != Rows || columns != Columns) throw new InvalidDataException($"the saved lattice has {rows} × {columns} spins, this one {Rows} × {Columns}");
        var state = new SpinPlanes(this);
        state.Words.Load(reader);
        Wrap(state, 0);
        Wrap(state, 1);
        return state;
    }

    /// <summary>Where the first spin of a row stands among the words of both planes.</summary>
    internal int RowOffset(int color, int row) => color * PlaneWords + (row + 1) * Stride + Lanes;

    internal void Check(SpinPlanes state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Words.Count != 2 * PlaneWords) throw new ArgumentException($"the state has {state.Words.Count} words, {Name} has {2 * PlaneWords}");
    }

    /// <summary>Copies the first and last word of one row to where its neighbours look for them.</summary>
    internal void WrapRow(ulong* row)
    {
        row[-1] = row[Width - 1];
        row[Width] = row[0];
    }

    /// <summary>Writes the rows above and below a plane: row H is row 0 of the next bit.</summary>
    internal void WrapColumns(SpinPlanes state, int color)
    {
        var start = state.Words.Start;
        ulong* above = start + RowOffset(color, -1), below = start + RowOffset(color, Height), first = start + RowOffset(color, 0), last = start + RowOffset(color, Height - 1);
        var turn = BitCount - 1;
        for (var x = 0; x < Width; x++)
        {
            above[x] = last[x] << 1 | (last[x] & Used) >> turn;
            below[x] = (first[x] & Used) >> 1 | first[x] << turn;
        }
    }

    private void Wrap(SpinPlanes state, int color)
    {
        for (var h = 0; h < Height; h++) WrapRow(state.Words.Start + RowOffset(color, h));
        WrapColumns(state, color);
    }

    private SpinPlanes Filled(Func<ulong> word)
    {
        var state = new SpinPlanes(this);
        for (var color = 0; color < 2; color++)
        {
            for (var h = 0; h < Height; h++)
                foreach (ref var place in state.Words.Span.Slice(RowOffset(color, h), Width)) place = word() & Used;
            Wrap(state, color);
        }

        return state;
    }

    /// <summary>Bonds between different spins: every bond has one black end.</summary>
    private long Unsatisfied(SpinPlanes state)
    {
        Check(state);
        if (state.Unsatisfied >= 0) return state.Unsatisfied;
        var rows = new long[Height];
        Threads.For(Sites < 1 << 20 ? 1 : Math.Min(Height, 16), piece =>
        {
            var pieces = Sites < 1 << 20 ? 1 : Math.Min(Height, 16);
            for (var h = piece * Height / pieces; h < (piece + 1) * Height / pieces; h++)
            {
                ulong* black = state.Words.Start + RowOffset(0, h), white = state.Words.Start + RowOffset(1, h);
                var side = Side(0, h);
                for (var x = 0; x < Width; x++)
                {
                    var s = black[x];
                    rows[h] += BitOperations.PopCount((s ^ white[x]) & Used) + BitOperations.PopCount((s ^ white[x + side]) & Used)
                        + BitOperations.PopCount((s ^ white[x - Stride]) & Used) + BitOperations.PopCount((s ^ white[x + Stride]) & Used);
                }
            }
        });
        GC.KeepAlive(state);
        return state.Unsatisfied = rows.Sum();
    }

    /// <summary>Where the second neighbour in the same row stands: columns of black sites are even in even rows, those of white ones odd.</summary>
    internal static int Side(int color, int row) => (color + row) % 2 == 0 ? -1 : 1;
}
