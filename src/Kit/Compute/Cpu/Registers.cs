namespace Kit.Compute.Cpu;

/// <summary>Kernels and places of a program: few slots, because one whose number is not read any more is used again.</summary>
/// <remarks>A place of 0 or more is a slot; ~v is operand v, the inputs first and then the outputs, which are computed where they stay.</remarks>
internal sealed class Registers
{
    private readonly Instruction[] code;
    private readonly bool[] compact;
    private readonly int[] lastRead, outputs;
    private readonly int row;

    /// <param name="program">What is done.</param>
    /// <param name="defer">Writes the outputs when all else is done, for outputs that lie where inputs are still to be read.</param>
    public Registers(ElementwiseProgram program, bool defer)
    {
        row = program.Row;
        (code, compact, outputs) = Compacted(program);
        lastRead = new int[code.Length];
        for (var r = 0; r < code.Length; r++)
            foreach (var x in Operands(code[r])) lastRead[x] = r;
        if (defer)
            foreach (var output in outputs) lastRead[output] = code.Length;

        var (places, free, lines, constants) = (new int[code.Length], new Stack<int>(), new List<Line>(), new List<(int, Instruction)>());
        var inputs = code.Count(line => line.Step == Step.Input);
        for (var r = 0; r < code.Length; r++)
        {
            var line = code[r];
            if (line.Step == Step.Input)
            {
                places[r] = ~line.Op;
                continue;
            }

            var output = defer ? -1 : Array.IndexOf(outputs, r);
            var dead = Operands(line).Distinct().Where(x => places[x] >= 0 && lastRead[x] == r && code[x].Step != Step.Constant).ToArray();
            // A result may take the place of an operand, unless elements of another size or number would overwrite what is still to be read.
            var inPlace = Operands(line).All(x => code[x].Type.Bytes() == line.Type.Bytes() && compact[x] == compact[r]);
            if (inPlace) Release();
            places[r] = output >= 0 ? ~(inputs + output) : line.Step != Step.Constant && free.TryPop(out var slot) ? slot : Slots++;
            if (!inPlace) Release();
            if (line.Step == Step.Constant) constants.Add((places[r], line));
            else lines.Add(new(Kernel(line, r), [.. Operands(line).Select(x => places[x]), places[r]], compact[r] && line.Step != Step.Reduce));

            void Release()
            {
                foreach (var x in dead) free.Push(places[x]);
            }
        }

        if (defer)
            foreach (var (o, output) in outputs.Index()) lines.Add(new(KernelTable.Convert(code[output].Type, code[output].Type), [places[output], ~(inputs + o)], false));
        (Lines, Constants) = ([.. lines], [.. constants]);
    }

    /// <summary>Number of slots.</summary>
    public int Slots { get; }

    /// <summary>The operations in order.</summary>
    public Line[] Lines { get; }

    /// <summary>Slots that hold one number throughout.</summary>
    public (int Slot, Instruction Line)[] Constants { get; }

    /// <summary>True where an output would overwrite an input before it is read for the last time.</summary>
    public bool Clash(ReadOnlySpan<View> inputs, ReadOnlySpan<View> targets)
    {
        for (var r = 0; r < code.Length; r++)
        {
            if (code[r] is not { Step: Step.Input } line || inputs[line.Op].Storage is not { } memory) continue;
            for (var o = 0; o < targets.Length; o++)
                if (ReferenceEquals(memory, targets[o].Storage) && lastRead[r] > outputs[o]) return true;
        }

        return false;
    }

    private static IEnumerable<int> Operands(Instruction line) => new[] { line.A, line.B, line.C }.Where(x => x >= 0);

    /// <summary>The code with results of reductions, and what follows from them alone, as one number a row; they are spread along the row where they meet others.</summary>
    private static (Instruction[] Code, bool[] Compact, int[] Outputs) Compacted(ElementwiseProgram program)
    {
        var (code, compact, places, wide) = (new List<Instruction>(), new List<bool>(), new int[program.Code.Count], new Dictionary<int, int>());
        int Wide(int r)
        {
            if (r < 0 || !compact[r]) return r;
            if (wide.TryGetValue(r, out var spread)) return spread;
            Add(new(Step.Cast, code[r].Type, A: r), false);
            return wide[r] = code.Count - 1;
        }

        void Add(Instruction line, bool isCompact)
        {
            code.Add(line);
            compact.Add(isCompact);
        }

        for (var r = 0; r < places.Length; r++)
        {
            var line = program.Code[r];
            var operands = Operands(line).Select(x => places[x]).ToArray();
            // A constant fills its slot, so it serves both kinds.
            var narrow = line.Step is not (Step.Input or Step.Constant or Step.Reduce) && operands.Any(x => compact[x]) && operands.All(x => compact[x] || code[x].Step == Step.Constant);
            int At(int x) => x < 0 ? -1 : narrow ? places[x] : Wide(places[x]);
            line = line with { A = At(line.A), B = At(line.B), C = At(line.C) };
            Add(line, narrow || line.Step == Step.Reduce);
            places[r] = code.Count - 1;
        }

        int[] outputs = [.. program.Outputs.Select(output => Wide(places[output]))];
        return ([.. code], [.. compact], outputs);
    }

    private IKernel Kernel(Instruction line, int r) => line.Step switch
    {
        Step.Unary => KernelTable.Of((UnaryOp)line.Op, code[line.A].Type),
        Step.Binary => KernelTable.Of((BinaryOp)line.Op, code[line.A].Type),
        Step.Reduce => KernelTable.Row((ReduceOp)line.Op, line.Type, row),
        Step.Select => KernelTable.Select(line.Type),
        _ => compact[line.A] && !compact[r] ? new SpreadKernel(line.Type.Bytes(), row) : KernelTable.Convert(code[line.A].Type, line.Type),
    };

    /// <summary>A kernel and the places of its operands, the result last.</summary>
    /// <param name="Kernel">What is done.</param>
    /// <param name="Places">To what.</param>
    /// <param name="IsCompact">Whether to one number a row.</param>
    internal readonly record struct Line(IKernel Kernel, int[] Places, bool IsCompact);
}
