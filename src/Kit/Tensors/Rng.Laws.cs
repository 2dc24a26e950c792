using Kit.Compute;
using Kit.Compute.Cpu;

namespace Kit.Tensors;

public sealed partial class Rng
{
    /// <summary>From this mean on Poisson numbers are drawn by transformed rejection, whose set of constants holds there.</summary>
    private const double LargeMean = 10;

    /// <summary>Truth values, each true with probability p: uniform &lt; p.</summary>
    /// <exception cref="ArgumentException">p is not in [0, 1].</exception>
    public Tensor Bernoulli(Shape shape, double p = 0.5) => p >= 0 && p <= 1
        ? Uniform(shape) < p
        : throw new ArgumentException(FormattableString.Invariant($"Bernoulli: the probability {p} is not in [0, 1]"));

    /// <summary>Numbers of density e^(−x/μ)/μ on x ≥ 0, as −μ ln(1 − u).</summary>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="mean">μ > 0.</param>
    /// <param name="dtype">F32 or F64; the largest number is 17μ in F32, 37μ in F64.</param>
    /// <exception cref="ArgumentException">The mean is not positive and finite.</exception>
    public Tensor Exponential(Shape shape, double mean = 1, DType dtype = DType.F64)
    {
        Positive(mean, "Exponential: the mean");
        return (-Uniform(shape, dtype: dtype)).Log1p().MultiplyInPlace(-mean);
    }

    /// <summary>Numbers of density x^(k−1) e^(−x/θ)/(Γ(k) θᵏ) on x ≥ 0: mean kθ, variance kθ². Drawn one after the other; each takes as many words as it needs.</summary>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="k">The law's shape parameter, > 0.</param>
    /// <param name="scale">θ > 0.</param>
    /// <param name="dtype">F32 or F64.</param>
    /// <exception cref="ArgumentException">A parameter is not positive and finite.</exception>
    public Tensor Gamma(Shape shape, double k, double scale = 1, DType dtype = DType.F64)
    {
        Positive(scale, "Gamma: the scale");
        Positive(k, "Gamma: k");
        if (!dtype.IsFloat()) throw new ArgumentException($"Gamma: F32 or F64, not {dtype}");
        var values = new double[checked((int)shape.Size)];
        foreach (ref var value in values.AsSpan()) value = scale * NextGamma(k);
        return Tensor.Of(values, dtype).Reshape(shape);
    }

    /// <summary>I32 numbers n of probability e^(−μ) μⁿ/n!: mean and variance μ. Drawn one after the other; each takes as many words as it needs.</summary>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="mean">μ in [0, 10⁹].</param>
    /// <exception cref="ArgumentException">The mean is out of range.</exception>
    public Tensor Poisson(Shape shape, double mean)
    {
        if (!(mean >= 0 && mean <= 1e9)) throw new ArgumentException(FormattableString.Invariant($"Poisson: the mean {mean} is not in [0, 1e9]"));
        var values = new int[checked((int)shape.Size)];
        foreach (ref var value in values.AsSpan()) value = mean < LargeMean ? SmallPoisson(mean) : LargePoisson(mean);
        return Tensor.Of(values).Reshape(shape);
    }

    /// <summary>A copy with the sub-tensors along an axis in random order, all orders equally probable.</summary>
    public Tensor Shuffle(Tensor x, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Take(Permutation(x.Shape[axis]).To(x.Device), axis);
    }

    /// <remarks>Marsaglia and Tsang, "A simple method for generating gamma variables", ACM Trans. Math. Software 26 (2000); below 1 by Γ(k) = Γ(k + 1) u^(1/k).</remarks>
    private double NextGamma(double k)
    {
        if (k < 1) return NextGamma(k + 1) * Math.Pow(1 - NextDouble(), 1 / k);
        var d = k - 1 / 3.0;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var root = 1 + c * x;
            if (root <= 0) continue;
            var v = root * root * root;
            if (Math.Log(1 - NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v;
        }
    }

    /// <summary>Counts how many uniforms can be multiplied before the product falls below e^(−μ).</summary>
    private int SmallPoisson(double mean)
    {
        var (bound, product, n) = (Math.Exp(-mean), 1 - NextDouble(), 0);
        for (; product > bound; n++) product *= 1 - NextDouble();
        return n;
    }

    /// <remarks>PTRS of Hörmann, "The transformed rejection method for generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993).</remarks>
    private int LargePoisson(double mean)
    {
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        var squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            var u = NextDouble() - 0.5;
            var v = 1 - NextDouble();
            var edge = 0.5 - Math.Abs(u);
            var n = Math.Floor((2 * a / edge + b) * u + mean + 0.43);
            if (edge >= 0.07 && v <= squeeze) return (int)n;
            if (n < 0 || n > int.MaxValue || edge < 0.013 && v > edge) continue;
            if (Math.Log(v * inverseAlpha / (a / (edge * edge) + b)) <= n * Math.Log(mean) - mean - GammaFunctions.LogGamma(n + 1)) return (int)n;
        }
    }

    private static void Positive(double value, string what)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentException(FormattableString.Invariant($"{what} {value} is not positive and finite"));
    }
}
