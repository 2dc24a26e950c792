using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>Fills memory with random numbers: element i depends on its counter alone, so pieces may be filled in any order.</summary>
internal static unsafe class RandomFill
{
    /// <summary>Elements a batch; a whole number of Philox blocks of either precision.</summary>
    private const int Batch = 1024;

    private const double TwoToMinus32 = 1.0 / (1L << 32);

    public static void Run(RandomLaw law, ulong seed, ulong stream, ulong block, ulong bound, in View y)
    {
        var (size, type, memory) = (y.Size, y.Type, (nint)CpuBackend.Pointer(y));
        var perBlock = type == DType.F32 ? 4 : 2;
        Threads.For((int)((size + Batch - 1) / Batch), piece =>
        {
            var first = (long)piece * Batch;
            var count = (int)Math.Min(Batch, size - first);
            var start = block + (ulong)(first / perBlock);
            Span<ulong> words = stackalloc ulong[type == DType.F32 ? Batch / 2 : Batch];
            Philox.Words(seed, stream, start, words);
            Fill(law, type, words, bound, (byte*)memory + first * type.Bytes(), count);
        });
        GC.KeepAlive(y.Storage);
    }

    /// <summary>Fills y from the words of its blocks; F32 takes a word for two elements, the others one for each.</summary>
    [SkipLocalsInit]
    private static void Fill(RandomLaw law, DType type, ReadOnlySpan<ulong> words, ulong bound, byte* y, int count)
    {
        switch (law, type)
        {
            case (RandomLaw.Integer, _):
                for (var i = 0; i < count; i++) ((int*)y)[i] = (int)(uint)Math.BigMul(words[i], bound, out _);
                break;
            case (RandomLaw.Uniform, DType.F32):
                for (var i = 0; i < count; i++) ((float*)y)[i] = Philox.ToUnit((uint)(words[i / 2] >> 32 * (i & 1)));
                break;
            case (RandomLaw.Uniform, _):
                for (var i = 0; i < count; i++) ((double*)y)[i] = Philox.ToUnit(words[i]);
                break;
            default:
                Span<double> normal = stackalloc double[Batch];
                Normal(words, type == DType.F32, normal);
                if (type == DType.F64) normal[..count].CopyTo(new(y, count));
                else TensorPrimitives.ConvertTruncating(normal[..count], new Span<float>(y, count));
                break;
        }
    }

    /// <summary>Radius and angle of each pair: 53 bits each from two words, or for F32 32 bits each from one word, computed in F64 all the same.</summary>
    [SkipLocalsInit]
    private static void Normal(ReadOnlySpan<ulong> words, bool single, Span<double> normal)
    {
        Span<double> radius = stackalloc double[Batch / 2], angle = stackalloc double[Batch / 2];
        for (var i = 0; i < Batch / 2; i++)
            (radius[i], angle[i]) = single
                ? (((uint)words[i] + 1.0) * TwoToMinus32, (words[i] >> 32) * TwoToMinus32)
                : (1 - Philox.ToUnit(words[2 * i]), Philox.ToUnit(words[2 * i + 1]));
        BoxMuller(radius, angle, normal);
    }

    /// <summary>z = √(−2 ln u)·(cos 2πv, sin 2πv), the pairs interleaved.</summary>
    private static void BoxMuller(Span<double> u, Span<double> v, Span<double> normal)
    {
        TensorPrimitives.Log(u, u);
        TensorPrimitives.Multiply(u, -2.0, u);
        TensorPrimitives.Sqrt(u, u);
        for (var i = 0; i < u.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * v[i]);
            (normal[2 * i], normal[2 * i + 1]) = (u[i] * cosine, u[i] * sine);
        }
    }
}
