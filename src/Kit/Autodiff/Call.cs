using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>What a rule may read of one application: shapes and types of the operands, and of the values those that it asked for.</summary>
internal sealed class Call
{
    private readonly Tensor?[]? inputs;
    private readonly int[]? versions;
    private readonly Tensor? output;
    private readonly Func<Tensor>? lateOutput;
    private readonly int outputVersion;

    /// <param name="application">What was applied.</param>
    /// <param name="operands">To what; only shapes and types are kept.</param>
    /// <param name="inputs">The operands that are saved.</param>
    /// <param name="output">The result, if it is saved.</param>
    public Call(Application application, Tensor[] operands, Tensor?[]? inputs, Tensor? output)
    {
        Application = application;
        (Shapes, Types) = (new Shape[operands.Length], new DType[operands.Length]);
        for (var i = 0; i < operands.Length; i++) (Shapes[i], Types[i]) = (operands[i].Shape, operands[i].DType);
        Device = operands[0].Device;
        this.inputs = inputs;
        this.output = output;
        if (inputs is not null) versions = Array.ConvertAll(inputs, x => x?.Version ?? 0);
        outputVersion = output?.Version ?? 0;
    }

    /// <summary>With a result that is made when a rule asks for it.</summary>
    public Call(Application application, Tensor[] operands, Tensor?[] inputs, Func<Tensor> output)
        : this(application, operands, inputs, (Tensor?)null) => lateOutput = output;

    public Application Application { get; }

    public Shape[] Shapes { get; }

    public DType[] Types { get; }

    public Device Device { get; }

    /// <summary>Operand i.</summary>
    public Tensor this[int i] => Unchanged(inputs![i]!, versions![i]);

    /// <summary>All operands, where all are saved.</summary>
    public Tensor[] Inputs => [.. Enumerable.Range(0, Shapes.Length).Select(i => this[i])];

    /// <summary>Operand i if it was saved.</summary>
    public Tensor? Saved(int i) => inputs?[i] is null ? null : this[i];

    /// <summary>True when nobody watches what was saved.</summary>
    public bool IsPlain => Array.TrueForAll(inputs ?? [], x => x?.Tracer is null);

    /// <summary>The result y.</summary>
    public Tensor Y => lateOutput?.Invoke() ?? Unchanged(output!, outputVersion);

    /// <summary>Disposes of what was saved.</summary>
    public void Release()
    {
        foreach (var x in inputs ?? []) x?.Dispose();
        output?.Dispose();
    }

    /// <summary>The flag of operand i; those from 29 on share one.</summary>
    public static Saves Operand(int i) => (Saves)(2 << Math.Min(i, 29));

    private Tensor Unchanged(Tensor saved, int version) => saved.Version == version
        ? saved
        : throw new InvalidOperationException($"Grad: {saved.Writer} changed a tensor {saved.Shape} that the derivative of {Application.Name} needs; write to a Copy() or after the gradient is taken");
}

/// <summary>Values that a rule reads; the rest of an application is let go at once.</summary>
[Flags]
internal enum Saves
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The result.</summary>
    Output = 1,

    /// <summary>Operand 0.</summary>
    First = 2,

    /// <summary>Operand 1.</summary>
    Second = 4,

    /// <summary>The result and every operand.</summary>
    All = int.MaxValue,
}
