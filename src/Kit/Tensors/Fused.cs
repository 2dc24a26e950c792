using System.Collections.Concurrent;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>An elementwise function of several tensors that passes over memory once, whatever the number of its operations; made by <see cref="Fuse"/>.</summary>
/// <remarks>
/// The results have the common shape of all arguments, and the same bits as those of the function itself. The function is run once for each combination
/// of argument types to write down its operations: numbers that it reads from outside are fixed then. Its derivatives of any order are fused functions too,
/// which save the arguments only and not what lies between them and the results.
/// </remarks>
public sealed class Fused
{
    /// <summary>Longer rows do not stay in the second-level cache, so their function is run as it is.</summary>
    private const int LongestRow = 1 << 14;

    private readonly ConcurrentDictionary<Signature, Variant> variants = [];
    private readonly ConcurrentDictionary<int, Fused> components = [];

    internal Fused(Func<Tensor[], Tensor[]> body, bool rows = false) => (Body, Rows) = (body, rows);

    /// <summary>Whether the function may also reduce along the last axis, with <c>keepDims</c>.</summary>
    internal bool Rows { get; }

    /// <summary>The function itself.</summary>
    internal Func<Tensor[], Tensor[]> Body { get; }

    /// <summary>The results.</summary>
    /// <param name="arguments">Tensors of shapes that broadcast to one; a C# number may change from call to call and adapts to the types beside it.</param>
    /// <exception cref="InvalidOperationException">The function is not elementwise, asks for a value, or closes over a tensor.</exception>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor[] Run(params Tensor[] arguments)
    {
        var (shape, device) = Common(arguments);
        var row = Rows ? shape[^1] : 0;
        if (row > LongestRow || arguments.Length > Signature.Most) return Body(arguments);
        var signature = Signature.Of(arguments, row);
        var variant = Compiled(signature);
        if (Array.Find(arguments, x => x.Tracer is not null)?.Tracer is { } tracer)
        {
            var results = new Tensor[variant.Program.Outputs.Count];
            for (var i = 0; i < results.Length; i++) results[i] = tracer.Apply(new FusedCall(Component(i, results.Length), signature), arguments);
            return results;
        }

        var outputs = new Tensor[variant.Program.Outputs.Count];
        for (var i = 0; i < outputs.Length; i++) outputs[i] = Tensor.Empty(row > 1 && !variant.Results[i].IsRow ? new([.. shape.Dims[..^1], 1]) : shape, variant.Results[i].Type, device);
        variant.Run(arguments, outputs, shape, device);
        return outputs;
    }

    /// <summary>Writes the results to tensors that are there already, which may be arguments: <c>step.Into([p, g, m], [p, m])</c>.</summary>
    /// <param name="arguments">As for <see cref="Run"/>.</param>
    /// <param name="targets">One a result, of its type and of the arguments' common shape, without common memory.</param>
    /// <exception cref="ArgumentException">A target does not fit, or two share memory.</exception>
    /// <exception cref="InvalidOperationException">A target is being differentiated or its elements share memory.</exception>
    public void Into(Tensor[] arguments, Tensor[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var (shape, device) = Common(arguments);
        var variant = Compiled(Signature.Of(arguments, row: 0));
        if (targets.Length != variant.Program.Outputs.Count) throw new ArgumentException($"Into: {targets.Length} targets for {variant.Program.Outputs.Count} results");
        var sources = (Tensor[])arguments.Clone();
        for (var i = 0; i < targets.Length; i++)
        {
            var target = targets[i];
            if (target.Shape != shape || target.DType != variant.Results[i].Type || target.Device != device || target.IsWeak)
                throw new ArgumentException($"Into: target {i} is {target.DType} {target.Shape} on {target.Device}; result {i} is {variant.Results[i].Type} {shape} on {device}");
            if (targets[..i].Any(target.SharesMemory)) throw new ArgumentException($"Into: target {i} shares memory with another target");
            foreach (ref var source in sources.AsSpan())
                if (target.SharesMemory(source) && !target.IsSameView(source)) source = source.Copy();
        }

        foreach (var target in targets) target.Overwrite("Into", Array.Find(sources, x => x.Tracer is not null) ?? target);
        variant.Run(sources, targets, shape, device);
    }

    /// <summary>The arguments that the program reads when they are of these kinds.</summary>
    internal int[] Reads(Signature signature) => Compiled(signature).Arguments;

    /// <summary>Operations on each element when the arguments are of these kinds; inputs, constants and changes of type are none.</summary>
    internal int Operations(Signature signature) =>
        Compiled(signature).Program.Code.Count(line => line.Step is Compute.Step.Unary or Compute.Step.Binary or Compute.Step.Select or Compute.Step.Reduce);

    /// <summary>The kind of the first result for arguments of these kinds.</summary>
    internal Kind Result(Signature signature) => Compiled(signature).Results[0];

    private Variant Compiled(Signature signature) => variants.TryGetValue(signature, out var variant) ? variant : variants.GetOrAdd(signature, Compile);

    private Variant Compile(Signature signature)
    {
        using var scope = Tensor.Scope();
        var writer = new ProgramWriter(signature.Row);
        var symbols = new Tensor[signature.Count];
        for (var i = 0; i < symbols.Length; i++) symbols[i] = writer.Argument(i, signature[i]);
        Tensor[] results;
        try
        {
            results = Body(symbols);
        }
        catch (ArgumentException e)
        {
            throw Symbol.Refusal($"a symbol is a scalar, and the function met: {e.Message}", e);
        }

        if (results.Length == 0 || results.Contains(null)) throw new InvalidOperationException("Fuse: the function gave no result");
        var (program, arguments) = writer.Finish(results);
        return new(program, arguments, Array.ConvertAll(results, y => new Kind(y.DType, false, y.Size > 1)));
    }

    private Fused Component(int i, int count) => count == 1 ? this : components.GetOrAdd(i, k => new(x => [Body(x)[k]], Rows));

    private static (Shape Shape, Device Device) Common(Tensor[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length == 0) throw new ArgumentException("Fuse: no argument");
        var (shape, device) = (arguments[0]?.Shape ?? default, arguments[0]?.Device ?? Device.Cpu);
        foreach (var x in arguments)
        {
            ArgumentNullException.ThrowIfNull(x);
            if (x.IsWeak) continue;
            if (x.Shape != shape) shape = Shape.Broadcast(shape, x.Shape, "Fuse");
            device = x.Device;
        }

        return (shape, device);
    }

    private sealed record Variant(ElementwiseProgram Program, int[] Arguments, Kind[] Results)
    {
        public void Run(Tensor[] arguments, Tensor[] outputs, Shape shape, Device device)
        {
            var inputs = new View[Arguments.Length];
            for (var r = 0; r < Program.Code.Count; r++)
                if (Program.Code[r] is { IsInput: true } line) inputs[line.Op] = Primitive.Operand(arguments[Arguments[line.Op]], line.Type, shape, device);
            device.Backend.Elementwise(Program, inputs, Array.ConvertAll(outputs, y => Primitive.Stretch(y, shape, device)));
        }
    }
}

/// <summary>What a program depends on in an argument: its type, whether it adapts as a C# number does, and for programs of rows whether it varies along them.</summary>
internal readonly record struct Kind(DType Type, bool IsWeak, bool IsRow);

/// <summary>The kinds of the arguments of one call, five bits each, and the length of the rows or 0.</summary>
internal readonly record struct Signature(UInt128 Bits, int Count, int Row)
{
    /// <summary>Arguments that a fused function may have; its pullback has one more.</summary>
    public const int Most = 24;

    private const int Width = 5;

    public Kind this[int i] => (int)(Bits >> Width * i & 31) is var bits ? new((DType)(bits & 7), (bits & 8) != 0, (bits & 16) != 0) : default;

    public static Signature Of(Tensor[] arguments, int row)
    {
        if (arguments.Length > Most) throw new ArgumentException($"Fuse: {arguments.Length} arguments; at most {Most} are possible");
        var signature = new Signature(0, 0, row);
        foreach (var x in arguments) signature = signature.With(new(x.DType, x.IsWeak, row > 1 && x.Rank > 0 && x.Shape[^1] > 1));
        return signature;
    }

    /// <summary>With one more argument.</summary>
    public Signature With(Kind kind) => this with { Bits = Bits | (UInt128)((uint)kind.Type | (kind.IsWeak ? 8u : 0) | (kind.IsRow ? 16u : 0)) << Width * Count, Count = Count + 1 };
}

/// <summary>A fused function of one result, as a primitive.</summary>
internal sealed record FusedCall(Fused Function, Signature Signature) : Application
{
    public override string Name => "Fused";

    public override Tensor Run(Tensor[] x) => Function.Run(x)[0];
}
