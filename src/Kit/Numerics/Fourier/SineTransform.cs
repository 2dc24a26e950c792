using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>Sine transforms along the last axis; types 2 to 4 are cosine transforms with alternating signs and reversed order.</summary>
internal static class SineTransform
{
    /// <summary>A new tensor with the transform that <see cref="Fourier.Dst"/> defines, but for its factor.</summary>
    /// <inheritdoc cref="CosineTransform.Run"/>
    public static Tensor Run(Tensor x, int type, bool ortho) => type switch
    {
        1 => One(x),
        2 => CosineTransform.Run(Alternate(x.Copy()), 2, ortho).Flip(-1).Contiguous(),
        _ => Alternate(CosineTransform.Run(x.Flip(-1), type, ortho)),
    };

    /// <summary>The transform of 0 x₀ … x_{n−1} 0 −x_{n−1} … −x₀, of length 2n + 2, is −i times the result.</summary>
    private static Tensor One(Tensor x)
    {
        var zero = Tensor.ZerosLike(x[Slice.Ellipsis, ..1]);
        return -Fourier.Rfft(Tensor.Concat([zero, x, zero, -x.Flip(-1)], -1)).Imag()[Slice.Ellipsis, 1..^1];
    }

    /// <summary>(−1)ᵏ xₖ in place.</summary>
    private static Tensor Alternate(Tensor x)
    {
        if (x.Shape[-1] > 1) x[Slice.Ellipsis, Slice.Step(1, null, 2)].MultiplyInPlace(-1);
        return x;
    }
}
