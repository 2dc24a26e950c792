using System.Numerics;
using System.Numerics.Tensors;

namespace Kit.Compute.Cpu;

/// <summary>Copies between views of any two types.</summary>
internal static unsafe class Conversions
{
    public static void Run(in View x, in View y)
    {
        if (x.Type == y.Type)
        {
            if (!Transposition.TryRun(x, y)) Sweep.Run(new MoveKernel(y.Type.Bytes()), [x, y]);
        }
        else if (y.Type.IsComplex())
        {
            Run(x.Type.IsComplex() ? x.Part(0) : x, y.Part(0));
            Run(x.Type.IsComplex() ? x.Part(1) : new View(0, x.Dims, y.Type.Real()), y.Part(1));
        }
        else if (x.Type.IsComplex())
        {
            Run(x.Part(0), y);
        }
        else
        {
            switch (x.Type)
            {
                case DType.Bool: From<byte>(x, y); break;
                case DType.I32: From<int>(x, y); break;
                case DType.F32: From<float>(x, y); break;
                default: From<double>(x, y); break;
            }
        }
    }

    private static void From<T>(in View x, in View y) where T : unmanaged, INumber<T>
    {
        switch (y.Type)
        {
            case DType.Bool: Sweep.Run(new UnaryKernel<T, byte>(&Truth), [x, y]); break;
            case DType.I32: Sweep.Run(new UnaryKernel<T, int>(&TensorPrimitives.ConvertSaturating<T, int>), [x, y]); break;
            case DType.F32: Sweep.Run(new UnaryKernel<T, float>(&TensorPrimitives.ConvertTruncating<T, float>), [x, y]); break;
            default: Sweep.Run(new UnaryKernel<T, double>(&TensorPrimitives.ConvertTruncating<T, double>), [x, y]); break;
        }
    }

    private static void Truth<T>(ReadOnlySpan<T> x, Span<byte> y) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < x.Length; i++) y[i] = x[i] != T.Zero ? (byte)1 : (byte)0;
    }
}
