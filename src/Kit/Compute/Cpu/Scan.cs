using System.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>Running sums along the last axis, each row from its first element on.</summary>
internal static unsafe class Scan
{
    public static void Run(in View x, in View y)
    {
        if (x.Type.IsComplex())
        {
            Run(x.Part(0), y.Part(0));
            Run(x.Part(1), y.Part(1));
        }
        else if (x.Type == DType.F64) Of<double>(x, y);
        else Of<float>(x, y);
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(y.Storage);
    }

    private static void Of<T>(in View x, in View y) where T : unmanaged, INumber<T>
    {
        var (n, from, to) = (x.Dims[^1], x.Strides[^1], y.Strides[^1]);
        var rows = new Loop([new View(x.Storage!, x.Offset, x.Dims[..^1], x.Strides[..^1], x.Type), new View(y.Storage!, y.Offset, y.Dims[..^1], y.Strides[..^1], y.Type)]);
        Threads.For((int)rows.Size, row =>
        {
            var own = rows;
            T* source = (T*)Sweep.Address(&own, 0, row), target = (T*)Sweep.Address(&own, 1, row);
            var sum = T.Zero;
            for (var i = 0; i < n; i++) target[i * to] = sum += source[i * from];
        });
    }
}
