using System.Numerics;

namespace Kit.Compute;

/// <summary>The type of a tensor's elements, in the order of promotion of the real ones: Bool &lt; I32 &lt; F32 &lt; F64.</summary>
public enum DType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Signed integer of 32 bits.</summary>
    I32,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision, the default real type.</summary>
    F64,

    /// <summary>Two F32, real part first.</summary>
    C64,

    /// <summary>Two F64, real part first.</summary>
    C128,
}

/// <summary>Facts about a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Bytes(this DType type) => type switch
    {
        DType.Bool => 1,
        DType.I32 or DType.F32 => 4,
        DType.F64 or DType.C64 => 8,
        DType.C128 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "unknown dtype"),
    };

    /// <summary>True for C64 and C128.</summary>
    public static bool IsComplex(this DType type) => type is DType.C64 or DType.C128;

    /// <summary>True for F32 and F64.</summary>
    public static bool IsFloat(this DType type) => type is DType.F32 or DType.F64;

    /// <summary>True for Bool and I32.</summary>
    public static bool IsInteger(this DType type) => type is DType.Bool or DType.I32;

    /// <summary>The real type of a complex type's parts; a real type itself.</summary>
    public static DType Real(this DType type) => type switch
    {
        DType.C64 => DType.F32,
        DType.C128 => DType.F64,
        _ => type,
    };

    /// <summary>The smallest type that both are promoted to: a complex operand makes the result complex, at the wider real precision.</summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        if (!a.IsComplex() && !b.IsComplex()) return a > b ? a : b;
        return a.Real() == DType.F64 || b.Real() == DType.F64 ? DType.C128 : DType.C64;
    }

    /// <summary>The dtype of a C# element type: bool, int, float, double, <see cref="Complex"/>.</summary>
    /// <exception cref="ArgumentException">The type is none of these.</exception>
    public static DType Of<T>() where T : unmanaged =>
        typeof(T) == typeof(double) ? DType.F64
        : typeof(T) == typeof(float) ? DType.F32
        : typeof(T) == typeof(int) ? DType.I32
        : typeof(T) == typeof(bool) ? DType.Bool
        : typeof(T) == typeof(Complex) ? DType.C128
        : typeof(T) == typeof(ComplexF) ? DType.C64
        : throw new ArgumentException($"no dtype for {typeof(T).Name}: use bool, int, float, double or Complex");
}
