using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>A function of complex numbers as a kernel; C64 elements are widened, and rounded once.</summary>
internal sealed unsafe class ComplexUnary<T, R>(delegate*<Complex, Complex> function) : IKernel where T : unmanaged where R : unmanaged
{
    public void Invoke(byte** operands, int count)
    {
        for (var i = 0; i < count; i++) ComplexTable.Write((R*)operands[1] + i, function(ComplexTable.Read((T*)operands[0] + i)));
    }
}

/// <summary>A real function of complex numbers as a kernel.</summary>
internal sealed unsafe class ComplexToReal<T, R>(delegate*<Complex, double> function) : IKernel where T : unmanaged where R : unmanaged, INumber<R>
{
    public void Invoke(byte** operands, int count)
    {
        for (var i = 0; i < count; i++) ((R*)operands[1])[i] = R.CreateTruncating(function(ComplexTable.Read((T*)operands[0] + i)));
    }
}

/// <summary>Real numbers, converted to the parts' type by a kernel, as complex ones.</summary>
internal sealed unsafe class RealToComplex<R>(IKernel conversion) : IKernel where R : unmanaged, INumber<R>
{
    public void Invoke(byte** operands, int count)
    {
        // The reals lie in the upper half of the room and are spread from the front: none is overwritten before it is read.
        var parts = (R*)operands[1];
        var pair = stackalloc byte*[] { operands[0], (byte*)(parts + count) };
        conversion.Invoke(pair, count);
        for (var i = 0; i < count; i++) (parts[2 * i], parts[2 * i + 1]) = (parts[count + i], R.Zero);
    }
}

/// <summary>A function of two complex numbers as a kernel.</summary>
internal sealed unsafe class ComplexBinary<T>(delegate*<Complex, Complex, Complex> function) : IKernel where T : unmanaged
{
    public void Invoke(byte** operands, int count)
    {
        for (var i = 0; i < count; i++)
            ComplexTable.Write((T*)operands[2] + i, function(ComplexTable.Read((T*)operands[0] + i), ComplexTable.Read((T*)operands[1] + i)));
    }
}

/// <summary>The product of complex numbers as a kernel of its own: spectral methods live on it.</summary>
internal sealed unsafe class ComplexMultiply<R> : IKernel where R : unmanaged, INumber<R>
{
    public void Invoke(byte** operands, int count)
    {
        R* a = (R*)operands[0], b = (R*)operands[1], y = (R*)operands[2];
        for (var i = 0; i < 2 * count; i += 2)
            (y[i], y[i + 1]) = (a[i] * b[i] - a[i + 1] * b[i + 1], a[i] * b[i + 1] + a[i + 1] * b[i]);
    }
}

/// <summary>Equality of complex numbers as a kernel.</summary>
internal sealed unsafe class ComplexEqual<T>(bool expected) : IKernel where T : unmanaged
{
    public void Invoke(byte** operands, int count)
    {
        for (var i = 0; i < count; i++)
            operands[2][i] = ComplexTable.Read((T*)operands[0] + i) == ComplexTable.Read((T*)operands[1] + i) == expected ? (byte)1 : (byte)0;
    }
}

/// <summary>Which function computes which operation on complex numbers.</summary>
internal static unsafe class ComplexTable
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Complex Read<T>(T* element) where T : unmanaged =>
        typeof(T) == typeof(Complex) ? *(Complex*)element : (Complex)(*(ComplexF*)element);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(T* element, Complex value) where T : unmanaged
    {
        if (typeof(T) == typeof(Complex)) *(Complex*)element = value;
        else *(ComplexF*)element = (ComplexF)value;
    }

    public static delegate*<Complex, Complex> Unary(UnaryOp op) => op switch
    {
        UnaryOp.Negate => &Complex.Negate,
        UnaryOp.Square => &Square,
        UnaryOp.Reciprocal => &Complex.Reciprocal,
        UnaryOp.Conj => &Complex.Conjugate,
        UnaryOp.Sqrt => &Complex.Sqrt,
        UnaryOp.Exp => &Complex.Exp,
        UnaryOp.Log => &Complex.Log,
        UnaryOp.Sin => &Complex.Sin,
        UnaryOp.Cos => &Complex.Cos,
        UnaryOp.Tan => &Complex.Tan,
        UnaryOp.Sinh => &Complex.Sinh,
        UnaryOp.Cosh => &Complex.Cosh,
        UnaryOp.Tanh => &Complex.Tanh,
        UnaryOp.Asin => &Complex.Asin,
        UnaryOp.Acos => &Complex.Acos,
        UnaryOp.Atan => &Complex.Atan,
        _ => throw new NotSupportedException($"{op} of complex numbers"),
    };

    public static delegate*<Complex, double> ToReal(UnaryOp op) => op switch
    {
        UnaryOp.Abs => &Abs,
        UnaryOp.Angle => &Angle,
        _ => null,
    };

    public static delegate*<Complex, Complex, Complex> Binary(BinaryOp op) => op switch
    {
        BinaryOp.Add => &Complex.Add,
        BinaryOp.Subtract => &Complex.Subtract,
        BinaryOp.Multiply => &Complex.Multiply,
        BinaryOp.Divide => &Complex.Divide,
        BinaryOp.Pow => &Complex.Pow,
        _ => throw new NotSupportedException($"{op} of complex numbers"),
    };

    public static Complex Same(Complex z) => z;

    public static double Real(Complex z) => z.Real;

    private static Complex Square(Complex z) => z * z;

    /// <summary>√(re² + im²) where the squares neither overflow nor vanish, else with scaling.</summary>
    private static double Abs(Complex z)
    {
        var square = z.Real * z.Real + z.Imaginary * z.Imaginary;
        return square is > 1e-280 and < 1e300 ? Math.Sqrt(square) : Complex.Abs(z);
    }

    private static double Angle(Complex z) => z.Phase;
}
