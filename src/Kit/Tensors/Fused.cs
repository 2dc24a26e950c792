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
    private readonly ConcurrentDictionary<Signature, Variant> variants = [];
    private readonly ConcurrentDictionary<int, Fused> components = [];

    internal Fused(Func<Tensor[], Tensor[]> body) => Body = body;

    /// <summary>The function itself.</summary>
    internal Func<Tensor[], Tensor[]> Body { get; }

    /// <summary>The results.</summary>
    /// <param name="arguments">Tensors of shapes that broadcast to one; a C# number may change from call to call and adapts to the types beside it.</param>
    /// <exception cref="InvalidOperationException">The function is not elementwise, asks for a value, or closes over a tensor.</exception>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor[] Run(params Tensor[] arguments)
    {
        var variant = For(arguments);
        if (Array.Find(arguments, x => x.Tracer is not null)?.Tracer is { } tracer)
        {
            var results = new Tensor[variant.Program.Outputs.Count];
            for (var i = 0; i < results.Length; i++) results[i] = tracer.Apply(new FusedCall(Component(i, results.Length), Signature.Of(arguments)), arguments);
            return results;
        }

        var (shape, device) = Common(arguments);
        var outputs = new Tensor[variant.Program.Outputs.Count];
        for (var i = 0; i < outputs.Length; i++) outputs[i] = Tensor.Empty(shape, variant.TypeOf(i), device);
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
        var variant = For(arguments);
        var (shape, device) = Common(arguments);
        if (targets.Length != variant.Program.Outputs.Count) throw new ArgumentException($"Into: {targets.Length} targets for {variant.Program.Outputs.Count} results");
        var sources = (Tensor[])arguments.Clone();
        for (var i = 0; i < targets.Length; i++)
        {
            var target = targets[i];
            if (target.Shape != shape || target.DType != variant.TypeOf(i) || target.Device != device || target.IsWeak)
                throw new ArgumentException($"Into: target {i} is {target.DType} {target.Shape} on {target.Device}; result {i} is {variant.TypeOf(i)} {shape} on {device}");
            if (targets[..i].Any(target.SharesMemory)) throw new ArgumentException($"Into: target {i} shares memory with another target");
            foreach (ref var source in sources.AsSpan())
                if (target.SharesMemory(source) && !target.IsSameView(source)) source = source.Copy();
        }

        foreach (var target in targets) target.Overwrite("Into", Array.Find(sources, x => x.Tracer is not null) ?? target);
        variant.Run(sources, targets, shape, device);
    }

    /// <summary>The arguments that the program reads when they are of these types.</summary>
    internal int[] Reads(Signature signature) => Compiled(signature).Arguments;

    /// <summary>The type of the first result for arguments of these types.</summary>
    internal DType ResultType(Signature signature) => Compiled(signature).TypeOf(0);

    private Variant For(Tensor[] arguments) => Compiled(Signature.Of(arguments));

    private Variant Compiled(Signature signature) => variants.TryGetValue(signature, out var variant) ? variant : variants.GetOrAdd(signature, Compile);

    private Variant Compile(Signature signature)
    {
        using var scope = Tensor.Scope();
        var writer = new ProgramWriter();
        var symbols = new Tensor[signature.Count];
        for (var i = 0; i < symbols.Length; i++) symbols[i] = writer.Argument(i, signature.TypeOf(i), signature.IsWeak(i));
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
        return new(program, arguments);
    }

    private Fused Component(int i, int count) => count == 1 ? this : components.GetOrAdd(i, k => new(x => [Body(x)[k]]));

    private static (Shape Shape, Device Device) Common(Tensor[] arguments)
    {
        var (shape, device) = (arguments[0].Shape, arguments[0].Device);
        foreach (var x in arguments)
        {
            if (x.IsWeak) continue;
            if (x.Shape != shape) shape = Shape.Broadcast(shape, x.Shape, "Fuse");
            device = x.Device;
        }

        return (shape, device);
    }

    private sealed record Variant(ElementwiseProgram Program, int[] Arguments)
    {
        public DType TypeOf(int output) => Program.Code[Program.Outputs[output]].Type;

        public void Run(Tensor[] arguments, Tensor[] outputs, Shape shape, Device device)
        {
            var inputs = new View[Arguments.Length];
            for (var r = 0; r < Program.Code.Count; r++)
                if (Program.Code[r] is { Step: Step.Input } line) inputs[line.Op] = Primitive.Operand(arguments[Arguments[line.Op]], line.Type, shape, device);
            device.Backend.Elementwise(Program, inputs, Array.ConvertAll(outputs, y => y.View));
        }
    }
}

/// <summary>The types of the arguments of one call, and which adapt: four bits each.</summary>
internal readonly record struct Signature(UInt128 Bits, int Count)
{
    private const int Most = 32;

    public static Signature Of(Tensor[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length is < 1 or > Most) throw new ArgumentException($"Fuse: {arguments.Length} arguments; 1 to {Most} are possible");
        UInt128 bits = 0;
        for (var i = arguments.Length - 1; i >= 0; i--) bits = bits << 4 | (uint)arguments[i].DType | (arguments[i].IsWeak ? 8u : 0);
        return new(bits, arguments.Length);
    }

    public DType TypeOf(int i) => (DType)(int)(Bits >> 4 * i & 7);

    public bool IsWeak(int i) => (Bits >> 4 * i & 8) != 0;

    /// <summary>With further arguments of these types behind.</summary>
    public Signature With(IEnumerable<DType> types) => types.Aggregate(this, (s, type) => new(s.Bits | (UInt128)(uint)type << 4 * s.Count, s.Count + 1));
}

/// <summary>A fused function of one result, as a primitive.</summary>
internal sealed record FusedCall(Fused Function, Signature Signature) : Application
{
    public override string Name => "Fused";

    public override Tensor Run(Tensor[] x) => Function.Run(x)[0];
}
