using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>Reductions over trailing axes: each output is folded along one fixed tree, whatever the strides and threads.</summary>
internal static unsafe class Reduction
{
    public static void Run(ReduceOp op, in View x, int axes, in View y)
    {
        if (x.Type.IsComplex())
        {
            if (op != ReduceOp.Sum) throw new NotSupportedException($"{op} of complex numbers");
            Run(op, x.Part(0), axes, y.Part(0));
            Run(op, x.Part(1), axes, y.Part(1));
            return;
        }

        switch (x.Type)
        {
            case DType.F64: Of<double>(op, x, axes, y); break;
            case DType.F32: Of<float>(op, x, axes, y); break;
            case DType.I32: Of<int>(op, x, axes, y); break;
            default: Of<byte>(op, x, axes, y); break;
        }

        GC.KeepAlive(x.Storage);
        GC.KeepAlive(y.Storage);
    }

    private static void Of<T>(ReduceOp op, in View x, int axes, in View y) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        switch (op)
        {
            case ReduceOp.Sum: new Fold<T, AddFold<T>>(x, axes, y).Run(); break;
            case ReduceOp.Prod: new Fold<T, MultiplyFold<T>>(x, axes, y).Run(); break;
            case ReduceOp.Min or ReduceOp.All: new Fold<T, MinFold<T>>(x, axes, y).Run(); break;
            case ReduceOp.Max or ReduceOp.Any: new Fold<T, MaxFold<T>>(x, axes, y).Run(); break;
            case ReduceOp.ArgMin: Extreme<T>.Run(x, axes, y, -1); break;
            default: Extreme<T>.Run(x, axes, y, 1); break;
        }
    }

    /// <summary>The kept axes of x beside y, and the reduced axes of x alone.</summary>
    public static (Loop Outer, Loop Inner) Axes(in View x, int axes, in View y)
    {
        var kept = x.Rank - axes;
        var outer = new Loop([new View(x.Storage!, x.Offset, x.Dims[..kept], x.Strides[..kept], x.Type), y]);
        var inner = new Loop([new View(x.Storage!, x.Offset, x.Dims[kept..], x.Strides[kept..], x.Type)]);
        return (outer, inner);
    }

    /// <summary>One reduction with one fold.</summary>
    private sealed class Fold<T, TFold> where T : unmanaged where TFold : struct, IFold<T>
    {
        private const int Leaf = Tree<T, TFold>.Leaf;
        private const int Chunk = Tree<T, TFold>.Chunk;
        private const int Tile = 64;
        private Loop outer, inner;

        public Fold(in View x, int axes, in View y) => (outer, inner) = Axes(x, axes, y);

        public void Run()
        {
            var chunks = (int)Math.Max(1, (inner.Size + Chunk - 1) / Chunk);
            var tiles = (int)((outer.Size + Tile - 1) / Tile);
            if (outer.Size * inner.Size < 1 << 15)
                for (var t = 0; t < tiles; t++) FoldTile(t);
            else if (tiles >= 8 || chunks == 1)
                Threads.For(tiles, FoldTile);
            else
                for (var j = 0L; j < outer.Size; j++) FoldWide(j, chunks);
        }

        /// <summary>One output, its chunks shared among the threads.</summary>
        private void FoldWide(long j, int chunks)
        {
            var parts = new T[chunks];
            Threads.For(chunks, c => parts[c] = FoldChunk(j, c));
            Write(j, Join(parts));
        }

        private void FoldTile(int tile)
        {
            var first = (long)tile * Tile;
            var last = Math.Min(first + Tile, outer.Size);
            fixed (Loop* o = &outer)
            {
                var adjacent = o->Strides[0] == sizeof(T) && last - first > 4 && first / o->Dims[0] == (last - 1) / o->Dims[0];
                if (adjacent && !inner.IsLinear(0))
                {
                    FoldAdjacent(first, (int)(last - first));
                    return;
                }
            }

            var chunks = (int)Math.Max(1, (inner.Size + Chunk - 1) / Chunk);
            for (var j = first; j < last; j++)
            {
                if (chunks == 1)
                {
                    Write(j, FoldChunk(j, 0));
                    continue;
                }

                var top = default(Tree<T, TFold>.Counter);
                for (var c = 0; c < chunks; c++) top.Add(FoldChunk(j, c));
                Write(j, top.Total());
            }
        }

        /// <summary>Outputs whose elements lie side by side: their leaves are folded together, row after row.</summary>
        [SkipLocalsInit]
        private void FoldAdjacent(long first, int width)
        {
            var room = stackalloc T[Tree<T, TFold>.RowsRoom(Tile)];
            var rows = stackalloc T*[Leaf];
            var single = inner.Size <= Leaf;
            var counters = new Tree<T, TFold>.Counter[single ? 0 : 2 * width];
            fixed (Loop* o = &outer, i = &inner)
            {
                var shift = Sweep.Address(o, 0, first) - (byte*)i->Bases[0];
                for (var start = 0L; start < inner.Size; start += Leaf)
                {
                    var count = (int)Math.Min(Leaf, inner.Size - start);
                    for (var r = 0; r < count; r++)
                        rows[r] = (T*)((i->Rank == 1 ? (byte*)i->Bases[0] + (start + r) * i->Strides[0] : Sweep.Address(i, 0, start + r)) + shift);
                    Tree<T, TFold>.FoldRows(rows, count, width, room);
                    for (var c = 0; c < width && !single; c++)
                    {
                        counters[c].Add(room[c]);
                        if ((start + Leaf) % Chunk != 0 && start + Leaf < inner.Size) continue;
                        counters[width + c].Add(counters[c].Total());
                        counters[c] = default;
                    }
                }
            }

            for (var c = 0; c < width; c++) Write(first + c, single ? inner.Size == 0 ? TFold.Identity : room[c] : counters[width + c].Total());
        }

        [SkipLocalsInit]
        private T FoldChunk(long j, int chunk)
        {
            var buffer = stackalloc T[Leaf];
            var counter = default(Tree<T, TFold>.Counter);
            var end = Math.Min((chunk + 1L) * Chunk, inner.Size);
            var own = inner;
            fixed (Loop* o = &outer) own.Bases[0] = (long)Sweep.Address(o, 0, j);
            if (own.IsLinear(0)) return Tree<T, TFold>.FoldChunk((T*)own.Bases[0] + (long)chunk * Chunk, (int)(end - (long)chunk * Chunk));
            for (var start = (long)chunk * Chunk; start < end; start += Leaf)
            {
                var count = (int)Math.Min(Leaf, end - start);
                Strided.Walk(&own, 0, start, count, (byte*)buffer, scatter: false);
                counter.Add(Tree<T, TFold>.FoldBuffer(buffer, count));
            }

            return counter.Total();
        }

        private static T Join(T[] parts)
        {
            var counter = default(Tree<T, TFold>.Counter);
            foreach (var part in parts) counter.Add(part);
            return counter.Total();
        }

        private void Write(long j, T value)
        {
            fixed (Loop* o = &outer) *(T*)Sweep.Address(o, 1, j) = value;
        }
    }

    /// <summary>The place of the extreme element: the first of equals, or the first NaN.</summary>
    private static class Extreme<T> where T : unmanaged, INumber<T>
    {
        private const int Block = 256;

        public static void Run(in View x, int axes, in View y, int sign)
        {
            var (outer, inner) = Axes(x, axes, y);
            Threads.For((int)Math.Min(outer.Size * inner.Size < 1 << 15 ? 1 : 64, Math.Max(outer.Size, 1)), piece =>
            {
                var (o, i, pieces) = (outer, inner, Math.Min(outer.Size * inner.Size < 1 << 15 ? 1 : 64, outer.Size));
                for (var j = piece * outer.Size / Math.Max(pieces, 1); j < (piece + 1) * outer.Size / Math.Max(pieces, 1); j++)
                {
                    i.Bases[0] = (long)Sweep.Address(&o, 0, j);
                    *(int*)Sweep.Address(&o, 1, j) = Find(&i, sign);
                }
            });
        }

        private static int Find(Loop* inner, int sign)
        {
            var buffer = stackalloc T[Block];
            var (best, place) = (default(T), -1);
            for (var start = 0L; start < inner->Size; start += Block)
            {
                var count = (int)Math.Min(Block, inner->Size - start);
                Strided.Walk(inner, 0, start, count, (byte*)buffer, scatter: false);
                for (var k = 0; k < count; k++)
                {
                    if (place >= 0 && !T.IsNaN(buffer[k]) && (sign > 0 ? buffer[k] <= best : buffer[k] >= best)) continue;
                    (best, place) = (buffer[k], (int)(start + k));
                    if (T.IsNaN(best)) return place;
                }
            }

            return place;
        }
    }
}
