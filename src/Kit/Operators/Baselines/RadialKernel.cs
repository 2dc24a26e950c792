using Kit.Tensors;

namespace Kit.Operators.Baselines;

/// <summary>Kernels k(r) of the distance r in lengths.</summary>
public enum RadialKernel
{
    /// <summary>(1 + √3 r) e^(−√3 r): once differentiable functions.</summary>
    Matern32,

    /// <summary>(1 + √5 r + 5r²/3) e^(−√5 r): twice differentiable functions.</summary>
    Matern52,

    /// <summary>1/(1 + r²/2), the rational quadratic kernel with α = 1: a mixture of lengths.</summary>
    RationalQuadratic,
}

/// <summary>The values of a <see cref="RadialKernel"/>.</summary>
internal static class RadialKernels
{
    /// <summary>k(r) of r².</summary>
    public static Tensor Of(this RadialKernel kernel, Tensor square)
    {
        if (kernel == RadialKernel.RationalQuadratic) return 1 / (1 + square / 2);
        var r = (square * (kernel == RadialKernel.Matern32 ? 3 : 5)).Sqrt();
        return (kernel == RadialKernel.Matern32 ? 1 + r : 1 + r + r.Square() / 3) * (-r).Exp();
    }

    /// <summary>‖xᵢ − yⱼ‖² of the rows.</summary>
    public static Tensor Squares(Tensor x, Tensor y) =>
        (x.Square().Sum(1, keepDims: true) + y.Square().Sum(1) - x.MatMul(y.T) * 2).Maximum(0.0);
}
