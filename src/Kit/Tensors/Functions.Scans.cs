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
