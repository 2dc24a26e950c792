namespace Kit.Tensors;

public static partial class Functions
{
    private static readonly Func<Tensor, Tensor> FusedSoftplus = Fuse.Of(x => x.Maximum(0) + (-x.Abs()).Exp().Log1p());
    private static readonly Func<Tensor, Tensor> FusedSilu = Fuse.Of(x => x * x.Sigmoid());
    private static readonly Func<Tensor, Tensor> FusedGelu = Fuse.Of(x => x * 0.5 * ((x * Math.Sqrt(0.5)).Erf() + 1));
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
    public static Tensor Gelu(Tensor x, bool approximate = false) => (approximate ? FusedTanhGelu : FusedGelu)(Float(Real(x, "Gelu")));

    /// <summary>e^xᵢ / Σⱼ e^xⱼ along an axis: positive numbers with sum 1, computed without overflow.</summary>
    /// <exception cref="ArgumentException">An empty axis, or complex elements.</exception>
    public static Tensor Softmax(Tensor x, int axis = -1)
    {
        var real = Float(Real(x, "Softmax"));
        var weights = (real - Shift(real, axis)).Exp();
        return weights / weights.Sum(axis, keepDims: true);
    }

    /// <summary>xᵢ − ln Σⱼ e^xⱼ along an axis, the logarithm of <see cref="Softmax"/> without overflow, also where that is 0.</summary>
    /// <exception cref="ArgumentException">An empty axis, or complex elements.</exception>
    public static Tensor LogSoftmax(Tensor x, int axis = -1)
    {
        var real = Float(Real(x, "LogSoftmax"));
        var shifted = real - Shift(real, axis);
        return shifted - shifted.Exp().Sum(axis, keepDims: true).Log();
    }

    /// <summary>The largest element along the axis where it is finite: subtracting it keeps exponentials in range.</summary>
    private static Tensor Shift(Tensor x, int axis)
    {
        var largest = x.Max(axis, keepDims: true);
        return Where(largest.IsFinite(), largest, 0);
    }
}
