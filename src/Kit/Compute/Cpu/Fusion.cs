using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kit.Compute.Cpu;

/// <summary>An <see cref="ElementwiseProgram"/> made ready for the processor: the kernels of the single operations, called block by block on registers in the first-level cache.</summary>
/// <remarks>The kernels are those of unfused operations, so the results have the same bits; memory is passed over once, whatever the number of operations.</remarks>
internal sealed unsafe class Fusion
{
    private const int Piece = 1 << 15, Room = 24 << 10, RowsRoom = 64 << 10, OnStack = 1 << 17;
    private static readonly ConditionalWeakTable<ElementwiseProgram, Fusion> Known = [];

    private readonly ElementwiseProgram program;
    private readonly Registers registers, deferred;
    private readonly int block, piece, slotBytes;

    private Fusion(ElementwiseProgram program)
    {
        this.program = program;
        registers = new(program, defer: false);
        deferred = new(program, defer: true);
        var widest = program.Code.Max(line => line.Type.Bytes());
        block = Math.Clamp(Room / (Math.Max(registers.Slots, 1) * widest) / 128 * 128, 128, 1024);
        if (program.Row > 0) block = Math.Max(1, RowsRoom / ((registers.Slots + 1) * widest * program.Row)) * program.Row;
        piece = Math.Max(1, Piece / block) * block;
        slotBytes = (block * widest + 63) & ~63;
    }

    public static Fusion Of(ElementwiseProgram program) => Known.GetValue(program, p => new(p));

    public void Run(ReadOnlySpan<View> inputs, ReadOnlySpan<View> outputs)
    {
        var size = outputs[0].Size;
        if (size == 0) return;
        var operands = new Operand[inputs.Length + outputs.Length];
        for (var v = 0; v < operands.Length; v++) operands[v] = v < inputs.Length ? new(inputs[v], canBeFixed: true) : new(outputs[v - inputs.Length], canBeFixed: false);
        var plan = registers.Clash(inputs, outputs) ? deferred : registers;
        if (size < 2 * piece || Threads.Count == 1)
            Range(plan, operands, 0, size);
        else
            Threads.For((int)((size + piece - 1) / piece), i => Range(plan, operands, (long)i * piece, Math.Min((i + 1L) * piece, size)));
        foreach (ref readonly var view in inputs) GC.KeepAlive(view.Storage);
        foreach (ref readonly var view in outputs) GC.KeepAlive(view.Storage);
    }

    [SkipLocalsInit]
    private void Range(Registers plan, Operand[] operands, long start, long end)
    {
        var bytes = (plan.Slots + operands.Length) * slotBytes + 63;
        if (bytes > OnStack)
        {
            var room = Pool.Rent(bytes);
            Range(plan, operands, start, end, room);
            Pool.Return(room, bytes);
        }
        else
        {
            var room = stackalloc byte[bytes];
            Range(plan, operands, start, end, (byte*)(((nint)room + 63) & ~63));
        }
    }

    private void Range(Registers plan, Operand[] operands, long start, long end, byte* slots)
    {
        var buffers = slots + plan.Slots * slotBytes;
        var at = stackalloc byte*[operands.Length];
        var most = (int)Math.Min(block, end - start);
        foreach (var (slot, line) in plan.Constants) Operand.Of(line).Fill(slots + slot * slotBytes, most);
        for (var v = 0; v < operands.Length; v++)
            if (operands[v].IsFixed) operands[v].Fill(at[v] = buffers + v * slotBytes, most);

        var arguments = stackalloc byte*[4];
        var firstOutput = operands.Length - program.Outputs.Count;
        for (var position = start; position < end; position += block)
        {
            var count = (int)Math.Min(block, end - position);
            for (var v = 0; v < operands.Length; v++)
                if (!operands[v].IsFixed) at[v] = operands[v].At(position, count, buffers + v * slotBytes, gather: v < firstOutput);
            if (Sse.IsSupported && position + 2 * block <= end)
                for (var v = 0; v < firstOutput; v++) operands[v].Prefetch(position + block, block);
            foreach (ref readonly var line in plan.Lines.AsSpan())
            {
                for (var k = 0; k < line.Places.Length; k++)
                {
                    var place = line.Places[k];
                    arguments[k] = place < 0 ? at[~place] : slots + place * slotBytes;
                }

                line.Kernel.Invoke(arguments, line.IsCompact ? count / program.Row : count);
            }

            for (var v = firstOutput; v < operands.Length; v++) operands[v].Scatter(position, count, at[v]);
        }
    }

    /// <summary>Where the elements of an input or output are.</summary>
    private readonly struct Operand
    {
        private readonly byte* start;
        private readonly int size;
        private readonly Loop[]? walk;
        private readonly (ulong, ulong) bits;

        public Operand(in View view, bool canBeFixed)
        {
            size = view.Type.Bytes();
            if (view.Storage is null)
            {
                fixed ((ulong, ulong)* p = &bits) Loop.Encode((byte*)p, view.Value, view.Type);
                IsFixed = true;
            }
            else
            {
                start = CpuBackend.Pointer(view);
                if (view.IsContiguous) return;
                walk = [new([view])];
                IsFixed = canBeFixed && walk[0].Rank == 1 && walk[0].Strides[0] == 0;
            }
        }

        /// <summary>All elements are one.</summary>
        public bool IsFixed { get; }

        public static Operand Of(Instruction constant) => new(new View(constant.Value, [], constant.Type), canBeFixed: true);

        public void Fill(byte* target, int count)
        {
            fixed ((ulong, ulong)* p = &bits) Strided.Copy(start == null ? (byte*)p : start, 0, target, size, count, size);
        }

        /// <summary>The address of so many elements in a row, in the buffer if they are not so in memory.</summary>
        public byte* At(long position, int count, byte* buffer, bool gather)
        {
            if (walk is null) return start + position * size;
            if (gather) Walk(position, count, buffer, scatter: false);
            return buffer;
        }

        /// <summary>Calls for elements that come next: while a block is worked on in the first-level cache, memory is idle.</summary>
        public void Prefetch(long position, int count)
        {
            if (walk is not null || IsFixed) return;
            for (byte* p = start + position * size, behind = p + (long)count * size; p < behind; p += 64) Sse.Prefetch1(p);
        }

        public void Scatter(long position, int count, byte* buffer)
        {
            if (walk is not null) Walk(position, count, buffer, scatter: true);
        }

        private void Walk(long position, int count, byte* buffer, bool scatter)
        {
            fixed (Loop* loop = walk) Strided.Walk(loop, 0, position, count, buffer, scatter);
        }
    }
}
