namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <inheritdoc cref="Functions.Sort(Tensor, int, bool)"/>
    public Tensor Sort(int axis = -1, bool descending = false) => Functions.Sort(this, axis, descending);

    /// <inheritdoc cref="Functions.ArgSort(Tensor, int, bool)"/>
    public Tensor ArgSort(int axis = -1, bool descending = false) => Functions.ArgSort(this, axis, descending);

    /// <inheritdoc cref="Functions.TopK(Tensor, int, int, bool)"/>
    public (Tensor Values, Tensor Positions) TopK(int k, int axis = -1, bool largest = true) => Functions.TopK(this, k, axis, largest);

    /// <inheritdoc cref="Functions.TakeAlong(Tensor, Tensor, int)"/>
    public Tensor TakeAlong(Tensor positions, int axis = -1) => Functions.TakeAlong(this, positions, axis);

    /// <inheritdoc cref="Functions.Unique(Tensor)"/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique() => Functions.Unique(this);

    /// <inheritdoc cref="Functions.SearchSorted(Tensor, Tensor, bool)"/>
    public Tensor SearchSorted(Tensor values, bool right = false) => Functions.SearchSorted(this, values, right);

    /// <inheritdoc cref="Functions.Histogram(Tensor, int, ValueTuple{double, double}?)"/>
    public (Tensor Counts, Tensor Edges) Histogram(int bins = 10, (double Low, double High)? range = null) => Functions.Histogram(this, bins, range);

    /// <inheritdoc cref="Functions.BinCount(Tensor, Tensor, int)"/>
    public Tensor BinCount(Tensor? weights = null, int minLength = 0) => Functions.BinCount(this, weights, minLength);

    /// <inheritdoc cref="Functions.Quantile(Tensor, double, int?, bool)"/>
    public Tensor Quantile(double q, int? axis = null, bool keepDims = false) => Functions.Quantile(this, q, axis, keepDims);

    /// <inheritdoc cref="Functions.Quantile(Tensor, ReadOnlySpan{double}, int?, bool)"/>
    public Tensor Quantile(ReadOnlySpan<double> q, int? axis = null, bool keepDims = false) => Functions.Quantile(this, q, axis, keepDims);

    /// <inheritdoc cref="Functions.Median(Tensor, int?, bool)"/>
    public Tensor Median(int? axis = null, bool keepDims = false) => Functions.Median(this, axis, keepDims);
}
