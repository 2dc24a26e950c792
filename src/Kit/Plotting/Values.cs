using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Plotting;

/// <summary>A column of numbers (or of category labels) for a picture, copied when it is made.</summary>
/// <remarks>Arrays, lists, tensors and collection expressions convert by themselves. NaN and ±∞ are gaps.</remarks>
[CollectionBuilder(typeof(Values), nameof(Create))]
public sealed class Values : IReadOnlyList<double>
{
    private readonly double[] numbers;

    private Values(double[] numbers, string[]? labels = null) => (this.numbers, Labels) = (numbers, labels);

    /// <summary>Category labels, when the column is text; the numbers are then 0, 1, 2, …</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>How many entries.</summary>
    public int Count => numbers.Length;

    /// <summary>The entry at <paramref name="index"/>.</summary>
    public double this[int index] => numbers[index];

    /// <summary>The entries as a span, without a copy.</summary>
    public ReadOnlySpan<double> Span => numbers;

    /// <summary>A copy of <paramref name="numbers"/>.</summary>
    public static Values Create(ReadOnlySpan<double> numbers) => new(numbers.ToArray());

    /// <summary>0, 1, …, <paramref name="count"/> − 1: the abscissa of a column that has none.</summary>
    public static Values Index(int count) => Generate(count, i => i);

    /// <summary>Copies numbers.</summary>
    public static implicit operator Values(double[] numbers) => Create(NotNull(numbers));

    /// <summary>Copies numbers.</summary>
    public static implicit operator Values(ReadOnlySpan<double> numbers) => Create(numbers);

    /// <summary>Copies numbers.</summary>
    public static implicit operator Values(List<double> numbers) => new([.. NotNull(numbers)]);

    /// <summary>Copies numbers; each keeps its shortest decimal form (0.1f shows as 0.1).</summary>
    public static implicit operator Values(float[] numbers) => Generate(NotNull(numbers).Length, i => Widen(numbers[i]));

    /// <summary>Copies numbers.</summary>
    public static implicit operator Values(int[] numbers) => Generate(NotNull(numbers).Length, i => numbers[i]);

    /// <summary>Copies numbers.</summary>
    public static implicit operator Values(long[] numbers) => Generate(NotNull(numbers).Length, i => numbers[i]);

    /// <summary>Copies numbers.</summary>
    public static implicit operator Values(List<int> numbers) => Generate(NotNull(numbers).Count, i => numbers[i]);

    /// <summary>Copies category labels.</summary>
    public static implicit operator Values(string[] labels) => new(Index(NotNull(labels).Length).numbers, [.. labels]);

    /// <summary>Copies a real tensor of rank 1, or of any rank with one axis longer than 1.</summary>
    /// <exception cref="ArgumentException">The tensor is a table, or complex.</exception>
    public static implicit operator Values(Tensor tensor)
    {
        NotNull(tensor);
        var longAxes = 0;
        foreach (var extent in tensor.Shape.ToArray())
            longAxes += extent != 1 ? 1 : 0;
        return longAxes <= 1
            ? new(Numbers(tensor))
            : throw new ArgumentException($"A column of a picture is a tensor of rank 1: got shape {tensor.Shape}; index or reshape it, or draw it with Heatmap.");
    }

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)numbers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The double with the same shortest decimal form: pictures of F32 data are not spoilt by digits that carry nothing.</summary>
    internal static double Widen(float number) => float.IsFinite(number)
        ? double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : number;

    /// <summary>The entries of a real tensor in row-major order.</summary>
    internal static double[] Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.C64 or DType.C128 => throw new ArgumentException($"A picture shows real numbers: got a tensor of {tensor.DType}; take its real part, modulus or phase."),
        DType.F32 => [.. tensor.ToArray<float>().Select(number => Widen(number))],
        _ => tensor.ToDoubles(),
    };

    internal static Values Generate(int count, Func<int, double> entry)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
            numbers[i] = entry(i);
        return new(numbers);
    }

    private static T NotNull<T>(T? data) where T : class => data ?? throw new ArgumentNullException(nameof(data), "A picture needs data: got null.");
}
