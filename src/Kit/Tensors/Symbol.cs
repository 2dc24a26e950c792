using System.Numerics;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>Writes down what a function does to symbols, numbers without a value that stand for every element of a tensor.</summary>
/// <param name="row">The extent of the last axis that the symbols stand for; 0 when they stand for single elements.</param>
internal sealed class ProgramWriter(int row)
{
    private readonly List<Instruction> code = [];
    private readonly Dictionary<Instruction, int> known = [];
    private readonly TensorScope? scope = TensorScope.Current;

    /// <summary>The arguments that the program reads, by input number; an argument that adapts is an input of each type that it is read in.</summary>
    private readonly List<(int Argument, DType Type)> inputs = [];

    /// <summary>A symbol for an argument.</summary>
    /// <param name="argument">Which.</param>
    /// <param name="kind">Its type, whether it adapts to the tensors beside it as C# numbers do, and whether it varies along rows.</param>
    public Tensor Argument(int argument, Kind kind) =>
        new Symbol(this, argument, -1, kind.Type).Tensor(row == 0 || kind.IsWeak ? [] : new([kind.IsRow ? row : 1]), kind.IsWeak);

    /// <summary>The program of these results and the argument of each input.</summary>
    public (ElementwiseProgram Program, int[] Arguments) Finish(Tensor[] results)
    {
        var outputs = new int[results.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            var r = Register(results[i], results[i].DType);
            // A result of its own for each output: an input, a constant or a second mention is copied.
            if (code[r].IsInput || code[r].IsNumber || outputs.AsSpan(0, i).Contains(r))
            {
                code.Add(new(Step.Cast, code[r].Type, A: r));
                r = code.Count - 1;
            }

            outputs[i] = r;
        }

        return Pruned(outputs);
    }

    /// <summary>Applies a primitive to symbols and numbers.</summary>
    public Tensor Apply(Application application, Tensor[] x)
    {
        var shape = x[0].Shape;
        foreach (var operand in x) shape = Shape.Broadcast(shape, operand.Shape, application.Name);
        switch (application)
        {
            case UnaryCall unary: return Add(shape, new(Step.Unary, unary.Result ?? x[0].DType, (int)unary.Op, Register(x[0], x[0].DType)));
            case BinaryCall binary:
                return Add(shape, new(Step.Binary, binary.Result ?? binary.Operands, (int)binary.Op, Register(x[0], binary.Operands), Register(x[1], binary.Operands)));
            case SelectCall:
                var common = Primitive.Common(x[1], x[2]);
                return Add(shape, new(Step.Select, common, 0, Register(x[0], DType.Bool), Register(x[1], common), Register(x[2], common)));
            case CastCall cast: return Of(shape, Register(x[0], cast.Type), cast.Type);
            case CutCall { Of: "Real" } when x[0].DType.IsComplex(): return Of(shape, Register(x[0], x[0].DType.Real()), x[0].DType.Real());
            case FusedCall fused: return fused.Function.Body(x)[0];
            case ReduceCall reduce when row > 0 && reduce.Op is not (ReduceOp.Prod or ReduceOp.ArgMin or ReduceOp.ArgMax) && !x[0].DType.IsComplex():
                Shape kept = reduce.KeepDims && shape.Rank == 1 ? [1] : [];
                var r = Register(x[0], x[0].DType);
                return shape.Size == 1 ? Of(kept, r, x[0].DType) : Add(kept, new(Step.Reduce, x[0].DType, (int)reduce.Op, r));
            case ReshapeCall reshape when reshape.Target.Rank <= 1 && reshape.Target.Size == shape.Size: return Of(reshape.Target, Register(x[0], x[0].DType), x[0].DType);
            case BroadcastCall broadcast when broadcast.Target.Rank <= 1: return Of(broadcast.Target, Register(x[0], x[0].DType), x[0].DType);
            default: throw Symbol.Refusal($"{application.Name} is not elementwise");
        }
    }

    private Tensor Add(Shape shape, Instruction line) => Of(shape, Known(line), line.Type);

    private Tensor Of(Shape shape, int register, DType type) => new Symbol(this, -1, register, type).Tensor(shape, weak: false);

    private int Known(Instruction line)
    {
        if (known.TryGetValue(line, out var register)) return register;
        code.Add(line);
        return known[line] = code.Count - 1;
    }

    /// <summary>The register of a symbol or number in this type.</summary>
    private int Register(Tensor x, DType type)
    {
        if (x.Tracer is Symbol symbol)
        {
            if (symbol.Writer != this) throw Symbol.Refusal("the function closes over a symbol of another one; pass it as an argument");
            if (x.IsWeak) return Input(symbol.Argument, type, isNumber: true);
            var own = symbol.Register >= 0 ? symbol.Register : Input(symbol.Argument, x.DType, isNumber: false);
            return x.DType == type ? own : Cast(own, type);
        }

        if (x.Number is { } number) return Known(Instruction.Constant(number, type));
        if (!TensorScope.IsMadeSince(scope, x) || x.ToArray<Complex>() is not [var value, .. var rest] || rest.Any(z => z != value))
            throw Symbol.Refusal($"the function closes over a tensor of shape {x.Shape}; pass it as an argument");
        var constant = Known(Instruction.Constant(value, x.DType));
        return x.DType == type ? constant : Cast(constant, type);
    }

    private int Cast(int register, DType type) => Known(new(Step.Cast, type, A: register));

    private int Input(int argument, DType type, bool isNumber)
    {
        if (!inputs.Contains((argument, type))) inputs.Add((argument, type));
        return Known(new(isNumber ? Step.Number : Step.Input, type, inputs.IndexOf((argument, type))));
    }

    /// <summary>Only what the outputs are made of, in the same order.</summary>
    private (ElementwiseProgram, int[]) Pruned(int[] outputs)
    {
        var needed = new bool[code.Count];
        foreach (var output in outputs) needed[output] = true;
        for (var r = code.Count - 1; r >= 0; r--)
            if (needed[r])
                foreach (var x in new[] { code[r].A, code[r].B, code[r].C })
                    if (x >= 0) needed[x] = true;

        var (kept, arguments, places) = (new List<Instruction>(), new List<int>(), new int[code.Count]);
        int Place(int register) => register < 0 ? -1 : places[register];
        for (var r = 0; r < code.Count; r++)
        {
            if (!needed[r]) continue;
            var line = code[r];
            places[r] = kept.Count;
            if (line.IsInput)
            {
                arguments.Add(inputs[line.Op].Argument);
                line = line with { Op = arguments.Count - 1 };
            }

            kept.Add(line with { A = Place(line.A), B = Place(line.B), C = Place(line.C) });
        }

        return (new([.. kept], Array.ConvertAll(outputs, Place), row), [.. arguments]);
    }
}

/// <summary>What a tensor is while a program is written: a register, or an argument that has none yet.</summary>
internal sealed class Symbol(ProgramWriter writer, int argument, int register, DType type) : Tracer
{
    public ProgramWriter Writer => writer;

    public int Argument => argument;

    public int Register => register;

    public override Tracer Live => this;

    public override Tracer Bottom => this;

    public override Tensor Plain(Tensor x) => x;

    public override Tensor[] Leading(Tensor x, Func<Tensor, Tensor[]> f) => throw Refusal("the function applies an operation that is not elementwise");

    /// <summary>A tensor with this symbol for its value.</summary>
    public Tensor Tensor(Shape shape, bool weak) => new(weak ? null : new NoMemory(), shape, type, this);

    public override Tensor Apply(Application application, params Tensor[] operands)
    {
        // A derivative that is taken while the program is written meets the operation first.
        foreach (var x in operands)
            if (x.Tracer is { } other and not Symbol) return other.Apply(application, operands);
        return writer.Apply(application, operands);
    }

    public static InvalidOperationException Refusal(string reason, Exception? inner = null) =>
        new($"Fuse: {reason}; a fused function does the same to every element, or along every row, and asks for no value", inner);

    private sealed class NoMemory() : Storage(0)
    {
        protected override void Free()
        {
        }
    }
}
