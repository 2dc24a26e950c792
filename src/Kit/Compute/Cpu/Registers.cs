namespace Kit.Compute.Cpu;

/// <summary>Kernels and places of a program: few slots, because one whose number is not read any more is used again.</summary>
/// <remarks>A place of 0 or more is a slot; ~v is operand v, the inputs first and then the outputs, which are computed where they stay.</remarks>
internal sealed class Registers
{
    private readonly ElementwiseProgram program;
    private readonly int[] lastRead;

    /// <param name="program">What is done.</param>
    /// <param name="defer">Writes the outputs when all else is done, for outputs that lie where inputs are still to be read.</param>
    public Registers(ElementwiseProgram program, bool defer)
    {
        this.program = program;
        var code = program.Code;
        lastRead = new int[code.Count];
        for (var r = 0; r < code.Count; r++)
            foreach (var x in Operands(code[r])) lastRead[x] = r;
        if (defer)
            foreach (var output in program.Outputs) lastRead[output] = code.Count;

        var (places, free, lines, constants) = (new int[code.Count], new Stack<int>(), new List<Line>(), new List<(int, Instruction)>());
        var (outputs, inputs) = (program.Outputs.ToArray(), code.Count(line => line.Step == Step.Input));
        for (var r = 0; r < code.Count; r++)
        {
            var line = code[r];
            if (line.Step == Step.Input)
            {
                places[r] = ~line.Op;
                continue;
            }

            var output = defer ? -1 : Array.IndexOf(outputs, r);
            var dead = Operands(line).Distinct().Where(x => places[x] >= 0 && lastRead[x] == r && code[x].Step != Step.Constant).ToArray();
            // A result may take the place of an operand, unless elements of another size would overwrite what is still to be read.
            var inPlace = Operands(line).All(x => code[x].Type.Bytes() == line.Type.Bytes());
            if (inPlace) Release();
            places[r] = output >= 0 ? ~(inputs + output) : line.Step != Step.Constant && free.TryPop(out var slot) ? slot : Slots++;
            if (!inPlace) Release();
            if (line.Step == Step.Constant) constants.Add((places[r], line));
            else lines.Add(new(Kernel(line), [.. Operands(line).Select(x => places[x]), places[r]]));

            void Release()
            {
                foreach (var x in dead) free.Push(places[x]);
            }
        }

        if (defer)
            foreach (var (o, output) in program.Outputs.Index()) lines.Add(new(KernelTable.Convert(code[output].Type, code[output].Type), [places[output], ~(inputs + o)]));
        (Lines, Constants) = ([.. lines], [.. constants]);
    }

    /// <summary>Number of slots.</summary>
    public int Slots { get; }

    /// <summary>The operations in order.</summary>
    public Line[] Lines { get; }

    /// <summary>Slots that hold one number throughout.</summary>
    public (int Slot, Instruction Line)[] Constants { get; }

    /// <summary>True where an output would overwrite an input before it is read for the last time.</summary>
    public bool Clash(ReadOnlySpan<View> inputs, ReadOnlySpan<View> outputs)
    {
        for (var r = 0; r < program.Code.Count; r++)
        {
            if (program.Code[r] is not { Step: Step.Input } line || inputs[line.Op].Storage is not { } memory) continue;
            for (var o = 0; o < outputs.Length; o++)
                if (ReferenceEquals(memory, outputs[o].Storage) && lastRead[r] > program.Outputs[o]) return true;
        }

        return false;
    }

    private static IEnumerable<int> Operands(Instruction line) => new[] { line.A, line.B, line.C }.Where(x => x >= 0);

    private IKernel Kernel(Instruction line) => line.Step switch
    {
        Step.Unary => KernelTable.Of((UnaryOp)line.Op, program.Code[line.A].Type),
        Step.Binary => KernelTable.Of((BinaryOp)line.Op, program.Code[line.A].Type),
        Step.Reduce => KernelTable.Row((ReduceOp)line.Op, line.Type, program.Row),
        Step.Select => KernelTable.Select(line.Type),
        _ => KernelTable.Convert(program.Code[line.A].Type, line.Type),
    };

    /// <summary>A kernel and the places of its operands, the result last.</summary>
    internal readonly record struct Line(IKernel Kernel, int[] Places);
}
