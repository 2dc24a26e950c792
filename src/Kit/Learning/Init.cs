using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Draws initial weights of a shape [outputs, inputs, kernel…].</summary>
public delegate Tensor Initializer(Shape shape, Rng rng, DType dtype);

/// <summary>Initial weights. For complex types σ² is the mean of |w|², shared by both parts.</summary>
public static class Init
{
    /// <summary>Uniform on ±1/√fan_in, the common default of linear and convolution layers.</summary>
    public static Initializer FanInUniform { get; } = (shape, rng, dtype) => Uniform(1 / Math.Sqrt(Fans(shape).In))(shape, rng, dtype);

    /// <summary>All elements the same.</summary>
    public static Initializer Constant(double value) => (shape, _, dtype) => Tensor.Full(shape, value, dtype);

    /// <summary>Uniform on [−bound, bound).</summary>
    public static Initializer Uniform(double bound) => (shape, rng, dtype) => Parts(dtype, real => rng.Uniform(shape, -bound, bound, real));

    /// <summary>Normal with standard deviation σ.</summary>
    public static Initializer Normal(double std) => (shape, rng, dtype) => Parts(dtype, real => rng.Normal(shape, 0, std, real));

    /// <summary>Normal with mean 0, conditioned on |w| &lt; cut·σ.</summary>
    /// <param name="std">σ of the normal before it is cut.</param>
    /// <param name="cut">In units of σ.</param>
    public static Initializer TruncatedNormal(double std, double cut = 2) => (shape, rng, dtype) => Parts(dtype, real =>
    {
        var values = new double[checked((int)shape.Size)];
        foreach (ref var value in values.AsSpan())
            do value = rng.NextNormal(); while (Math.Abs(value) >= cut);
        return Tensor.Of(values, real).Reshape(shape).MultiplyInPlace(std);
    });

    /// <summary>Uniform with σ² = gain²·2/(fan_in + fan_out).</summary>
    /// <remarks>Glorot and Bengio, AISTATS 2010, eq. 16.</remarks>
    public static Initializer XavierUniform(double gain = 1) => Scaled(f => gain * Math.Sqrt(6.0 / (f.In + f.Out)), Uniform);

    /// <summary>Normal with σ² = gain²·2/(fan_in + fan_out).</summary>
    public static Initializer XavierNormal(double gain = 1) => Scaled(f => gain * Math.Sqrt(2.0 / (f.In + f.Out)), Normal);

    /// <summary>Uniform with σ² = gain²/fan; gain √2 keeps the variance through ReLU.</summary>
    /// <remarks>He, Zhang, Ren, Sun, ICCV 2015, eq. 10 and 14.</remarks>
    /// <param name="gain">1 for linear, √2 for ReLU, 5/3 for tanh.</param>
    /// <param name="fanOut">Keeps the variance of gradients instead of values.</param>
    public static Initializer KaimingUniform(double gain = 1.4142135623730951, bool fanOut = false) => Scaled(f => gain * Math.Sqrt(3.0 / (fanOut ? f.Out : f.In)), Uniform);

    /// <summary>Normal with σ² = gain²/fan; for complex weights this keeps the mean of |x|².</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static Initializer KaimingNormal(double gain = 1.4142135623730951, bool fanOut = false) => Scaled(f => gain / Math.Sqrt(fanOut ? f.Out : f.In), Normal);

    /// <summary>Orthonormal rows or columns, whichever are fewer, of the matrix [outputs, rest], uniform over all such; times gain.</summary>
    /// <remarks>Saxe, McClelland, Ganguli, ICLR 2014. QR of a normal matrix with R's diagonal made positive.</remarks>
    public static Initializer Orthogonal(double gain = 1) => (shape, rng, dtype) =>
    {
        if (dtype.IsComplex() || shape.Rank < 2) throw new ArgumentException($"Orthogonal: real weights of two axes at least, not {dtype} {shape}");
        var (rows, columns) = (shape[0], checked((int)(shape.Size / Math.Max(1, shape[0]))));
        var (q, r) = LinearAlgebra.Qr(rng.Normal((Math.Max(rows, columns), Math.Min(rows, columns))));
        q *= r.Diagonal().Sign();
        return ((rows >= columns ? q : q.T) * gain).Reshape(shape).Cast(dtype);
    };

    /// <summary>For layers sin(ω₀(Wx + b)): uniform on ±1/n in the first layer, on ±√(6/n)/ω₀ in the others, n inputs.</summary>
    /// <remarks>Sitzmann et al., NeurIPS 2020, supplement 1.5.</remarks>
    public static Initializer Siren(double omega = 30, bool first = false) => Scaled(f => first ? 1.0 / f.In : Math.Sqrt(6.0 / f.In) / omega, Uniform);

    private static Initializer Scaled(Func<(double In, double Out), double> scale, Func<double, Initializer> law) => (shape, rng, dtype) => law(scale(Fans(shape)))(shape, rng, dtype);

    /// <summary>How many inputs an output sees, and the reverse.</summary>
    private static (double In, double Out) Fans(Shape shape)
    {
        if (shape.Rank < 2 || shape.Size == 0) throw new ArgumentException($"Init: weights of shape {shape} have no fan; [outputs, inputs, kernel…] has");
        var kernel = (double)shape.Size / shape[0] / shape[1];
        return (shape[1] * kernel, shape[0] * kernel);
    }

    private static Tensor Parts(DType dtype, Func<DType, Tensor> draw) => dtype.IsComplex()
        ? Functions.ComplexOf(draw(dtype.Real()), draw(dtype.Real())) * Math.Sqrt(0.5)
        : draw(dtype);
}
