using System.Numerics;
using System.Numerics.Tensors;

namespace Kit.Compute.Cpu;

/// <summary>The kernel of every elementwise operation and type.</summary>
internal static unsafe class KernelTable
{
    private const int Types = 8;
    private static readonly IKernel?[] Unaries = new IKernel?[Types * Enum.GetValues<UnaryOp>().Length];
    private static readonly IKernel?[] Binaries = new IKernel?[Types * Enum.GetValues<BinaryOp>().Length];
    private static readonly IKernel?[] Conversions = new IKernel?[Types * Types];
    private static readonly IKernel[] Selects = [new SelectKernel<byte>(), new SelectKernel<int>(), new SelectKernel<long>(), new SelectKernel<Int128>()];

    public static IKernel Of(UnaryOp op, DType type) => Unaries[Types * (int)op + (int)type] ??= type switch
    {
        DType.F64 => Float(op, RealTable.Own64(op)),
        DType.F32 => Float(op, RealTable.Own32(op)),
        DType.I32 => new UnaryKernel<int, int>(RealTable.Number<int>(op)),
        DType.C128 => Complex<Complex, double>(op),
        DType.C64 => Complex<ComplexF, float>(op),
        _ => new UnaryKernel<byte, byte>(&RealTable.Not),
    };

    public static IKernel Of(BinaryOp op, DType type) => Binaries[Types * (int)op + (int)type] ??= type switch
    {
        DType.F64 => op >= BinaryOp.Equal ? Comparison<double>(op) : new BinaryKernel<double, double>(RealTable.FloatBinary<double>(op)),
        DType.F32 when op == BinaryOp.Pow => new BinaryKernel<float, float>(&Power.Run),
        DType.F32 => op >= BinaryOp.Equal ? Comparison<float>(op) : new BinaryKernel<float, float>(RealTable.FloatBinary<float>(op)),
        DType.I32 => op >= BinaryOp.Equal ? Comparison<int>(op) : new BinaryKernel<int, int>(RealTable.Binary<int>(op)),
        DType.C128 => op == BinaryOp.Multiply ? new ComplexMultiply<double>() : Complex<Complex>(op),
        DType.C64 => op == BinaryOp.Multiply ? new ComplexMultiply<float>() : Complex<ComplexF>(op),
        _ => op >= BinaryOp.Equal ? Comparison<byte>(op) : new BinaryKernel<byte, byte>(RealTable.Logic(op)),
    };

    public static IKernel Select(DType type) => Selects[type.Bytes() switch { 1 => 0, 4 => 1, 8 => 2, _ => 3 }];

    /// <summary>Folds rows of n elements and writes each result all along its row.</summary>
    public static IKernel Row(ReduceOp op, DType type, int n) => type switch
    {
        DType.F64 => Row<double>(op, n),
        DType.F32 => Row<float>(op, n),
        DType.I32 => Row<int>(op, n),
        DType.Bool => Row<byte>(op, n),
        _ => throw new NotSupportedException($"{op} of rows of {type}"),
    };

    private static IKernel Row<T>(ReduceOp op, int n) where T : unmanaged, INumber<T>, IMinMaxValue<T> => op switch
    {
        ReduceOp.Sum => new RowKernel<T, AddFold<T>>(n),
        ReduceOp.Min or ReduceOp.All => new RowKernel<T, MinFold<T>>(n),
        ReduceOp.Max or ReduceOp.Any => new RowKernel<T, MaxFold<T>>(n),
        _ => throw new NotSupportedException($"{op} of rows"),
    };

    /// <summary>Conversion of types: to I32 truncates, to Bool is x ≠ 0, complex to real takes the real part; of equal types a copy.</summary>
    public static IKernel Convert(DType from, DType to) => Conversions[Types * (int)from + (int)to] ??= from == to ? new MoveKernel(to.Bytes()) : (from, to) switch
    {
        (DType.C64, DType.C128) => new ComplexUnary<ComplexF, Complex>(&ComplexTable.Same),
        (DType.C128, DType.C64) => new ComplexUnary<Complex, ComplexF>(&ComplexTable.Same),
        (_, DType.C64) => new RealToComplex<float>(Convert(from, DType.F32)),
        (_, DType.C128) => new RealToComplex<double>(Convert(from, DType.F64)),
        (DType.C64, DType.F32) => new ComplexToReal<ComplexF, float>(&ComplexTable.Real),
        (DType.C128, DType.F64) => new ComplexToReal<Complex, double>(&ComplexTable.Real),
        (DType.Bool, _) => From<byte>(to),
        (DType.I32, _) => From<int>(to),
        (DType.F32, _) => From<float>(to),
        (DType.F64, _) => From<double>(to),
        _ => throw new NotSupportedException($"{from} to {to}"),
    };

    private static IKernel From<T>(DType to) where T : unmanaged, INumber<T> => to switch
    {
        DType.Bool => new UnaryKernel<T, byte>(&Truth),
        DType.I32 => new UnaryKernel<T, int>(&TensorPrimitives.ConvertSaturating<T, int>),
        DType.F32 => new UnaryKernel<T, float>(&TensorPrimitives.ConvertTruncating<T, float>),
        _ => new UnaryKernel<T, double>(&TensorPrimitives.ConvertTruncating<T, double>),
    };

    private static void Truth<T>(ReadOnlySpan<T> x, Span<byte> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] != T.Zero ? (byte)1 : (byte)0;
    }

    private static IKernel Float<T>(UnaryOp op, delegate*<ReadOnlySpan<T>, Span<T>, void> own) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var predicate = RealTable.Predicate<T>(op);
        if (predicate != null) return new UnaryKernel<T, byte>(predicate);
        return new UnaryKernel<T, T>(own != null ? own : RealTable.Float<T>(op));
    }

    private static IKernel Comparison<T>(BinaryOp op) where T : unmanaged, INumber<T> => new BinaryKernel<T, byte>(RealTable.Comparison<T>(op));

    private static IKernel Complex<T, R>(UnaryOp op) where T : unmanaged where R : unmanaged, INumber<R>
    {
        var real = ComplexTable.ToReal(op);
        if (real != null) return new ComplexToReal<T, R>(real);
        return new ComplexUnary<T, T>(ComplexTable.Unary(op));
    }

    private static IKernel Complex<T>(BinaryOp op) where T : unmanaged =>
        op is BinaryOp.Equal or BinaryOp.NotEqual ? new ComplexEqual<T>(op == BinaryOp.Equal) : new ComplexBinary<T>(ComplexTable.Binary(op));
}
