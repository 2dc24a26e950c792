using Kit.Tensors;

namespace Kit.Numerics;

public static partial class Fourier
{
    /// <summary>The discrete cosine transform of type 1 to 4 along an axis of n numbers.</summary>
    /// <param name="x">Real.</param>
    /// <param name="type">
    /// 1: yₖ = x₀ + (−1)ᵏ x_{n−1} + 2Σ_{0&lt;j&lt;n−1} xⱼ cos(πjk/(n−1)), even about both end points, n ≥ 2;
    /// 2: yₖ = 2Σⱼ xⱼ cos(πk(2j+1)/2n), even about the middles beside both ends;
    /// 3: yₖ = x₀ + 2Σ_{j&gt;0} xⱼ cos(πj(2k+1)/2n), the inverse of type 2;
    /// 4: yₖ = 2Σⱼ xⱼ cos(π(2j+1)(2k+1)/4n).
    /// </param>
    /// <param name="axis">The axis that j runs along.</param>
    /// <param name="norm">
    /// With N = 2n, or 2(n − 1) for type 1: the factor 1, 1/√N or 1/N. Ortho makes the matrix orthogonal by the weights √2 on x₀ (types 1, 3) and x_{n−1} (type 1) and
    /// 1/√2 on y₀ (types 1, 2) and y_{n−1} (type 1).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis or type.</exception>
    /// <exception cref="ArgumentException">x is complex, or the axis is too short.</exception>
    public static Tensor Dct(Tensor x, int type = 2, int axis = -1, FourierNorm norm = FourierNorm.Backward) =>
        Trigonometric(x, type, axis, norm, false, false, "Dct");

    /// <summary>The inverse of <see cref="Dct"/> of the same type and norm: types 1 and 4 are their own, 2 and 3 each other's, but for 1/N.</summary>
    /// <inheritdoc cref="Dct"/>
    public static Tensor Idct(Tensor x, int type = 2, int axis = -1, FourierNorm norm = FourierNorm.Backward) =>
        Trigonometric(x, type, axis, norm, false, true, "Idct");

    /// <summary>The discrete sine transform of type 1 to 4 along an axis of n numbers.</summary>
    /// <param name="x">Real.</param>
    /// <param name="type">
    /// 1: yₖ = 2Σⱼ xⱼ sin(π(j+1)(k+1)/(n+1)), zero one step beyond both ends;
    /// 2: yₖ = 2Σⱼ xⱼ sin(π(k+1)(2j+1)/2n), odd about the middles beside both ends;
    /// 3: yₖ = (−1)ᵏ x_{n−1} + 2Σ_{j&lt;n−1} xⱼ sin(π(j+1)(2k+1)/2n), the inverse of type 2;
    /// 4: yₖ = 2Σⱼ xⱼ sin(π(2j+1)(2k+1)/4n).
    /// </param>
    /// <param name="axis">The axis that j runs along.</param>
    /// <param name="norm">With N = 2n, or 2(n + 1) for type 1: the factor 1, 1/√N or 1/N. Ortho makes the matrix orthogonal by √2 on x_{n−1} (type 3) and 1/√2 on y_{n−1} (type 2).</param>
    /// <exception cref="ArgumentOutOfRangeException">No such axis or type.</exception>
    /// <exception cref="ArgumentException">x is complex, or the axis is empty.</exception>
    public static Tensor Dst(Tensor x, int type = 2, int axis = -1, FourierNorm norm = FourierNorm.Backward) =>
        Trigonometric(x, type, axis, norm, true, false, "Dst");

    /// <summary>The inverse of <see cref="Dst"/> of the same type and norm: types 1 and 4 are their own, 2 and 3 each other's, but for 1/N.</summary>
    /// <inheritdoc cref="Dst"/>
    public static Tensor Idst(Tensor x, int type = 2, int axis = -1, FourierNorm norm = FourierNorm.Backward) =>
        Trigonometric(x, type, axis, norm, true, true, "Idst");

    private static Tensor Trigonometric(Tensor x, int type, int axis, FourierNorm norm, bool sine, bool inverse, string caller)
    {
        if (type is < 1 or > 4) throw new ArgumentOutOfRangeException(nameof(type), $"{caller}: type {type}; there are types 1 to 4");
        var operand = Real(x, caller, null);
        axis = LineTransform.Axis(operand, axis, caller);
        var n = operand.Shape[axis];
        if (type == 1 && !sine && n == 1) throw new ArgumentException($"{caller}: type 1 needs two end points, axis {axis} of shape {x.Shape} has 1");
        var points = 2.0 * (type != 1 ? n : sine ? n + 1 : n - 1);
        var scale = LineTransform.Scale(norm, inverse, points);
        return new TrigonometricCall(inverse && type is 2 or 3 ? 5 - type : type, axis, sine, norm == FourierNorm.Ortho, scale).Run([operand]);
    }
}
