using System.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>Finds the kernel of an operation and type and sweeps it over the views.</summary>
internal static unsafe class Elementwise
{
    public static void Unary(UnaryOp op, in View x, in View y)
    {
        switch (x.Type)
        {
            case DType.F64: Float(op, RealTable.Own64(op), x, y); break;
            case DType.F32: Float(op, RealTable.Own32(op), x, y); break;
            case DType.I32: Sweep.Run(new UnaryKernel<int, int>(RealTable.Number<int>(op)), [x, y]); break;
            case DType.C128: Complex<Complex, double>(op, x, y); break;
            case DType.C64: Complex<ComplexF, float>(op, x, y); break;
            default: Sweep.Run(new UnaryKernel<byte, byte>(&RealTable.Not), [x, y]); break;
        }
    }

    public static void Binary(BinaryOp op, in View a, in View b, in View y)
    {
        switch (a.Type)
        {
            case DType.F64: Real(op, RealTable.Comparison<double>(op), op >= BinaryOp.Equal ? null : RealTable.FloatBinary<double>(op), a, b, y); break;
            case DType.F32: Real(op, RealTable.Comparison<float>(op), op >= BinaryOp.Equal ? null : RealTable.FloatBinary<float>(op), a, b, y); break;
            case DType.I32: Real(op, RealTable.Comparison<int>(op), op >= BinaryOp.Equal ? null : RealTable.Binary<int>(op), a, b, y); break;
            case DType.C128 when op == BinaryOp.Multiply: Sweep.Run(new ComplexMultiply<double>(), [a, b, y]); break;
            case DType.C64 when op == BinaryOp.Multiply: Sweep.Run(new ComplexMultiply<float>(), [a, b, y]); break;
            case DType.C128: Complex<Complex>(op, a, b, y); break;
            case DType.C64: Complex<ComplexF>(op, a, b, y); break;
            default:
                var logic = RealTable.Logic(op);
                Sweep.Run(new BinaryKernel<byte, byte>(logic != null ? logic : RealTable.Comparison<byte>(op)), [a, b, y]);
                break;
        }
    }

    public static void Select(in View condition, in View a, in View b, in View y)
    {
        switch (y.Type.Bytes())
        {
            case 1: Sweep.Run(new SelectKernel<byte>(), [condition, a, b, y]); break;
            case 4: Sweep.Run(new SelectKernel<int>(), [condition, a, b, y]); break;
            case 8: Sweep.Run(new SelectKernel<long>(), [condition, a, b, y]); break;
            default: Sweep.Run(new SelectKernel<Int128>(), [condition, a, b, y]); break;
        }
    }

    private static void Float<T>(UnaryOp op, delegate*<ReadOnlySpan<T>, Span<T>, void> own, in View x, in View y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var predicate = RealTable.Predicate<T>(op);
        if (predicate != null) Sweep.Run(new UnaryKernel<T, byte>(predicate), [x, y]);
        else Sweep.Run(new UnaryKernel<T, T>(own != null ? own : RealTable.Float<T>(op)), [x, y]);
    }

    private static void Real<T>(BinaryOp op, delegate*<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<byte>, void> comparison, delegate*<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<T>, void> function, in View a, in View b, in View y)
        where T : unmanaged
    {
        if (op >= BinaryOp.Equal) Sweep.Run(new BinaryKernel<T, byte>(comparison), [a, b, y]);
        else Sweep.Run(new BinaryKernel<T, T>(function), [a, b, y]);
    }

    private static void Complex<T, R>(UnaryOp op, in View x, in View y) where T : unmanaged where R : unmanaged, INumber<R>
    {
        var real = ComplexTable.ToReal(op);
        if (real != null) Sweep.Run(new ComplexToReal<T, R>(real), [x, y]);
        else Sweep.Run(new ComplexUnary<T>(ComplexTable.Unary(op)), [x, y]);
    }

    private static void Complex<T>(BinaryOp op, in View a, in View b, in View y) where T : unmanaged
    {
        if (op is BinaryOp.Equal or BinaryOp.NotEqual) Sweep.Run(new ComplexEqual<T>(op == BinaryOp.Equal), [a, b, y]);
        else Sweep.Run(new ComplexBinary<T>(ComplexTable.Binary(op)), [a, b, y]);
    }
}
