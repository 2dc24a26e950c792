using System.Runtime.CompilerServices;

namespace Kit.Tensors;

/// <summary>One number for every spatial axis, or one for each: <c>2</c> or <c>[2, 1]</c>.</summary>
[CollectionBuilder(typeof(PerAxis), nameof(Create))]
public readonly struct PerAxis
{
    private readonly int[]? values;

    private PerAxis(int[] values) => this.values = values;

    /// <summary>One number an axis.</summary>
    public static PerAxis Create(ReadOnlySpan<int> values) => new(values.ToArray());

    /// <summary>The same for every axis.</summary>
    public static implicit operator PerAxis(int value) => new([value]);

    /// <summary>One number an axis.</summary>
    public static implicit operator PerAxis(int[] values) => new([.. values]);

    internal bool IsGiven => values is not null;

    /// <summary>Enumerates the numbers given.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => new ReadOnlySpan<int>(values ?? []).GetEnumerator();

    /// <summary>A number for each of so many axes, none below the least.</summary>
    internal int[] Of(int axes, int standard, int least, string what)
    {
        int[] all = values is null ? [.. Enumerable.Repeat(standard, axes)] : values.Length == 1 ? [.. Enumerable.Repeat(values[0], axes)] : values;
        if (all.Length != axes) throw new ArgumentException($"{what}: {all.Length} numbers for {axes} spatial axes; give one, or one for each");
        return Array.TrueForAll(all, v => v >= least) ? all : throw new ArgumentException($"{what}: [{string.Join(", ", all)}]; at least {least} is needed");
    }
}
