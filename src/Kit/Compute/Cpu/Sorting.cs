using System.Buffers;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>Positions that sort each row of the last axis: the same for any strides and threads, since a row is sorted by one thread and ties keep their order.</summary>
/// <remarks>
/// Every element becomes an unsigned key of the same order (sign bit flipped, negative floats complemented, both zeros one key, NaN above all). Short rows are sorted by
/// insertion; longer ones by counting the keys' bytes from the lowest up, which keeps ties in order and skips bytes that all keys share.
/// </remarks>
internal static unsafe class Sorting
{
    private const int Short = 32;

    public static void ArgSort(in View x, bool descending, in View y)
    {
        var (n, from, to, type) = (x.Dims[^1], x.Strides[^1] * x.Type.Bytes(), y.Strides[^1], x.Type);
        var rows = new Loop([new View(x.Storage!, x.Offset, x.Dims[..^1], x.Strides[..^1], x.Type), new View(y.Storage!, y.Offset, y.Dims[..^1], y.Strides[..^1], y.Type)]);
        Threads.For(checked((int)rows.Size), row =>
        {
            var own = rows;
            byte* source = Sweep.Address(&own, 0, row);
            var target = (int*)Sweep.Address(&own, 1, row);
            var (keys, order) = (ArrayPool<ulong>.Shared.Rent(2 * n), ArrayPool<int>.Shared.Rent(2 * n));
            for (var i = 0; i < n; i++) (keys[i], order[i]) = (Key(source + i * from, type, descending), i);
            var sorted = Sort(keys.AsSpan(0, n), keys.AsSpan(n, n), order.AsSpan(0, n), order.AsSpan(n, n));
            for (var i = 0; i < n; i++) target[i * to] = sorted[i];
            ArrayPool<ulong>.Shared.Return(keys);
            ArrayPool<int>.Shared.Return(order);
        });
        GC.KeepAlive(x.Storage);
        GC.KeepAlive(y.Storage);
    }

    /// <summary>A number whose order is that of the elements.</summary>
    private static ulong Key(byte* element, DType type, bool descending)
    {
        switch (type)
        {
            case DType.Bool: return descending ? (ulong)(1 - *element) : *element;
            case DType.I32:
                var whole = (uint)*(int*)element ^ 0x8000_0000u;
                return descending ? ~whole : whole;
            default:
                var value = type == DType.F64 ? *(double*)element : *(float*)element;
                if (double.IsNaN(value)) return ulong.MaxValue;
                var bits = BitConverter.DoubleToUInt64Bits(value + 0.0); // −0 + 0 = +0
                bits = bits >> 63 == 0 ? bits | 1UL << 63 : ~bits;
                return descending ? ~bits : bits;
        }
    }

    private static Span<int> Sort(Span<ulong> keys, Span<ulong> spareKeys, Span<int> order, Span<int> spareOrder)
    {
        if (keys.Length <= Short)
        {
            Insert(keys, order);
            return order;
        }

        var (all, any) = (ulong.MaxValue, 0UL);
        foreach (var key in keys) (all, any) = (all & key, any | key);
        for (var shift = 0; shift < 64; shift += 8)
        {
            if ((byte)((all ^ any) >> shift) == 0) continue;
            Distribute(keys, order, spareKeys, spareOrder, shift);
            var keysBefore = keys;
            var orderBefore = order;
            keys = spareKeys;
            order = spareOrder;
            spareKeys = keysBefore;
            spareOrder = orderBefore;
        }

        return order;
    }

    /// <summary>Moves keys to the places given by one of their bytes, equal bytes in their present order.</summary>
    [SkipLocalsInit]
    private static void Distribute(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> order, Span<ulong> toKeys, Span<int> toOrder, int shift)
    {
        Span<int> place = stackalloc int[257];
        place.Clear();
        foreach (var key in keys) place[(byte)(key >> shift) + 1]++;
        for (var b = 1; b < 257; b++) place[b] += place[b - 1];
        for (var i = 0; i < keys.Length; i++)
        {
            var to = place[(byte)(keys[i] >> shift)]++;
            (toKeys[to], toOrder[to]) = (keys[i], order[i]);
        }
    }

    private static void Insert(Span<ulong> keys, Span<int> order)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var (key, own, j) = (keys[i], order[i], i);
            for (; j > 0 && keys[j - 1] > key; j--) (keys[j], order[j]) = (keys[j - 1], order[j - 1]);
            (keys[j], order[j]) = (key, own);
        }
    }
}
