using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>A function whose rule the user wrote.</summary>
internal sealed record CustomCall : RuledCall
{
    private readonly Func<Tensor, Tensor> forward;

    public CustomCall(Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> vjp, Func<Tensor, Tensor, Tensor, Tensor>? jvp)
    {
        this.forward = forward;
        Rule = new(
            (c, _, g) => Fitting(vjp(c[0], c.Y, g), c.Shapes[0], "vjp"),
            (c, t) => jvp is null
                ? throw new NotSupportedException("Custom: forward mode needs a jvp and none was given; pass one to Grad.Custom")
                : Fitting(jvp(c[0], c.Y, t[0]!), c.Y.Shape, "jvp"),
            _ => Saves.First | Saves.Output);
    }

    public override string Name => "Custom";

    public override Rule Rule { get; }

    protected override Tensor Compute(Tensor[] x) => Handle(forward(Handle(x[0])));

    /// <summary>The user's code may keep or dispose of what it is given, and keep what it gives.</summary>
    private static Tensor Handle(Tensor x) => x.Solid() is var solid ? solid.Twin(solid.Tracer) : x;

    private static Tensor Fitting(Tensor result, Shape shape, string which) => result.Shape == shape
        ? result
        : throw new ArgumentException($"Custom: the {which} gave shape {result.Shape}; {shape} is right");
}
