namespace Kit.Tensors;

public static partial class Functions
{
    /// <summary>max(x, 0); NaN stays.</summary>
    public static Tensor Relu(Tensor x) => Maximum(x, 0);

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)), which neither overflows nor loses digits.</summary>
    public static Tensor Softplus(Tensor x)
    {
        var real = Float(Real(x, "Softplus"));
        return real.Maximum(0) + (-real.Abs()).Exp().Log1p();
    }

    /// <summary>x/(1 + e⁻ˣ).</summary>
    public static Tensor Silu(Tensor x)
    {
        var real = Float(Real(x, "Silu"));
        return real * real.Sigmoid();
    }

    /// <summary>x Φ(x) with the normal distribution Φ(x) = (1 + erf(x/√2))/2.</summary>
    /// <remarks>Hendrycks and Gimpel, "Gaussian error linear units", 2016; the approximation 0.5x(1 + tanh(√(2/π)(x + 0.044715x³))) is within 5·10⁻⁴ of it.</remarks>
    /// <param name="x">Real numbers.</param>
    /// <param name="approximate">The formula with tanh, in which some networks were trained.</param>
    public static Tensor Gelu(Tensor x, bool approximate = false)
    {
        var real = Float(Real(x, "Gelu"));
        var share = approximate ? ((real + real.Square() * real * 0.044715) * Math.Sqrt(2 / Math.PI)).Tanh() : (real * Math.Sqrt(0.5)).Erf();
        return real * 0.5 * (share + 1);
    }

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
