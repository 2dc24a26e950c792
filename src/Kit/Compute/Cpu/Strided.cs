using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kit.Compute.Cpu;

/// <summary>Moves elements between strided memory and contiguous blocks.</summary>
internal static unsafe class Strided
{
    /// <summary>Moves <paramref name="count"/> elements of view v, from a linear position on, into the buffer or out of it.</summary>
    public static void Walk(Loop* loop, int v, long position, int count, byte* buffer, bool scatter)
    {
        var index = stackalloc long[Loop.MaxRank];
        var address = Sweep.Address(loop, v, position);
        for (var k = 0; k < loop->Rank; k++) (position, index[k]) = Math.DivRem(position, loop->Dims[k]);
        var size = loop->Sizes[v];
        var stride = loop->Strides[v];
        while (count > 0)
        {
            var run = (int)Math.Min(count, loop->Dims[0] - index[0]);
            if (scatter) Copy(buffer, size, address, stride, run, size);
            else Copy(address, stride, buffer, size, run, size);
            buffer += (long)run * size;
            count -= run;
            address += run * stride;
            index[0] += run;
            for (var k = 0; k < loop->Rank - 1 && index[k] == loop->Dims[k]; k++)
            {
                address += loop->Strides[(k + 1) * Loop.MaxViews + v] - loop->Dims[k] * loop->Strides[k * Loop.MaxViews + v];
                index[k] = 0;
                index[k + 1]++;
            }
        }
    }

    /// <summary>Copies elements of 1, 4, 8 or 16 bytes; strides in bytes.</summary>
    public static void Copy(byte* source, long sourceStride, byte* target, long targetStride, long count, int size)
    {
        if (sourceStride == size && targetStride == size && count > 4)
        {
            Buffer.MemoryCopy(source, target, count * size, count * size);
            return;
        }

        switch (size)
        {
            case 1: Copy<byte>(source, sourceStride, target, targetStride, count); break;
            case 4:
                var done = sourceStride == 8 && targetStride == 4 ? Halve((ulong*)source, (uint*)target, count) : 0;
                Copy<uint>(source + done * sourceStride, sourceStride, target + done * targetStride, targetStride, count - done);
                break;
            case 8: Copy<ulong>(source, sourceStride, target, targetStride, count); break;
            default: Copy<(ulong, ulong)>(source, sourceStride, target, targetStride, count); break;
        }
    }

    /// <summary>The first of each pair of elements, while whole vectors of pairs lie before the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Halve(ulong* source, uint* target, long count)
    {
        var w = Vector512<ulong>.Count;
        var i = 0L;
        for (; i + 2 * w < count; i += 2 * w) Vector512.Narrow(Vector512.Load(source + i), Vector512.Load(source + i + w)).Store(target + i);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<T>(byte* source, long sourceStride, byte* target, long targetStride, long count) where T : unmanaged
    {
        if (sourceStride == 0 && targetStride == sizeof(T))
        {
            new Span<T>(target, (int)count).Fill(*(T*)source);
            return;
        }

        for (var i = 0L; i < count; i++)
        {
            *(T*)target = *(T*)source;
            source += sourceStride;
            target += targetStride;
        }
    }
}
