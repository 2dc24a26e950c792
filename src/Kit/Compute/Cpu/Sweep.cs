using System.Runtime.CompilerServices;

namespace Kit.Compute.Cpu;

/// <summary>An elementwise kernel: reads and writes <c>count</c> contiguous elements of each operand, the output last.</summary>
internal unsafe interface IKernel
{
    void Invoke(byte** operands, int count);
}

/// <summary>The one driver of all elementwise work: whatever the strides, the kernel sees contiguous runs.</summary>
/// <remarks>
/// Long inner runs go to the kernel in place; short or strided ones are gathered into blocks that stay in the first-level cache. So a
/// kernel exists once, and its results do not depend on strides. Work is cut into fixed pieces, so they do not depend on threads either.
/// </remarks>
internal static unsafe class Sweep
{
    public const int Block = 512;
    private const int Piece = 1 << 15;
    private const int LongRun = 32;

    public static void Run(IKernel kernel, ReadOnlySpan<View> views)
    {
        var loop = new Loop(views);
        if (loop.Size == 0) return;
        if (loop.Size < 2 * Piece || Threads.Count == 1)
            Range(kernel, ref loop, 0, loop.Size);
        else
            Split(kernel, loop);
        foreach (ref readonly var view in views) GC.KeepAlive(view.Storage);
    }

    private static void Split(IKernel kernel, Loop loop) =>
        Threads.For((int)((loop.Size + Piece - 1) / Piece), piece =>
        {
            var own = loop;
            var start = (long)piece * Piece;
            Range(kernel, ref own, start, Math.Min(start + Piece, own.Size));
        });

    [SkipLocalsInit]
    private static void Range(IKernel kernel, ref Loop loop, long start, long end)
    {
        var buffers = stackalloc Int128[Block * Loop.MaxViews];
        fixed (Loop* p = &loop)
        {
            if (p->Rank == 1 || p->Dims[0] >= LongRun ? p->HasPlainRuns() : p->Size == 1) Direct(kernel, p, start, end, (byte*)buffers);
            else Blocks(kernel, p, start, end, (byte*)buffers);
        }
    }

    private static byte* Buffer(byte* buffers, int v) => buffers + v * Block * sizeof(Int128);

    /// <summary>Calls the kernel on inner runs in place; an operand that is constant along the run is spread over a buffer.</summary>
    private static void Direct(IKernel kernel, Loop* loop, long start, long end, byte* buffers)
    {
        var operands = stackalloc byte*[Loop.MaxViews];
        var spread = stackalloc byte*[Loop.MaxViews];
        var limit = long.MaxValue;
        for (var v = 0; v < loop->Views; v++)
        {
            spread[v] = null;
            if (loop->Strides[v] == 0 && loop->Dims[0] > 1 || loop->Bases[v] == 0) limit = Block;
        }

        for (var position = start; position < end;)
        {
            var inner = position % loop->Dims[0];
            var count = (int)Math.Min(Math.Min(loop->Dims[0] - inner, end - position), Math.Min(limit, 1 << 30));
            for (var v = 0; v < loop->Views; v++)
            {
                var address = Address(loop, v, position);
                if (limit == Block && loop->Strides[v] == 0)
                {
                    if (spread[v] != address) Spread(address, Buffer(buffers, v), (int)Math.Min(loop->Dims[0], Block), loop->Sizes[v]);
                    spread[v] = address;
                    address = Buffer(buffers, v);
                }

                operands[v] = address;
            }

            kernel.Invoke(operands, count);
            position += count;
        }
    }

    /// <summary>Gathers blocks of every operand that is not linear, calls the kernel, scatters the output.</summary>
    private static void Blocks(IKernel kernel, Loop* loop, long start, long end, byte* buffers)
    {
        var operands = stackalloc byte*[Loop.MaxViews];
        var last = loop->Views - 1;
        for (var position = start; position < end; position += Block)
        {
            var count = (int)Math.Min(Block, end - position);
            for (var v = 0; v <= last; v++)
            {
                operands[v] = loop->IsLinear(v) ? Address(loop, v, position) : Buffer(buffers, v);
                if (v < last && !loop->IsLinear(v)) Strided.Walk(loop, v, position, count, operands[v], scatter: false);
            }

            kernel.Invoke(operands, count);
            if (!loop->IsLinear(last)) Strided.Walk(loop, last, position, count, operands[last], scatter: true);
        }
    }

    /// <summary>The address of a linear position in view v.</summary>
    public static byte* Address(Loop* loop, int v, long position)
    {
        if (loop->Bases[v] == 0) return (byte*)&loop->Constants[2 * v];
        var address = (byte*)loop->Bases[v];
        for (var k = 0; k < loop->Rank - 1; k++)
        {
            (position, var index) = Math.DivRem(position, loop->Dims[k]);
            address += index * loop->Strides[k * Loop.MaxViews + v];
        }

        return address + position * loop->Strides[(loop->Rank - 1) * Loop.MaxViews + v];
    }

    private static void Spread(byte* source, byte* buffer, int count, int size) => Strided.Copy(source, 0, buffer, size, count, size);
}
