namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>Running products along an axis: yₙ = x₀ x₁ … xₙ, of complex numbers too; integers in F64. At most ⌈log₂ n⌉ + 1 roundings go into one element.</summary>
    public static Tensor CumProd(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Doubling(Float(x), axis, (a, b) => a * b, "CumProd");
    }

    /// <summary>Running maxima along an axis: yₙ = max(x₀, …, xₙ); NaN from the first one on.</summary>
    /// <exception cref="ArgumentException">The elements are complex.</exception>
    public static Tensor CumMax(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Doubling(Number(Real(x, "CumMax")), axis, Maximum, "CumMax");
    }

    /// <summary>Running minima along an axis: yₙ = min(x₀, …, xₙ); NaN from the first one on.</summary>
    /// <exception cref="ArgumentException">The elements are complex.</exception>
    public static Tensor CumMin(Tensor x, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Doubling(Number(Real(x, "CumMin")), axis, Minimum, "CumMin");
    }

    /// <summary>Differences of neighbours along an axis, yᵢ = xᵢ₊₁ − xᵢ, taken so many times; each time the axis is one shorter.</summary>
    /// <param name="x">Any numbers; truth values as 0 and 1.</param>
    /// <param name="order">How many times.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative order.</exception>
    public static Tensor Diff(Tensor x, int order = 1, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        axis = x.Shape.Axis(axis, "Diff");
        var y = Number(x);
        for (var k = 0; k < order && y.Shape[axis] > 0; k++)
        {
            var n = y.Shape[axis];
            y = y.Along(axis, 1, n) - y.Along(axis, 0, n - 1);
        }

        return y;
    }

    /// <summary>Running results y₀ = x₀, yₙ = yₙ₋₁ ∘ xₙ of an associative operation along an axis, in about 2 log₂ n steps on whole slices and 2n applications.</summary>
    /// <param name="combine">(a, b) → a ∘ b for many pairs at once: both hold the same number of places along the axis, and so must the result. (a∘b)∘c = a∘(b∘c); order is kept.</param>
    /// <param name="x">The elements, places along the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="reverse">From the other end: yₙ = yₙ₊₁ ∘ xₙ.</param>
    /// <exception cref="ArgumentException">The operation changes the shape.</exception>
    public static Tensor AssociativeScan(Func<Tensor, Tensor, Tensor> combine, Tensor x, int axis = 0, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(combine);
        ArgumentNullException.ThrowIfNull(x);
        return AssociativeScan((a, b) => [combine(a[0], b[0])], [x], axis, reverse)[0];
    }

    /// <summary>As <see cref="AssociativeScan(Func{Tensor, Tensor, Tensor}, Tensor, int, bool)"/> of elements that are tuples, such as (a, b) for hₙ = aₙhₙ₋₁ + bₙ with (a, b) ∘ (c, d) = (ca, cb + d).</summary>
    /// <param name="combine">(a₀, a₁, …), (b₀, b₁, …) → a ∘ b, as many tensors.</param>
    /// <param name="x">x₀, x₁, … of one extent along the axis.</param>
    /// <param name="axis">The axis, in each of them.</param>
    /// <param name="reverse">From the other end.</param>
    /// <remarks>Blelloch, "Prefix sums and their applications", 1990: pairs are combined, scanned by recursion, and give the places between; composed, so differentiable.</remarks>
    /// <exception cref="ArgumentException">The extents differ, or the operation changes the number of tensors or a shape.</exception>
    public static Tensor[] AssociativeScan(Func<Tensor[], Tensor[], Tensor[]> combine, Tensor[] x, int axis = 0, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(combine);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Length == 0) return [];
        foreach (var part in x) ArgumentNullException.ThrowIfNull(part);
        var axes = Array.ConvertAll(x, part => part.Shape.Axis(axis, "AssociativeScan"));
        var n = x[0].Shape[axes[0]];
        for (var k = 1; k < x.Length; k++)
            if (x[k].Shape[axes[k]] != n) throw new ArgumentException($"AssociativeScan: shapes {x[0].Shape} and {x[k].Shape} differ along axis {axis}");
        if (!reverse) return Map(Scan(Map(x, (part, _) => part)), (part, k) => ReferenceEquals(part, x[k]) ? part.Copy() : part);
        return Map(Scan(Map(x, (part, k) => part.Flip(axes[k]))), (part, k) => part.Flip(axes[k]));

        Tensor[] Scan(Tensor[] x)
        {
            var n = x[0].Shape[axes[0]];
            if (n < 2) return x;
            var (first, second) = (Every(x, 0), Every(x, 1));
            // y₁, y₃, … are the scan of the pairs; y₂, y₄, … go one element beyond them.
            var odd = Scan(Combined(n % 2 == 0 ? first : Cut(first, 0, n / 2), second));
            var even = first;
            if (n > 2)
            {
                var later = Combined(n % 2 == 0 ? Cut(odd, 0, n / 2 - 1) : odd, Cut(first, 1, (n + 1) / 2));
                even = Map(later, (part, k) => Tensor.Concat([first[k].Along(axes[k], 0, 1), part], axes[k]));
            }

            return Map(odd, (part, k) => Woven(even[k], part, axes[k]));
        }

        Tensor[] Every(Tensor[] x, int start) =>
            Map(x, (part, k) => part[(Slice[])[.. Enumerable.Repeat(Slice.All, axes[k]), Slice.Step(start, null, 2)]]);

        Tensor[] Cut(Tensor[] x, int start, int stop) => Map(x, (part, k) => part.Along(axes[k], start, stop));

        Tensor[] Combined(Tensor[] a, Tensor[] b)
        {
            var y = combine(a, b);
            if (y.Length != b.Length) throw new ArgumentException($"AssociativeScan: the operation gave {y.Length} tensors for {b.Length}");
            return Map(y, (part, k) => part.Shape == b[k].Shape ? part
                : throw new ArgumentException($"AssociativeScan: the operation gave shape {part.Shape} for {b[k].Shape}"));
        }
    }

    /// <summary>a₀ b₀ a₁ b₁ …; a may have one element more.</summary>
    private static Tensor Woven(Tensor a, Tensor b, int axis)
    {
        var n = b.Shape[axis];
        var dims = b.Shape.ToArray();
        dims[axis] = 2 * n;
        var pairs = Tensor.Stack([a.Along(axis, 0, n), b], axis + 1).Reshape(dims);
        return a.Shape[axis] == n ? pairs : Tensor.Concat([pairs, a.Along(axis, n, n + 1)], axis);
    }

    private static Tensor[] Map(Tensor[] x, Func<Tensor, int, Tensor> f) => [.. x.Select(f)];

    /// <summary>Folds windows of 1, 2, 4, … elements: after step k each element holds the 2ᵏ up to it.</summary>
    /// <remarks>Hillis and Steele, "Data parallel algorithms", CACM 29 (1986). n log₂ n operations, but each over the whole tensor.</remarks>
    private static Tensor Doubling(Tensor x, int axis, Func<Tensor, Tensor, Tensor> fold, string caller)
    {
        axis = x.Shape.Axis(axis, caller);
        var (y, n) = (x, x.Shape[axis]);
        for (var step = 1L; step < n; step *= 2)
            y = Tensor.Concat([y.Along(axis, 0, (int)step), fold(y.Along(axis, 0, n - (int)step), y.Along(axis, (int)step, n))], axis);
        return ReferenceEquals(y, x) ? y.Copy() : y;
    }

    /// <summary>∏ x along one axis in a fixed tree: halves are multiplied until one element is left.</summary>
    internal static Tensor TreeProduct(Tensor x, int axis)
    {
        while (x.Shape[axis] > 1)
        {
            var n = x.Shape[axis];
            var product = x.Along(axis, 0, n / 2) * x.Along(axis, n / 2, n / 2 * 2);
            x = n % 2 == 0 ? product : Tensor.Concat([product, x.Along(axis, n - 1, n)], axis);
        }

        return x;
    }
}
