using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>The different elements in ascending order, where each element of x is among them (I32, of x's shape), and how often each occurs (I32). All NaN are one element, the last.</summary>
    /// <exception cref="ArgumentException">The elements are complex.</exception>
    public static (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var flat = Real(x, "Unique").Solid().Flatten();
        var order = ArgSort(flat);
        var (places, sorted) = (order.ToArray<int>(), flat.Take(order).ToDoubles());
        var starts = new List<int>();
        var inverse = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1] && !(double.IsNaN(sorted[i]) && double.IsNaN(sorted[i - 1]))) starts.Add(i);
            inverse[places[i]] = starts.Count - 1;
        }

        var first = starts.ConvertAll(i => places[i]).ToArray();
        var counts = starts.Select((start, k) => (k + 1 < starts.Count ? starts[k + 1] : places.Length) - start).ToArray();
        return (flat.Take(Tensor.Of(first)), Tensor.Of(inverse).To(x.Device).Reshape(x.Shape), Tensor.Of(counts).To(x.Device));
    }

    /// <summary>Where values would be put in to keep a vector ascending, I32 of the values' shape: the number of elements below the value, or with <paramref name="right"/> not above it. NaN is above every number.</summary>
    /// <param name="sorted">Ascending vector.</param>
    /// <param name="values">Any shape.</param>
    /// <param name="right">Behind equal elements instead of before them.</param>
    /// <exception cref="ArgumentException">Not a vector, not ascending, or complex.</exception>
    public static Tensor SearchSorted(Tensor sorted, Tensor values, bool right = false)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        ArgumentNullException.ThrowIfNull(values);
        if (sorted.Rank != 1) throw new ArgumentException($"SearchSorted: a vector is searched, not {sorted.Shape}");
        var (bounds, x) = (Real(sorted, "SearchSorted").ToDoubles(), Real(values, "SearchSorted").ToDoubles());
        for (var i = 1; i < bounds.Length; i++)
            if (Below(bounds[i], bounds[i - 1])) throw new ArgumentException(FormattableString.Invariant($"SearchSorted: not ascending: {bounds[i]} at position {i} follows {bounds[i - 1]}"));
        var places = new int[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (low, high) = (0, bounds.Length);
            while (low < high)
            {
                var middle = low + (high - low) / 2;
                if (right ? !Below(x[i], bounds[middle]) : Below(bounds[middle], x[i])) low = middle + 1;
                else high = middle;
            }

            places[i] = low;
        }

        return Tensor.Of(places).To(values.Device).Reshape(values.Shape);

        static bool Below(double a, double b) => a < b || double.IsNaN(b) && !double.IsNaN(a);
    }

    /// <summary>How many elements fall into each of equal bins, I32, and the bins' edges, F64. Bin k is [eₖ, eₖ₊₁), the last one closed; what lies outside, and NaN, is not counted.</summary>
    /// <param name="x">Real numbers of any shape.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="range">First and last edge; by default the smallest and largest finite element, or half a unit around them where they are equal, or (0, 1) where there is none.</param>
    /// <exception cref="ArgumentException">No bins, a range that is not finite and ascending, or complex elements.</exception>
    public static (Tensor Counts, Tensor Edges) Histogram(Tensor x, int bins = 10, (double Low, double High)? range = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var values = Real(x, "Histogram").ToDoubles();
        var (low, high) = range ?? Reach(values);
        if (!(low < high) || !double.IsFinite(high - low)) throw new ArgumentException(FormattableString.Invariant($"Histogram: the range ({low}, {high}) is not finite and ascending"));
        var edges = Tensor.Linspace(low, high, bins + 1).ToDoubles();
        var counts = new int[bins];
        foreach (var value in values)
        {
            if (!(value >= low && value <= high)) continue;
            // The quotient may be rounded over an edge; the edges themselves decide.
            var k = Math.Min((int)((value - low) / (high - low) * bins), bins - 1);
            while (value < edges[k]) k--;
            while (k < bins - 1 && value >= edges[k + 1]) k++;
            counts[k]++;
        }

        return (Tensor.Of(counts), Tensor.Of(edges));
    }

    /// <summary>How often each of 0, 1, 2, … occurs, I32; or with weights the sums of the weights at each, added in order.</summary>
    /// <param name="x">Vector of non-negative I32.</param>
    /// <param name="weights">One an element, or null.</param>
    /// <param name="minLength">The result has at least so many entries.</param>
    /// <exception cref="ArgumentException">Not a vector of non-negative I32, or not as many weights.</exception>
    public static Tensor BinCount(Tensor x, Tensor? weights = null, int minLength = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(minLength);
        if (x.Rank != 1 || x.DType != DType.I32) throw new ArgumentException($"BinCount: needs a vector of I32, not {x.DType} of shape {x.Shape}");
        if (weights is not null && weights.Shape != x.Shape) throw new ArgumentException($"BinCount: weights of shape {weights.Shape} for elements of shape {x.Shape}");
        if (x.Size > 0 && x.Min().Item() is var least && least < 0) throw new ArgumentException(FormattableString.Invariant($"BinCount: negative element {least}"));
        var length = Math.Max(minLength, x.Size > 0 ? checked(x.Max().Item<int>() + 1) : 0);
        var type = weights is null ? DType.I32 : weights.DType.IsInteger() ? DType.F64 : weights.DType;
        return Tensor.Zeros(length, type).To(x.Device).Put(x, weights ?? (Tensor)1, add: true);
    }

    private static (double Low, double High) Reach(double[] values)
    {
        var finite = Array.FindAll(values, double.IsFinite);
        if (finite.Length == 0) return (0, 1);
        var (low, high) = (finite.Min(), finite.Max());
        return low < high ? (low, high) : (low - 0.5, high + 0.5);
    }
}
