using System.Numerics;
using System.Numerics.Tensors;

namespace Kit.Compute.Cpu;

/// <summary>Which span function computes which operation on real numbers.</summary>
internal static unsafe class RealTable
{
    /// <summary>Functions of F32 and F64.</summary>
    public static delegate*<ReadOnlySpan<T>, Span<T>, void> Float<T>(UnaryOp op) where T : unmanaged, IFloatingPointIeee754<T> => op switch
    {
        UnaryOp.Floor => &TensorPrimitives.Floor,
        UnaryOp.Ceiling => &TensorPrimitives.Ceiling,
        UnaryOp.Round => &TensorPrimitives.Round,
        UnaryOp.Truncate => &TensorPrimitives.Truncate,
        UnaryOp.Reciprocal => &TensorPrimitives.Reciprocal,
        UnaryOp.Sqrt => &TensorPrimitives.Sqrt,
        UnaryOp.Rsqrt => &TensorPrimitives.ReciprocalSqrt,
        UnaryOp.Log2 => &TensorPrimitives.Log2,
        UnaryOp.Log10 => &TensorPrimitives.Log10,
        UnaryOp.Tan => &TensorPrimitives.Tan,
        UnaryOp.Asin => &TensorPrimitives.Asin,
        UnaryOp.Acos => &TensorPrimitives.Acos,
        UnaryOp.Atan => &TensorPrimitives.Atan,
        UnaryOp.Cosh => &TensorPrimitives.Cosh,
        >= UnaryOp.Gamma => SpecialTable.Float<T>(op),
        _ => Number<T>(op),
    };

    /// <summary>Functions that are computed by Kit's own vector code.</summary>
    public static delegate*<ReadOnlySpan<double>, Span<double>, void> Own64(UnaryOp op) => op switch
    {
        UnaryOp.Exp => &Map<double, Exp>.Run,
        UnaryOp.Expm1 => &Map<double, Expm1>.Run,
        UnaryOp.Log => &Map<double, Log>.Run,
        UnaryOp.Log1p => &Map<double, Log1p>.Run,
        UnaryOp.Sin => &Map<double, Sin>.Run,
        UnaryOp.Cos => &Map<double, Cos>.Run,
        UnaryOp.Sinh => &Map<double, Sinh>.Run,
        UnaryOp.Tanh => &Map<double, Tanh>.Run,
        UnaryOp.Sigmoid => &Map<double, Sigmoid>.Run,
        UnaryOp.Erf => &Map<double, Erf>.Run,
        UnaryOp.Gelu => &Map<double, Gelu>.Run,
        UnaryOp.Erfc => &Map<double, Erfc>.Run,
        _ => null,
    };

    /// <inheritdoc cref="Own64"/>
    public static delegate*<ReadOnlySpan<float>, Span<float>, void> Own32(UnaryOp op) => op switch
    {
        UnaryOp.Exp => &Map<float, Exp>.Run,
        UnaryOp.Expm1 => &Map<float, Widened<Expm1>>.Run,
        UnaryOp.Log => &Map<float, Log>.Run,
        UnaryOp.Log1p => &Map<float, Widened<Log1p>>.Run,
        UnaryOp.Sin => &Map<float, Sin>.Run,
        UnaryOp.Cos => &Map<float, Cos>.Run,
        UnaryOp.Sinh => &Map<float, Widened<Sinh>>.Run,
        UnaryOp.Tanh => &Map<float, Tanh>.Run,
        UnaryOp.Sigmoid => &Map<float, Sigmoid>.Run,
        UnaryOp.Erf => &Map<float, Erf>.Run,
        UnaryOp.Gelu => &Map<float, Gelu>.Run,
        UnaryOp.Erfc => &Map<float, Widened<Erfc>>.Run,
        _ => null,
    };

    /// <summary>Functions of any real number, integers included.</summary>
    public static delegate*<ReadOnlySpan<T>, Span<T>, void> Number<T>(UnaryOp op) where T : unmanaged, INumber<T> => op switch
    {
        UnaryOp.Negate => &TensorPrimitives.Negate,
        UnaryOp.Abs => &TensorPrimitives.Abs,
        UnaryOp.Square => &Pairwise<T, Times<T>>.Self,
        UnaryOp.Sign => &Sign,
        _ => throw new NotSupportedException($"{op} of {typeof(T).Name}"),
    };

    /// <summary>Predicates of F32 and F64.</summary>
    public static delegate*<ReadOnlySpan<T>, Span<byte>, void> Predicate<T>(UnaryOp op) where T : unmanaged, IFloatingPointIeee754<T> => op switch
    {
        UnaryOp.IsNaN => &Compare<T, IsUnequal<T>>.Self,
        UnaryOp.IsFinite => &Compare<T, IsFinite<T>>.Self,
        _ => null,
    };

    /// <summary>Operations on two reals.</summary>
    public static delegate*<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<T>, void> Binary<T>(BinaryOp op) where T : unmanaged, INumber<T> => op switch
    {
        BinaryOp.Add => &Pairwise<T, Plus<T>>.Run,
        BinaryOp.Subtract => &Pairwise<T, Minus<T>>.Run,
        BinaryOp.Multiply => &Pairwise<T, Times<T>>.Run,
        BinaryOp.Minimum => &TensorPrimitives.Min,
        BinaryOp.Maximum => &TensorPrimitives.Max,
        BinaryOp.Divide => &Pairwise<T, Over<T>>.Run,
        BinaryOp.Mod => &Mod,
        BinaryOp.FloorDivide => &FloorDivide,
        _ => throw new NotSupportedException($"{op} of {typeof(T).Name}"),
    };

    /// <summary>Operations on two F32 or F64.</summary>
    public static delegate*<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<T>, void> FloatBinary<T>(BinaryOp op) where T : unmanaged, IFloatingPointIeee754<T> => op switch
    {
        BinaryOp.Pow => &Pow,
        BinaryOp.Atan2 => &Atan2,
        _ => Binary<T>(op),
    };

    /// <summary>Comparisons, or null.</summary>
    public static delegate*<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<byte>, void> Comparison<T>(BinaryOp op) where T : unmanaged, INumber<T> => op switch
    {
        BinaryOp.Equal => &Compare<T, IsEqual<T>>.Run,
        BinaryOp.NotEqual => &Compare<T, IsUnequal<T>>.Run,
        BinaryOp.Less => &Compare<T, IsLess<T>>.Run,
        BinaryOp.LessEqual => &Compare<T, IsAtMost<T>>.Run,
        _ => null,
    };

    /// <summary>Logic on bytes 0 and 1, or null.</summary>
    public static delegate*<ReadOnlySpan<byte>, ReadOnlySpan<byte>, Span<byte>, void> Logic(BinaryOp op) => op switch
    {
        BinaryOp.And => &TensorPrimitives.BitwiseAnd,
        BinaryOp.Or => &TensorPrimitives.BitwiseOr,
        BinaryOp.Xor => &TensorPrimitives.Xor,
        _ => null,
    };

    public static void Not(ReadOnlySpan<byte> x, Span<byte> y) => TensorPrimitives.Xor(x, (byte)1, y);

    private static void Sign<T>(ReadOnlySpan<T> x, Span<T> y) where T : INumber<T>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : x[i];
    }

    private static void Mod<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : INumber<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = Floored(a[i], b[i]);
    }

    /// <summary>The remainder with the sign of the divisor.</summary>
    private static T Floored<T>(T a, T b) where T : INumber<T>
    {
        if (typeof(T) == typeof(int) && b == -T.One) return T.Zero; // −2³¹ by −1 would overflow
        var r = a % b;
        return r != T.Zero && T.IsNegative(r) != T.IsNegative(b) ? r + b : r;
    }

    private static void FloorDivide<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : INumber<T>
    {
        for (var i = 0; i < y.Length; i++)
        {
            // Of integers the quotient is whole; of floats it is within a rounding of the whole number it stands for.
            var quotient = (double.CreateTruncating(a[i]) - double.CreateTruncating(Floored(a[i], b[i]))) / double.CreateTruncating(b[i]);
            y[i] = T.CreateSaturating(Math.Round(quotient));
        }
    }

    private static void Pow<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = T.Pow(a[i], b[i]);
    }

    private static void Atan2<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++) y[i] = T.Atan2(a[i], b[i]);
    }
}
