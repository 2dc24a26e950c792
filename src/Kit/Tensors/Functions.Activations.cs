using Kit.Compute;

namespace Kit.Tensors;

public static partial class Functions
{
    private static readonly Func<Tensor, Tensor> FusedSoftplus = Fuse.Of(x => x.Maximum(0) + (-x.Abs()).Exp().Log1p());
    private static readonly Func<Tensor, Tensor> FusedSilu = Fuse.Of(x => x * x.Sigmoid());
    private static readonly Func<Tensor, Tensor> RowSoftmax = Fuse.Rows(x => SoftmaxOf(x, -1));
    private static readonly Func<Tensor, Tensor> RowLogSoftmax = Fuse.Rows(x => LogSoftmaxOf(x, -1));
    private static readonly Fused RowLayerNorm = new(a => [Normalized(a[0], -1, a[1])], rows: true);
    private static readonly Fused RowAffineLayerNorm = new(a => [Normalized(a[0], -1, a[1]) * a[2] + a[3]], rows: true);
    private static readonly Func<Tensor, Tensor> FusedTanhGelu = Fuse.Of(x => x * 0.5 * (((x + x.Square() * x * 0.044715) * Math.Sqrt(2 / Math.PI)).Tanh() + 1));

    /// <summary>max(x, 0); NaN stays.</summary>
    public static Tensor Relu(Tensor x) => Maximum(x, 0);

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)), which neither overflows nor loses digits.</summary>
    public static Tensor Softplus(Tensor x) => FusedSoftplus(Float(Real(x, "Softplus")));

    /// <summary>x/(1 + e⁻ˣ).</summary>
    public static Tensor Silu(Tensor x) => FusedSilu(Float(Real(x, "Silu")));

    /// <summary>x Φ(x) with the normal distribution Φ(x) = (1 + erf(x/√2))/2.</summary>
    /// <remarks>Hendrycks and Gimpel, "Gaussian error linear units", 2016; the approximation 0.5x(1 + tanh(√(2/π)(x + 0.044715x³))) is within 5·10⁻⁴ of it.</remarks>
    /// <param name="x">Real numbers.</param>
    /// <param name="approximate">The formula with tanh, in which some networks were trained.</param>
    public static Tensor Gelu(Tensor x, bool approximate = false) => approximate ? FusedTanhGelu(Float(Real(x, "Gelu"))) : Primitive.Smooth(UnaryOp.Gelu, Real(x, "Gelu"));

    /// <summary>e^xᵢ / Σⱼ e^xⱼ along an axis: positive numbers with sum 1, computed without overflow.</summary>
    /// <exception cref="ArgumentException">An empty axis, or complex elements.</exception>
    public static Tensor Softmax(Tensor x, int axis = -1)
    {
        var real = Float(Real(x, "Softmax"));
        if (!IsRow(real, axis, "Softmax")) return SoftmaxOf(real, axis);
        return real.Tracer is { Bottom: null } tracer ? tracer.Apply(new SoftmaxCall(), real) : RowSoftmax(real);
    }

    /// <summary>xᵢ − ln Σⱼ e^xⱼ along an axis, the logarithm of <see cref="Softmax"/> without overflow, also where that is 0.</summary>
    /// <exception cref="ArgumentException">An empty axis, or complex elements.</exception>
    public static Tensor LogSoftmax(Tensor x, int axis = -1)
    {
        var real = Float(Real(x, "LogSoftmax"));
        return IsRow(real, axis, "LogSoftmax") ? RowLogSoftmax(real) : LogSoftmaxOf(real, axis);
    }

    /// <summary>(x − μ)/√(σ² + ε)·w + b with the mean μ and variance σ² over some axes.</summary>
    /// <remarks>Ba, Kiros and Hinton, "Layer normalization", 2016, eq. 4.</remarks>
    /// <param name="x">Real numbers.</param>
    /// <param name="axes">The axes of a layer; by default the last.</param>
    /// <param name="weight">w, which broadcasts to x; by default 1.</param>
    /// <param name="bias">b, which broadcasts to x; by default 0.</param>
    /// <param name="epsilon">ε > 0, small against a variance that counts.</param>
    /// <exception cref="ArgumentException">No elements along the axes, or complex ones.</exception>
    public static Tensor LayerNorm(Tensor x, Axes? axes = null, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        var real = Float(Real(x, "LayerNorm"));
        var over = axes ?? -1;
        var first = Array.IndexOf(over.Mark(real.Shape, "LayerNorm"), true);
        int[] layer = first < 0 ? [] : real.Shape.Dims[first..];
        var trailing = first >= 0 && real.Size > 0 && !over.Mark(real.Shape, "LayerNorm").AsSpan(first).Contains(false) && (weight?.Rank ?? 0) <= layer.Length && (bias?.Rank ?? 0) <= layer.Length;
        if (trailing && layer.Length > 1)
        {
            Tensor? Flat(Tensor? w) => w is null || w.IsWeak ? w : w.BroadcastTo(layer).Flatten();
            return LayerNorm(real.Reshape([.. real.Shape.Dims[..first], -1]), -1, Flat(weight), Flat(bias), epsilon).Reshape(real.Shape);
        }

        if (trailing && weight is null && bias is null) return RowLayerNorm.Run(real, epsilon)[0];
        if (trailing) return RowAffineLayerNorm.Run(real, epsilon, weight ?? 1, bias ?? 0)[0];
        var y = Normalized(real, over, epsilon);
        if (weight is not null) y *= weight;
        return bias is null ? y : y + bias;
    }

    private static Tensor Normalized(Tensor x, Axes axes, Tensor epsilon)
    {
        var deviation = x - x.Mean(axes, keepDims: true);
        return deviation * (deviation.Square().Mean(axes, keepDims: true) + epsilon).Rsqrt();
    }

    private static Tensor SoftmaxOf(Tensor x, int axis)
    {
        var weights = (x - Shift(x, axis)).Exp();
        return weights / weights.Sum(axis, keepDims: true);
    }

    private static Tensor LogSoftmaxOf(Tensor x, int axis)
    {
        var shifted = x - Shift(x, axis);
        return shifted - shifted.Exp().Sum(axis, keepDims: true).Log();
    }

    /// <summary>True for the last axis, along which a row can be computed while it is in the cache.</summary>
    private static bool IsRow(Tensor x, int axis, string caller) => x.Shape.Axis(axis, caller) == x.Rank - 1 && x.Size > 0;

    /// <summary>The largest element along the axis where it is finite: subtracting it keeps exponentials in range.</summary>
    private static Tensor Shift(Tensor x, int axis)
    {
        // No derivative is taken through it, since the result does not depend on it.
        var largest = x.Plain.Max(axis, keepDims: true);
        return Where(largest.IsFinite(), largest, 0);
    }
}
