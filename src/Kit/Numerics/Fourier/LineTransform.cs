using Kit.Autodiff;
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
    public static Tensor Run(Tensor x, int axis, int extent, DType type, bool inverse, double scale) => new FourierCall(axis, extent, type, inverse, scale).Run([x]);

    /// <summary>The view with an axis moved to the end.</summary>
    public static View Last(in View view, int axis)
    {
        int[] dims = [.. view.Dims[..axis], .. view.Dims[(axis + 1)..], view.Dims[axis]];
        long[] strides = [.. view.Strides[..axis], .. view.Strides[(axis + 1)..], view.Strides[axis]];
        return new(view.Storage!, view.Offset, dims, strides, view.Type);
    }

    /// <summary>x times weights along an axis.</summary>
    public static Tensor Weigh(Tensor x, int axis, double[] weights)
    {
        var dims = new int[x.Rank];
        Array.Fill(dims, 1);
        dims[axis] = weights.Length;
        return x * Tensor.Of(weights, x.DType.Real()).Reshape(dims).To(x.Device);
    }
}

/// <summary>One axis of one tensor transformed, complex to complex, real to the half spectrum, or the half spectrum to real.</summary>
internal sealed record FourierCall(int Axis, int Extent, DType Type, bool Inverse, double Scale) : RuledCall
{
    private static readonly Rule Transposed = Rule.Linear((c, g) => ((FourierCall)c.Application).Transpose(g, c.Shapes[0], c.Types[0]));

    public override string Name => Inverse ? "inverse Fourier transform" : "Fourier transform";

    public override Rule Rule => Transposed;

    public override RuledCall OverSamples(bool[] batched) => this with { Axis = Axis + 1 };

    protected override Tensor Compute(Tensor[] x)
    {
        var dims = x[0].Shape.ToArray();
        dims[Axis] = Extent;
        var y = Tensor.Empty(Shape.Create(dims), Type, x[0].Device);
        x[0].Device.Backend.Fourier(LineTransform.Last(x[0].View, Axis), LineTransform.Last(y.View, Axis), Inverse, Scale);
        return y;
    }

    /// <summary>
    /// The transposed transform is the one of the other sign. The half spectrum stands for the conjugate half too: real results count its inner frequencies twice,
    /// where the transpose of the transform to it counts them once, and the other way round.
    /// </summary>
    private Tensor Transpose(Tensor g, Shape shape, DType type)
    {
        var back = this with { Extent = shape[Axis], Type = type, Inverse = !Inverse };
        if (!Type.IsComplex()) return LineTransform.Weigh(back.Run([g]), Axis, Inner(back.Extent, Extent, 2));
        return back.Run([type.IsComplex() ? g : LineTransform.Weigh(g, Axis, Inner(Extent, back.Extent, 0.5))]);
    }

    /// <summary>1 for the frequencies 0 and n/2, the weight for those between.</summary>
    private static double[] Inner(int count, int points, double weight) =>
        [.. Enumerable.Range(0, count).Select(k => k == 0 || 2 * k == points ? 1 : weight)];
}
