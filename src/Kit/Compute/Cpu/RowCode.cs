using System.Numerics;

namespace Kit.Compute.Cpu;

/// <summary>A program's code as it is run: results of reductions, and what follows from them alone, are compact, one number a row.</summary>
/// <remarks>
/// Compact numbers are spread along the row where they meet others, except in arithmetic that takes them as they are. What normalises rows, the sum of
/// (x − μ)², (x − μ)·s and e^(x − m), is one kernel each, with the roundings of the single operations, so that a row is passed over a few times only.
/// </remarks>
internal sealed class RowCode
{
    private readonly List<Instruction> code = [];
    private readonly List<bool> compact = [];
    private readonly List<IKernel?> kernels = [];
    private readonly int row;

    public RowCode(ElementwiseProgram program)
    {
        row = program.Row;
        var (places, wide) = (new int[program.Code.Count], new Dictionary<int, int>());
        int Wide(int r)
        {
            if (r < 0 || !compact[r]) return r;
            if (wide.TryGetValue(r, out var spread)) return spread;
            Add(new(Step.Cast, code[r].Type, A: r), false, null);
            return wide[r] = code.Count - 1;
        }

        for (var r = 0; r < places.Length; r++)
        {
            var line = program.Code[r];
            var operands = Operands(line).Select(x => places[x]).ToArray();
            // A number fills its slot, so it serves both kinds.
            var narrow = line.Step != Step.Reduce && operands.Any(x => compact[x]) && operands.All(x => compact[x] || code[x].IsNumber);
            int At(int x) => x < 0 ? -1 : narrow ? places[x] : Wide(places[x]);
            if (narrow || !TakesRow(line, operands, out var taking)) taking = line with { A = At(line.A), B = At(line.B), C = At(line.C) };
            Add(taking, narrow || line.Step == Step.Reduce, narrow ? null : Own(ref taking));
            code[^1] = taking;
            places[r] = code.Count - 1;
        }

        Outputs = [.. program.Outputs.Select(output => Wide(places[output]))];
        IsNeeded = new bool[code.Count];
        foreach (var output in Outputs) IsNeeded[output] = true;
        for (var r = code.Count - 1; r >= 0; r--)
            foreach (var x in Operands(code[r])) IsNeeded[x] |= IsNeeded[r];
    }

    /// <summary>Number of lines.</summary>
    public int Count => code.Count;

    /// <summary>The lines of the results.</summary>
    public int[] Outputs { get; }

    /// <summary>Whether a result depends on a line.</summary>
    public bool[] IsNeeded { get; }

    public Instruction this[int r] => code[r];

    /// <summary>Whether a line gives one number a row.</summary>
    public bool IsCompact(int r) => compact[r];

    /// <summary>The kernel of a line, its operands in the order of A, B and C.</summary>
    public IKernel Kernel(int r) => kernels[r] ?? code[r] switch
    {
        { Step: Step.Unary } line => KernelTable.Of((UnaryOp)line.Op, code[line.A].Type),
        { Step: Step.Binary } line => KernelTable.Of((BinaryOp)line.Op, code[line.A].Type),
        { Step: Step.Reduce } line => KernelTable.Row((ReduceOp)line.Op, line.Type, row),
        { Step: Step.Select } line => KernelTable.Select(line.Type),
        var line => compact[line.A] && !compact[r] ? new SpreadKernel(line.Type.Bytes(), row) : KernelTable.Convert(code[line.A].Type, line.Type),
    };

    public static IEnumerable<int> Operands(Instruction line) => new[] { line.A, line.B, line.C }.Where(x => x >= 0);

    private void Add(Instruction line, bool isCompact, IKernel? kernel)
    {
        code.Add(line);
        compact.Add(isCompact);
        kernels.Add(kernel);
    }

    /// <summary>Whether a line is arithmetic of elements with one number a row, which then comes second.</summary>
    private bool TakesRow(Instruction line, int[] operands, out Instruction taking)
    {
        taking = default;
        if (line.Step != Step.Binary || line.Type is not (DType.F32 or DType.F64) || compact[operands[0]] == compact[operands[1]]) return false;
        var op = (BinaryOp)line.Op;
        if (op is not (BinaryOp.Add or BinaryOp.Subtract or BinaryOp.Multiply or BinaryOp.Divide)) return false;
        var swap = compact[operands[0]];
        if (swap && op is BinaryOp.Subtract or BinaryOp.Divide) return false;
        taking = line with { A = operands[swap ? 1 : 0], B = operands[swap ? 0 : 1] };
        return true;
    }

    /// <summary>The kernel of a line that uses one number a row, if there is one; the line then reads what that kernel reads.</summary>
    private IKernel? Own(ref Instruction line) => line.Type switch
    {
        DType.F32 => Own<float>(ref line),
        DType.F64 => Own<double>(ref line),
        _ => null,
    };

    private IKernel? Own<T>(ref Instruction line) where T : unmanaged, INumber<T>
    {
        var x = line.A;
        switch (line.Step)
        {
            case Step.Binary when compact[line.B] && !compact[x]:
                if ((BinaryOp)line.Op == BinaryOp.Multiply && IsDeviation(x))
                {
                    line = line with { A = code[x].A, B = code[x].B, C = line.B };
                    return new RowMapKernel<T, Standardised<T>>(row, 3);
                }

                return (BinaryOp)line.Op switch
                {
                    BinaryOp.Add => new RowMapKernel<T, WithRow<T, Plus<T>>>(row, 2),
                    BinaryOp.Subtract => new RowMapKernel<T, WithRow<T, Minus<T>>>(row, 2),
                    BinaryOp.Multiply => new RowMapKernel<T, WithRow<T, Times<T>>>(row, 2),
                    _ => new RowMapKernel<T, WithRow<T, Over<T>>>(row, 2),
                };
            case Step.Unary when (UnaryOp)line.Op == UnaryOp.Exp && IsDeviation(x):
                line = line with { A = code[x].A, B = code[x].B };
                return new RowMapKernel<T, ShiftedExp<T>>(row, 2);
            case Step.Reduce when (ReduceOp)line.Op == ReduceOp.Sum && code[x] is { Step: Step.Unary, Op: (int)UnaryOp.Square, A: var d } && IsDeviation(d):
                line = line with { A = code[d].A, B = code[d].B };
                return new RowMapFoldKernel<T, AddFold<T>, SquaredDeviation<T>>(row, 2);
            default: return null;
        }
    }

    /// <summary>Elements less one number a row.</summary>
    private bool IsDeviation(int r) => code[r] is { Step: Step.Binary, Op: (int)BinaryOp.Subtract, A: var a, B: var b } && compact[b] && !compact[a];
}
