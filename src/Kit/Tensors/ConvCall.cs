using Kit.Compute;

namespace Kit.Tensors;

/// <summary>The three tensors that a convolution brings together.</summary>
internal enum ConvRole
{
    /// <summary>[N, C, S…].</summary>
    Input,

    /// <summary>[O, C/groups, K…].</summary>
    Kernel,

    /// <summary>[N, O, T…].</summary>
    Output,
}

/// <summary>One of the three tensors of a convolution as the other two give it: of Σ y[n,o,t] w[o,c,k] x[n,c,i] over i·e = t·s + k·d − p the derivative by that one.</summary>
/// <remarks>Operands are the other two, in the order of the roles, and for an output or an input possibly a bias of its channels. The three are each other's derivatives.</remarks>
/// <param name="Result">Which one; the input is a transposed convolution.</param>
/// <param name="Geometry">That of the convolution.</param>
/// <param name="Target">The shape of the result.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record ConvCall(ConvRole Result, ConvolutionGeometry Geometry, Shape Target, int Groups) : Application
{
    public override string Name => Result switch { ConvRole.Output => "Conv", ConvRole.Input => "ConvTranspose", _ => "the kernel's part of Conv" };

    /// <summary>What operand i is; 2 is the bias.</summary>
    public ConvRole Role(int i) => (ConvRole)(i + (i >= (int)Result ? 1 : 0));

    /// <summary>The derivative by operand i, from that of the result and the other operand.</summary>
    public Tensor Toward(int i, Shape shape, Tensor gradient, Tensor other) =>
        (this with { Result = Role(i), Target = shape }).Run(Role(1 - i) < Result ? [other, gradient] : [gradient, other]);

    public override Tensor Run(Tensor[] x)
    {
        foreach (var operand in x)
            if (operand.Tracer is { } tracer) return tracer.Apply(this, x);
        var y = Tensor.Empty(Target, x[0].DType, x[0].Device);
        View? bias = x.Length > 2 ? Split(x[2].View, 0, Groups) : null;
        var (s, d, e, p, periodic) = Geometry;
        switch (Result)
        {
            case ConvRole.Output:
                y.Device.Backend.Convolve(Split(x[0].View, 1, Groups), Split(x[1].View, 0, Groups), bias, Split(y.View, 1, Groups), Geometry);
                break;
            case ConvRole.Input:
                // i·e = t·s + k·d − p read for i: t·s = i·e + (K−1−k)·d − (d(K−1) − p).
                int[] before = [.. p.Select((v, axis) => d[axis] * (x[0].Shape[2 + axis] - 1) - v)];
                var kernel = Reversed(Swap(Split(x[0].View, 0, Groups), 1, 2));
                y.Device.Backend.Convolve(Split(x[1].View, 1, Groups), kernel, bias, Split(y.View, 1, Groups), new(e, d, s, before, periodic));
                break;
            default:
                // Read for k, samples and input channels change parts: k·d = i·e − t·s + p.
                var (samples, outputs) = (Swap(Split(x[0].View, 1, Groups), 0, 2), Swap(Swap(Split(x[1].View, 1, Groups), 0, 1), 1, 2));
                y.Device.Backend.Convolve(samples, outputs, null, Swap(Swap(Split(y.View, 0, Groups), 1, 2), 0, 1), new(d, s, e, p, periodic));
                break;
        }

        return y;
    }

    private static View Split(in View v, int axis, int groups)
    {
        var (extent, stride) = (v.Dims[axis] / groups, v.Strides[axis]);
        return new(v.Storage!, v.Offset, [.. v.Dims[..axis], groups, extent, .. v.Dims[(axis + 1)..]], [.. v.Strides[..axis], extent * stride, .. v.Strides[axis..]], v.Type);
    }

    private static View Swap(in View v, int a, int b)
    {
        var (dims, strides) = ((int[])v.Dims.Clone(), (long[])v.Strides.Clone());
        (dims[a], dims[b], strides[a], strides[b]) = (dims[b], dims[a], strides[b], strides[a]);
        return new(v.Storage!, v.Offset, dims, strides, v.Type);
    }

    private static View Reversed(in View v)
    {
        var (start, strides) = (v.Offset, (long[])v.Strides.Clone());
        for (var k = 3; k < v.Rank; k++)
        {
            start += Math.Max(0, v.Dims[k] - 1) * strides[k];
            strides[k] = -strides[k];
        }

        return new(v.Storage!, start, v.Dims, strides, v.Type);
    }
}
