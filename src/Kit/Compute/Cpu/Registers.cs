namespace Kit.Compute.Cpu;

/// <summary>Kernels and places of a program: few slots, because one whose number is not read any more is used again.</summary>
/// <remarks>A place of 0 or more is a slot; ~v is operand v, the inputs first and then the outputs, which are computed where they stay.</remarks>
internal sealed class Registers
{
    private readonly RowCode code;
    private readonly int[] lastRead;

    /// <param name="program">What is done.</param>
    /// <param name="defer">Writes the outputs when all else is done, for outputs that lie where inputs are still to be read.</param>
    public Registers(ElementwiseProgram program, bool defer)
    {
        code = new(program);
        lastRead = new int[code.Count];
        for (var r = 0; r < code.Count; r++)
            foreach (var x in RowCode.Operands(code[r]).Where(_ => code.IsNeeded[r])) lastRead[x] = r;
        if (defer)
            foreach (var output in code.Outputs) lastRead[output] = code.Count;

        var (places, free, lines, constants) = (new int[code.Count], new Stack<int>(), new List<Line>(), new List<(int, Instruction)>());
        var inputs = program.Code.Count(line => line.IsInput);
        for (var r = 0; r < code.Count; r++)
        {
            var line = code[r];
            if (line.IsInput)
            {
                places[r] = ~line.Op;
                continue;
            }

            if (!code.IsNeeded[r]) continue;
            var output = defer ? -1 : Array.IndexOf(code.Outputs, r);
            var dead = RowCode.Operands(line).Distinct().Where(x => places[x] >= 0 && lastRead[x] == r && code[x].Step != Step.Constant).ToLookup(CanBecome);
            // A result may take the place of an operand, unless elements of another size or number would overwrite what is still to be read.
            bool CanBecome(int x) => code[x].Type.Bytes() == line.Type.Bytes() && code.IsCompact(x) == code.IsCompact(r);
            foreach (var x in dead[true]) free.Push(places[x]);
            places[r] = output >= 0 ? ~(inputs + output) : line.Step != Step.Constant && free.TryPop(out var slot) ? slot : Slots++;
            foreach (var x in dead[false]) free.Push(places[x]);
            if (line.Step == Step.Constant) constants.Add((places[r], line));
            else lines.Add(new(code.Kernel(r), [.. RowCode.Operands(line).Select(x => places[x]), places[r]], code.IsCompact(r) && line.Step != Step.Reduce));
        }

        if (defer)
            foreach (var (o, output) in code.Outputs.Index()) lines.Add(new(KernelTable.Convert(code[output].Type, code[output].Type), [places[output], ~(inputs + o)], false));
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
        for (var r = 0; r < code.Count; r++)
        {
            if (code[r] is not { IsInput: true } line || inputs[line.Op].Storage is not { } memory) continue;
            for (var o = 0; o < targets.Length; o++)
                if (ReferenceEquals(memory, targets[o].Storage) && lastRead[r] > code.Outputs[o]) return true;
        }

        return false;
    }

    /// <summary>A kernel and the places of its operands, the result last.</summary>
    /// <param name="Kernel">What is done.</param>
    /// <param name="Places">To what.</param>
    /// <param name="IsCompact">Whether to one number a row.</param>
    internal readonly record struct Line(IKernel Kernel, int[] Places, bool IsCompact);
}
