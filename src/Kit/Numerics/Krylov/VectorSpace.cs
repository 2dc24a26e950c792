using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;

namespace Kit.Numerics.Krylov;

/// <summary>Tensors of any shape as vectors over all their elements, updated in place. Sums go over fixed pieces, whatever the number of threads.</summary>
internal static unsafe class VectorSpace
{
    private const int Piece = 1 << 14;

    /// <summary>⟨x, y⟩ = Σ conj(xᵢ) yᵢ.</summary>
    public static Complex Dot(Tensor x, Tensor y) => new(RealDot(x, y), x.DType.IsComplex() ? ImaginaryDot(x, y) : 0);

    /// <summary>Re ⟨x, y⟩: the dot product of the real and imaginary parts.</summary>
    public static double RealDot(Tensor x, Tensor y) => x.DType.Real() == DType.F32 ? RealDot<float>(x, y) : RealDot<double>(x, y);

    /// <summary>‖x‖₂.</summary>
    public static double Norm(Tensor x) => Math.Sqrt(RealDot(x, x));

    /// <summary>y ← y + s·x.</summary>
    public static void Axpy(Complex s, Tensor x, Tensor y)
    {
        if (s.Imaginary != 0) y.AddInPlace(x * s);
        else if (x.DType.Real() == DType.F32) Axpy((float)s.Real, x, y);
        else Axpy(s.Real, x, y);
    }

    /// <summary>y ← x + s·y.</summary>
    public static void Xpby(Tensor x, Complex s, Tensor y)
    {
        Scale(s, y);
        Axpy(1, x, y);
    }

    /// <summary>x ← s·x.</summary>
    public static void Scale(Complex s, Tensor x)
    {
        if (s.Imaginary != 0) x.MultiplyInPlace(s);
        else if (x.DType.Real() == DType.F32) Scale((float)s.Real, x);
        else Scale(s.Real, x);
    }

    private static double RealDot<T>(Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, b, n) = (Parts<T>(x), Parts<T>(y), Count(x));
        var pieces = (n + Piece - 1) / Piece;
        if (pieces <= 1) return double.CreateChecked(Vectors.Dot(a.Value, b.Value, n));
        var sums = new double[pieces];
        Threads.For(pieces, p => sums[p] = double.CreateChecked(Vectors.Dot(a.Value + (long)p * Piece, b.Value + (long)p * Piece, Math.Min(Piece, n - p * Piece))));
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        var sum = 0.0;
        foreach (var part in sums) sum += part;
        return sum;
    }

    /// <summary>Im ⟨x, y⟩ = Σ Re xᵢ Im yᵢ − Im xᵢ Re yᵢ.</summary>
    private static double ImaginaryDot(Tensor x, Tensor y)
    {
        using var scope = Tensor.Scope();
        return (x.Real() * y.Imag() - x.Imag() * y.Real()).Sum().Item();
    }

    private static void Axpy<T>(T s, Tensor x, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, b, n) = (Parts<T>(x), Parts<T>(y), Count(x));
        Threads.For((n + Piece - 1) / Piece, p => Vectors.Axpy(s, a.Value + (long)p * Piece, b.Value + (long)p * Piece, Math.Min(Piece, n - p * Piece)));
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    private static void Scale<T>(T s, Tensor x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, n) = (Parts<T>(x), Count(x));
        Threads.For((n + Piece - 1) / Piece, p => Vectors.Scale(s, a.Value + (long)p * Piece, Math.Min(Piece, n - p * Piece)));
        GC.KeepAlive(x);
    }

    /// <summary>The elements, or of complex ones the real and imaginary parts in turn.</summary>
    private static Address<T> Parts<T>(Tensor x) where T : unmanaged => x.IsContiguous && x.View.Storage is HostStorage host
        ? new((T*)host.Pointer + x.Offset * (x.DType.IsComplex() ? 2 : 1))
        : throw new InvalidOperationException($"Krylov: needs contiguous vectors in host memory, not {x.DType} {x.Shape} on {x.Device}");

    private static int Count(Tensor x) => checked((int)(x.Size * (x.DType.IsComplex() ? 2 : 1)));

    /// <summary>A pointer that may stand in a tuple.</summary>
    private readonly struct Address<T>(T* value) where T : unmanaged
    {
        public readonly T* Value = value;
    }
}
