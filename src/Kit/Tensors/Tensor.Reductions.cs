using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>Σ x over the axes, along a fixed tree: error O(ε log n), the same bits on any number of threads. Bool and I32 are summed in F64, exact up to 2⁵³.</summary>
    public Tensor Sum(Axes axes = default, bool keepDims = false) => Reduce(ReduceOp.Sum, Summable(), axes, keepDims, "Sum");

    /// <summary>∏ x over the axes; Bool and I32 are multiplied in F64.</summary>
    public Tensor Prod(Axes axes = default, bool keepDims = false) =>
        DType.IsComplex() ? ComplexProd(axes, keepDims) : Reduce(ReduceOp.Prod, Summable(), axes, keepDims, "Prod");

    /// <summary>Σ x / n over the axes.</summary>
    /// <exception cref="ArgumentException">No elements.</exception>
    public Tensor Mean(Axes axes = default, bool keepDims = false) => Sum(axes, keepDims) / Counted(axes, "Mean");

    /// <summary>Σ |x − mean|² / (n − correction) over the axes, in two passes.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="keepDims">Keep reduced axes with extent 1.</param>
    /// <param name="correction">0 for the variance of these numbers, 1 for an unbiased estimate from a sample.</param>
    /// <exception cref="ArgumentException">Not more elements than the correction.</exception>
    public Tensor Variance(Axes axes = default, bool keepDims = false, int correction = 0)
    {
        var n = Counted(axes, "Variance");
        if (n <= correction) throw new ArgumentException($"Variance: {n} elements are not more than the correction {correction}");
        var deviation = this - Mean(axes, keepDims: true);
        var squares = deviation.DType.IsComplex() ? deviation.Abs().Square() : deviation.Square();
        return squares.Sum(axes, keepDims) / (n - correction);
    }

    /// <summary>The square root of the <see cref="Variance"/>.</summary>
    public Tensor Std(Axes axes = default, bool keepDims = false, int correction = 0) => Variance(axes, keepDims, correction).Sqrt();

    /// <summary>The smallest element over the axes; NaN if there is one.</summary>
    /// <exception cref="ArgumentException">No elements, or complex ones.</exception>
    public Tensor Min(Axes axes = default, bool keepDims = false) => Extreme(ReduceOp.Min, axes, keepDims, "Min");

    /// <summary>The largest element over the axes; NaN if there is one.</summary>
    /// <exception cref="ArgumentException">No elements, or complex ones.</exception>
    public Tensor Max(Axes axes = default, bool keepDims = false) => Extreme(ReduceOp.Max, axes, keepDims, "Max");

    /// <summary>Position (I32) of the smallest element along an axis, or among all in row-major order; of equals the first, of NaNs the first.</summary>
    /// <exception cref="ArgumentException">No elements, or complex ones.</exception>
    public Tensor ArgMin(int? axis = null, bool keepDims = false) => Extreme(ReduceOp.ArgMin, axis is { } a ? a : Axes.All, keepDims, "ArgMin");

    /// <summary>Position (I32) of the largest element along an axis, or among all in row-major order; of equals the first, of NaNs the first.</summary>
    /// <exception cref="ArgumentException">No elements, or complex ones.</exception>
    public Tensor ArgMax(int? axis = null, bool keepDims = false) => Extreme(ReduceOp.ArgMax, axis is { } a ? a : Axes.All, keepDims, "ArgMax");

    /// <summary>True where some element over the axes is true (not 0).</summary>
    public Tensor Any(Axes axes = default, bool keepDims = false) => Reduce(ReduceOp.Any, Truth(), axes, keepDims, "Any");

    /// <summary>True where all elements over the axes are true (not 0).</summary>
    public Tensor All(Axes axes = default, bool keepDims = false) => Reduce(ReduceOp.All, Truth(), axes, keepDims, "All");

    /// <summary>√(Σ |x|²) over the axes, scaled so that no square overflows.</summary>
    public Tensor Norm(Axes axes = default, bool keepDims = false)
    {
        var size = this.Abs();
        if (size.DType.IsInteger()) size = size.Cast(DType.F64);
        if (Size == 0) return size.Sum(axes, keepDims);
        var largest = size.Plain.Max(axes, keepDims: true);
        var scale = Functions.Where((largest > 0) & largest.IsFinite(), largest, 1);
        var squares = (size / scale).Square().Sum(axes, keepDims: true);
        if (squares.Tracer is not null)
        {
            // The slope of the root is infinite at 0; there the norm is a kink and its derivative, like that of |x|, is taken as 0.
            var zero = squares.Equal(0);
            squares = Functions.Where(zero, 0, Functions.Where(zero, 1, squares).Sqrt());
        }
        else
        {
            squares = squares.Sqrt();
        }

        var norm = squares * scale;
        return keepDims ? norm : norm.Reshape(Kept(axes.Mark(shape, "Norm"), keepDims: false));
    }

    /// <summary>ln Σ eˣ over the axes, without overflow.</summary>
    /// <exception cref="ArgumentException">No elements, or complex ones.</exception>
    public Tensor LogSumExp(Axes axes = default, bool keepDims = false)
    {
        var x = DType.IsInteger() ? Cast(DType.F64) : this;
        var largest = x.Plain.Extreme(ReduceOp.Max, axes, true, "LogSumExp");
        var shift = Functions.Where(largest.IsFinite(), largest, 0);
        var result = (x - shift).Exp().Sum(axes, keepDims: true).Log() + shift;
        return keepDims ? result : result.Reshape(Kept(axes.Mark(shape, "LogSumExp"), keepDims: false));
    }

    /// <summary>Running sums along an axis: yₙ = x₀ + … + xₙ, compensated: |error| ≤ ε|yₙ| + 2n²ε₆₄² Σ|x|, with ε of the type and ε₆₄ = 2⁻⁵³. Bool and I32 are summed in F64.</summary>
    public Tensor CumSum(int axis = -1)
    {
        axis = shape.Axis(axis, "CumSum");
        var x = Summable();
        if (x.Tracer is { } tracer) return tracer.Apply(new CumSumCall(axis), x);
        var y = Empty(shape, x.DType, Device);
        if (Size > 0) Device.Backend.CumSum(x.MoveAxis(axis, Rank - 1).View, y.MoveAxis(axis, Rank - 1).View);
        return y;
    }

    private Tensor Summable() => DType.IsInteger() || IsWeak ? Cast(DType.IsInteger() ? DType.F64 : DType) : this;

    private Tensor Truth() => DType == DType.Bool ? Solid() : this.NotEqual(0);

    private Tensor RealOnly(string caller) => DType.IsComplex() ? throw new ArgumentException($"{caller}: of real numbers only, not {DType}") : this;

    private Tensor Extreme(ReduceOp op, Axes axes, bool keepDims, string caller)
    {
        Counted(axes, caller);
        var x = RealOnly(caller).DType == DType.Bool ? Cast(DType.I32) : this;
        return Reduce(op, x, axes, keepDims, caller, op >= ReduceOp.ArgMin ? DType.I32 : x.DType);
    }

    /// <summary>Number of elements that go into one result.</summary>
    private double Counted(Axes axes, string caller)
    {
        var marks = axes.Mark(shape, caller);
        var n = 1.0;
        for (var k = 0; k < marks.Length; k++)
            if (marks[k]) n *= shape.Dims[k];
        return n > 0 ? n : throw new ArgumentException($"{caller}: no elements along the axes of shape {Shape}");
    }

    private Shape Kept(bool[] marks, bool keepDims)
    {
        var dims = new List<int>();
        for (var k = 0; k < marks.Length; k++)
            if (!marks[k]) dims.Add(shape.Dims[k]);
            else if (keepDims) dims.Add(1);
        return new([.. dims]);
    }

    /// <summary>Brings the kept axes to the front and the reduced ones behind them, without moving an element.</summary>
    internal static Tensor Reduce(ReduceOp op, Tensor x, Axes axes, bool keepDims, string caller, DType? type = null)
    {
        if (x.Tracer is { } tracer) return tracer.Apply(new ReduceCall(op, axes, keepDims, type), x);
        x = x.Solid();
        var marks = axes.Mark(x.shape, caller);
        var reduced = marks.Count(m => m);
        var dims = new int[x.Rank];
        var steps = new long[x.Rank];
        var (front, back) = (0, x.Rank - reduced);
        for (var k = 0; k < x.Rank; k++)
        {
            ref var place = ref marks[k] ? ref back : ref front;
            (dims[place], steps[place++]) = (x.shape.Dims[k], x.strides[k]);
        }

        var y = Empty(x.Kept(marks, keepDims), type ?? x.DType, x.Device);
        var kept = dims[..front];
        x.Device.Backend.Reduce(op, new View(x.Memory(), x.offset, dims, steps, x.DType), reduced, new View(y.storage!, 0, kept, RowMajor(kept), y.DType));
        return y;
    }
}
