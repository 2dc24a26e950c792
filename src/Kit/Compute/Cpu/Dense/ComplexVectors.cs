using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Inner products and updates of complex vectors, in the order of their elements.</summary>
internal static unsafe class ComplexVectors
{
    /// <summary>xᴴ·y.</summary>
    public static Complex Dot(ReadOnlySpan<Complex> x, ReadOnlySpan<Complex> y)
    {
        double real = 0, imaginary = 0;
        for (var i = 0; i < x.Length; i++)
        {
            double a = x[i].Real, b = x[i].Imaginary, c = y[i].Real, d = y[i].Imaginary;
            real += a * c + b * d;
            imaginary += a * d - b * c;
        }

        return new(real, imaginary);
    }

    /// <summary>xᴴ·x.</summary>
    public static double Square(ReadOnlySpan<Complex> x)
    {
        var sum = 0.0;
        foreach (var z in x) sum += z.Real * z.Real + z.Imaginary * z.Imaginary;
        return sum;
    }

    /// <summary>y ← y + f·x.</summary>
    public static void Axpy(Complex f, ReadOnlySpan<Complex> x, Span<Complex> y)
    {
        double a = f.Real, b = f.Imaginary;
        for (var i = 0; i < x.Length; i++)
        {
            double c = x[i].Real, d = x[i].Imaginary;
            y[i] = new(y[i].Real + (a * c - b * d), y[i].Imaginary + (a * d + b * c));
        }
    }

    /// <summary>x ← f·x.</summary>
    public static void Scale(Complex f, Span<Complex> x)
    {
        foreach (ref var z in x) z *= f;
    }

    /// <summary>(x, y) ← (c·x − s·y, s̄·x + c·y) with c = √(1 − |s|²) and rest = (1 − c)/|s|², as changes by multiples of s: a small turn rounds little.</summary>
    public static void Turn(Complex s, double rest, Span<Complex> x, Span<Complex> y)
    {
        double p = s.Real, q = s.Imaginary, lost = rest * (p * p + q * q);
        for (var i = 0; i < x.Length; i++)
        {
            double a = x[i].Real, b = x[i].Imaginary, c = y[i].Real, d = y[i].Imaginary;
            x[i] = new(a - (p * c - q * d + lost * a), b - (p * d + q * c + lost * b));
            y[i] = new(c + (p * a + q * b - lost * c), d + (p * b - q * a - lost * d));
        }
    }

    /// <summary>Real and imaginary parts side by side, of a matrix whose columns are one after the other.</summary>
    public static Matrix<double> Parts(this Matrix<Complex> a) => new((double*)a.Data, a.Rows, 2 * a.Columns, 2 * a.RowStep, 1);

    /// <summary>z/|z|, and 1 for 0.</summary>
    public static Complex Phase(Complex z) => z == Complex.Zero ? Complex.One : z / Complex.Abs(z);
}
