using System.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>Running sums along the last axis, each row from its first element on, compensated: as exact as a sum in twice the precision, rounded once.</summary>
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
            var (sum, lost) = (0.0, 0.0);
            for (var i = 0; i < n; i++)
            {
                // Knuth's exact error of each addition (The Art of Computer Programming 2, 4.2.2), collected beside the sum.
                var term = double.CreateTruncating(source[i * from]);
                var next = sum + term;
                var part = next - sum;
                lost += sum - (next - part) + (term - part);
                sum = next;
                // A sum that is infinite has no error to add.
                target[i * to] = T.CreateTruncating(double.IsFinite(lost) ? sum + lost : sum);
            }
        });
    }
}
