using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>The door between Fourier functions and the backends' one primitive: one axis of one tensor.</summary>
internal static class LineTransform
{
    /// <summary>x as a transform takes it: integers as F64, a C# number as a tensor.</summary>
    public static Tensor Operand(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType.IsInteger() ? x.Cast(DType.F64) : x.Solid();
    }

    /// <summary>The axis counted from the start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static int Axis(Tensor x, int axis, string caller)
    {
        axis = x.Shape.Axis(axis, caller);
        return x.Shape[axis] > 0 ? axis : throw new ArgumentException($"{caller}: axis {axis} of shape {x.Shape} is empty; a transform needs n ≥ 1");
    }

    /// <summary>The factor of a transform of n points.</summary>
    public static double Scale(FourierNorm norm, bool inverse, double n) => norm switch
    {
        FourierNorm.Ortho => 1 / Math.Sqrt(n),
        FourierNorm.Backward => inverse ? 1 / n : 1,
        FourierNorm.Forward => inverse ? 1 : 1 / n,
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "unknown norm: Backward, Ortho or Forward"),
    };

    /// <summary>scale·Σⱼ xⱼ e^(∓2πi jk/n) along an axis that has <paramref name="extent"/> numbers of this type afterwards.</summary>
    public static Tensor Run(Tensor x, int axis, int extent, DType type, bool inverse, double scale)
    {
        var dims = x.Shape.ToArray();
        dims[axis] = extent;
        var y = Tensor.Empty(Shape.Create(dims), type, x.Device);
        x.Device.Backend.Fourier(Last(x.View, axis), Last(y.View, axis), inverse, scale);
        return y;
    }

    /// <summary>The view with an axis moved to the end.</summary>
    private static View Last(in View view, int axis)
    {
        int[] dims = [.. view.Dims[..axis], .. view.Dims[(axis + 1)..], view.Dims[axis]];
        long[] strides = [.. view.Strides[..axis], .. view.Strides[(axis + 1)..], view.Strides[axis]];
        return new(view.Storage!, view.Offset, dims, strides, view.Type);
    }
}
