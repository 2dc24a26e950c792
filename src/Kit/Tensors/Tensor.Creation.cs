using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>A scalar (no axes).</summary>
    public static Tensor Of(double value, DType dtype = DType.F64) => Full([], value, dtype);

    /// <summary>A vector of real numbers.</summary>
    public static Tensor Of(ReadOnlySpan<double> values, DType dtype = DType.F64) => From(values, [values.Length], dtype);

    /// <summary>A vector of single-precision numbers.</summary>
    public static Tensor Of(ReadOnlySpan<float> values, DType dtype = DType.F32) => From(values, [values.Length], dtype);

    /// <summary>A vector of integers.</summary>
    public static Tensor Of(ReadOnlySpan<int> values, DType dtype = DType.I32) => From(values, [values.Length], dtype);

    /// <summary>A vector of truth values.</summary>
    public static Tensor Of(ReadOnlySpan<bool> values) => From(values, [values.Length], DType.Bool);

    /// <summary>A vector of complex numbers.</summary>
    public static Tensor Of(ReadOnlySpan<Complex> values, DType dtype = DType.C128) => From(values, [values.Length], dtype);

    /// <summary>A matrix of real numbers.</summary>
    public static Tensor Of(double[,] values, DType dtype = DType.F64) => FromArray<double>(values, dtype);

    /// <summary>A matrix of single-precision numbers.</summary>
    public static Tensor Of(float[,] values, DType dtype = DType.F32) => FromArray<float>(values, dtype);

    /// <summary>A matrix of integers.</summary>
    public static Tensor Of(int[,] values, DType dtype = DType.I32) => FromArray<int>(values, dtype);

    /// <summary>A matrix of truth values.</summary>
    public static Tensor Of(bool[,] values) => FromArray<bool>(values, DType.Bool);

    /// <summary>A matrix of complex numbers.</summary>
    public static Tensor Of(Complex[,] values, DType dtype = DType.C128) => FromArray<Complex>(values, dtype);

    /// <summary>A tensor of three axes of real numbers.</summary>
    public static Tensor Of(double[,,] values, DType dtype = DType.F64) => FromArray<double>(values, dtype);

    /// <summary>All zero.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.F64) => Full(shape, 0, dtype);

    /// <summary>All one.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.F64) => Full(shape, 1, dtype);

    /// <summary>Zeros of the shape, type and device of another tensor.</summary>
    public static Tensor ZerosLike(Tensor other) => Full(other.Shape, 0, other.DType, other.Device);

    /// <summary>Ones of the shape, type and device of another tensor.</summary>
    public static Tensor OnesLike(Tensor other) => Full(other.Shape, 1, other.DType, other.Device);

    /// <summary>Every element the same number.</summary>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.F64) => Full(shape, new Complex(value, 0), dtype);

    /// <summary>Every element the same complex number.</summary>
    public static Tensor Full(Shape shape, Complex value, DType dtype = DType.C128) => Full(shape, value, dtype, Device.Cpu);

    /// <summary>The identity matrix, n × n.</summary>
    public static Tensor Eye(int n, DType dtype = DType.F64)
    {
        var eye = Zeros((n, n), dtype);
        if (n == 0) return eye;
        var diagonal = new View(eye.storage!, 0, [n], [n + 1L], dtype);
        eye.Device.Backend.Copy(new View(Complex.One, [n], dtype), diagonal);
        return eye;
    }

    /// <summary>The integers 0 … n − 1.</summary>
    public static Tensor Arange(int n) => Arange(0, n);

    /// <summary>The integers from start up to, not including, stop.</summary>
    public static Tensor Arange(int start, int stop, int step = 1)
    {
        if (step == 0) throw new ArgumentException("Arange: the step is 0");
        var count = Math.Max(0, ((long)stop - start + step - Math.Sign(step)) / step);
        var values = new int[count];
        for (var i = 0; i < values.Length; i++) values[i] = start + i * step;
        return Of(values);
    }

    /// <summary>start + i·step for all i with a value before stop; the count is ⌈(stop − start)/step⌉.</summary>
    /// <exception cref="ArgumentException">The step is 0 or an argument is not finite.</exception>
    public static Tensor Arange(double start, double stop, double step = 1, DType dtype = DType.F64)
    {
        var count = Math.Ceiling((stop - start) / step);
        if (step == 0 || !double.IsFinite(count)) throw new ArgumentException($"Arange: no finite number of steps of {step} from {start} to {stop}");
        var values = new double[(int)Math.Clamp(count, 0, Array.MaxLength)];
        for (var i = 0; i < values.Length; i++) values[i] = start + i * step;
        return Of(values, dtype);
    }

    /// <summary>n numbers evenly spaced from start to stop, both exact; without the end point, n numbers of step (stop − start)/n.</summary>
    public static Tensor Linspace(double start, double stop, int n, bool endpoint = true, DType dtype = DType.F64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var values = new double[n];
        var parts = endpoint ? n - 1 : n;
        for (var i = 0; i < n; i++) values[i] = start + (stop - start) * i / Math.Max(parts, 1);
        if (endpoint && n > 1) values[^1] = stop;
        return Of(values, dtype);
    }

    /// <summary>n numbers from 10^start to 10^stop, evenly spaced in their logarithm.</summary>
    public static Tensor Logspace(double start, double stop, int n, DType dtype = DType.F64) =>
        Of(Array.ConvertAll(Linspace(start, stop, n).ToDoubles(), e => Math.Pow(10, e)), dtype);

    private static Tensor Full(Shape shape, Complex value, DType dtype, Device device)
    {
        if (value.Imaginary != 0 && !dtype.IsComplex()) throw new ArgumentException($"Full: {value} does not fit {dtype}");
        var result = Empty(shape, dtype, device);
        device.Backend.Copy(new View(value, shape.Dims, dtype), result.View);
        return result;
    }

    private static Tensor From<T>(ReadOnlySpan<T> values, Shape shape, DType dtype) where T : unmanaged
    {
        var result = Empty(shape, DTypes.Of<T>(), Device.Cpu);
        Device.Cpu.Backend.Upload(MemoryMarshal.AsBytes(values), result.View);
        return result.Cast(dtype);
    }

    private static Tensor FromArray<T>(Array values, DType dtype) where T : unmanaged
    {
        var dims = new int[values.Rank];
        for (var k = 0; k < dims.Length; k++) dims[k] = values.GetLength(k);
        var span = values.Length == 0 ? default : MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);
        return From(span, Shape.Create(dims), dtype);
    }
}
