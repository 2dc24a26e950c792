using System.Runtime.CompilerServices;

namespace Kit.Tensors;

/// <summary>The axes of a reduction: <c>0</c>, <c>^1</c>, <c>[0, 2]</c>, or by default all of them. Negative axes count from the end.</summary>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes
{
    private readonly int[]? named;

    private Axes(int[] named) => this.named = named;

    /// <summary>Every axis.</summary>
    public static Axes All => default;

    /// <summary>These axes.</summary>
    public static Axes Create(ReadOnlySpan<int> axes) => new(axes.ToArray());

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>One axis, counted from the end.</summary>
    public static implicit operator Axes(Index axis) => new([axis.IsFromEnd ? -axis.Value : axis.Value]);

    /// <summary>These axes.</summary>
    public static implicit operator Axes(int[] axes) => new([.. axes]);

    /// <summary>Enumerates the axes named.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => new ReadOnlySpan<int>(named ?? []).GetEnumerator();

    /// <summary>For each axis of a shape, whether it is named.</summary>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    internal bool[] Mark(Shape shape, string caller)
    {
        var marks = new bool[shape.Rank];
        if (named is null) Array.Fill(marks, true);
        foreach (var axis in this)
        {
            ref var mark = ref marks[shape.Axis(axis, caller)];
            if (mark) throw new ArgumentException($"{caller}: axis {axis} of shape {shape} is named twice");
            mark = true;
        }

        return marks;
    }
}
