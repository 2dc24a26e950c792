using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pair = System.Runtime.Intrinsics.Vector256<double>;

namespace Kit.Compute.Cpu.Dense;

/// <summary>Inner products and updates of complex vectors, two elements at a time whatever the processor: the same bits everywhere.</summary>
internal static unsafe class ComplexVectors
{
    /// <summary>xᴴ·y.</summary>
    public static Complex Dot(ReadOnlySpan<Complex> x, ReadOnlySpan<Complex> y)
    {
        var a = MemoryMarshal.Cast<Complex, Pair>(x);
        var b = MemoryMarshal.Cast<Complex, Pair>(y);
        Pair along = default, across = default;
        for (var i = 0; i < a.Length; i++)
        {
            along += a[i] * b[i];
            across += a[i] * Swapped(b[i]);
        }

        var (real, imaginary) = (Vector256.Sum(along), across[0] - across[1] + (across[2] - across[3]));
        if (x.Length % 2 == 1)
        {
            var last = Complex.Conjugate(x[^1]) * y[x.Length - 1];
            (real, imaginary) = (real + last.Real, imaginary + last.Imaginary);
        }

        return new(real, imaginary);
    }

    /// <summary>xᴴ·x.</summary>
    public static double Square(ReadOnlySpan<Complex> x)
    {
        Pair sum = default;
        foreach (var a in MemoryMarshal.Cast<Complex, Pair>(x)) sum += a * a;
        return Vector256.Sum(sum) + (x.Length % 2 == 1 ? x[^1].Real * x[^1].Real + x[^1].Imaginary * x[^1].Imaginary : 0);
    }

    /// <summary>y ← y + f·x.</summary>
    public static void Axpy(Complex f, ReadOnlySpan<Complex> x, Span<Complex> y)
    {
        var a = MemoryMarshal.Cast<Complex, Pair>(x);
        var b = MemoryMarshal.Cast<Complex, Pair>(y);
        var (real, imaginary) = Factor(f);
        for (var i = 0; i < a.Length; i++) b[i] += real * a[i] + imaginary * Swapped(a[i]);
        if (x.Length % 2 == 1) y[x.Length - 1] += f * x[^1];
    }

    /// <summary>x ← f·x.</summary>
    public static void Scale(Complex f, Span<Complex> x)
    {
        foreach (ref var z in x) z *= f;
    }

    /// <summary>(x, y) ← (c·x − s·y, s̄·x + c·y) with c = √(1 − |s|²) and rest = (1 − c)/|s|², as changes by multiples of s: a small turn rounds little.</summary>
    public static void Turn(Complex s, double rest, Span<Complex> x, Span<Complex> y)
    {
        var a = MemoryMarshal.Cast<Complex, Pair>(x);
        var b = MemoryMarshal.Cast<Complex, Pair>(y);
        var lost = rest * (s.Real * s.Real + s.Imaginary * s.Imaginary);
        var (real, imaginary) = Factor(s);
        for (var i = 0; i < a.Length; i++)
        {
            var (p, q) = (a[i], b[i]);
            a[i] = p - (real * q + imaginary * Swapped(q) + lost * p);
            b[i] = q + (real * p - imaginary * Swapped(p) - lost * q);
        }

        if (x.Length % 2 == 0) return;
        var (u, v) = (x[^1], y[x.Length - 1]);
        (x[^1], y[x.Length - 1]) = (u - (s * v + lost * u), v + (Complex.Conjugate(s) * u - lost * v));
    }

    /// <summary>Real and imaginary parts side by side, of a matrix whose columns are one after the other.</summary>
    public static Matrix<double> Parts(this Matrix<Complex> a) => new((double*)a.Data, a.Rows, 2 * a.Columns, 2 * a.RowStep, 1);

    /// <summary>z/|z|, and 1 for 0.</summary>
    public static Complex Phase(Complex z) => z == Complex.Zero ? Complex.One : z / Complex.Abs(z);

    /// <summary>What multiplies the elements, and what those with their parts exchanged, in f·x.</summary>
    private static (Pair Real, Pair Imaginary) Factor(Complex f) =>
        (Vector256.Create(f.Real), Vector256.Create(-f.Imaginary, f.Imaginary, -f.Imaginary, f.Imaginary));

    /// <summary>Imaginary parts before real ones.</summary>
    private static Pair Swapped(Pair x) => Vector256.Shuffle(x, Vector256.Create(1L, 0, 3, 2));
}
