using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kit.Tensors;

/// <summary>The extents of a tensor's axes, outermost first; <c>[]</c> is the shape of a scalar.</summary>
/// <remarks>Written <c>5</c>, <c>(3, 4)</c> or <c>[3, 4]</c> wherever a shape is asked for.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    /// <summary>More axes than any formula needs; a bound lets kernels keep their indices on the stack.</summary>
    public const int MaxRank = 16;

    private readonly int[]? dims;

    internal Shape(int[] dims) => this.dims = dims;

    internal int[] Dims => dims ?? [];

    /// <summary>Number of axes.</summary>
    public int Rank => Dims.Length;

    /// <summary>Number of elements, the product of the extents.</summary>
    public long Size
    {
        get
        {
            var size = 1L;
            foreach (var d in Dims) size *= d;
            return size;
        }
    }

    /// <summary>The extent of an axis; negative axes count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public int this[int axis] => Dims[Axis(axis, "Shape")];

    /// <summary>The extent of an axis counted from the start or, as <c>^1</c>, from the end.</summary>
    public int this[Index axis] => this[axis.IsFromEnd ? -axis.Value : axis.Value];

    /// <summary>A shape of these extents.</summary>
    /// <exception cref="ArgumentException">A negative extent, too many axes or more than 2⁶³ elements.</exception>
    public static Shape Create(ReadOnlySpan<int> extents)
    {
        if (extents.Length > MaxRank) throw new ArgumentException($"Shape: {extents.Length} axes; at most {MaxRank} are possible");
        Int128 size = 1;
        foreach (var d in extents)
        {
            if (d < 0) throw new ArgumentException($"Shape: negative extent in [{string.Join(',', extents.ToArray())}]");
            size *= d;
            if (size > long.MaxValue) throw new ArgumentException($"Shape: [{string.Join(',', extents.ToArray())}] has more than 2^63 elements");
        }

        return new(extents.ToArray());
    }

    /// <summary>Turns a possibly negative axis into 0 … rank − 1.</summary>
    internal int Axis(int axis, string caller)
    {
        var rank = Rank;
        if (axis < -rank || axis >= rank)
            throw new ArgumentOutOfRangeException(nameof(axis), $"{caller}: axis {axis} of shape {this}, which has {rank}");
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>The shape that two operands are broadcast to: axes are matched from the last, an extent of 1 stretches.</summary>
    /// <exception cref="ArgumentException">Extents differ and none is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b, string caller = "Broadcast")
    {
        if (a.Equals(b)) return a;
        var dims = new int[Math.Max(a.Rank, b.Rank)];
        for (var k = 1; k <= dims.Length; k++)
        {
            var (m, n) = (k <= a.Rank ? a.Dims[^k] : 1, k <= b.Rank ? b.Dims[^k] : 1);
            if (m != n && m != 1 && n != 1) throw new ArgumentException($"{caller}: shapes {a} and {b} do not broadcast: {m} against {n}");
            dims[^k] = m == 1 ? n : m;
        }

        return new(dims);
    }

    /// <summary>A vector's shape.</summary>
    public static implicit operator Shape(int extent) => Create([extent]);

    /// <summary>A matrix's shape.</summary>
    public static implicit operator Shape((int, int) extents) => Create([extents.Item1, extents.Item2]);

    /// <summary>The shape of a tensor of three axes.</summary>
    public static implicit operator Shape((int, int, int) extents) => Create([extents.Item1, extents.Item2, extents.Item3]);

    /// <summary>The shape of a tensor of four axes.</summary>
    public static implicit operator Shape((int, int, int, int) extents) => Create([extents.Item1, extents.Item2, extents.Item3, extents.Item4]);

    /// <summary>The extents in an array.</summary>
    public static implicit operator Shape(int[] extents) => Create(extents);

    /// <summary>The extents.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape) => shape.Dims;

    /// <summary>Equality of all extents.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Some extent differs.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>Enumerates the extents.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => new ReadOnlySpan<int>(Dims).GetEnumerator();

    /// <summary>A copy of the extents.</summary>
    public int[] ToArray() => [.. Dims];

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(dims, other.dims) || Dims.AsSpan().SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var d in Dims) hash = hash * 31 + d;
        return hash;
    }

    /// <inheritdoc/>
    public override string ToString() => "[" + string.Join(',', Dims.Select(d => d.ToString(CultureInfo.InvariantCulture))) + "]";
}
