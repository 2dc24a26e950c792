using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>A function whose rule the user wrote: (x, y, ȳ) → x̄ and (x, y, ẋ) → ẏ.</summary>
internal sealed record CustomCall : RuledCall
{
    private readonly Func<Tensor[], Tensor> forward;

    /// <param name="name">What a message calls it.</param>
    /// <param name="forward">x → y.</param>
    /// <param name="vjp">One gradient an operand; null is 0.</param>
    /// <param name="jvp">ẋ are zeros for operands that do not change.</param>
    /// <param name="saves">What the rules read; without the result they are given something else for it.</param>
    public CustomCall(
        string name, Func<Tensor[], Tensor> forward, Func<Tensor[], Tensor, Tensor, Tensor?[]> vjp, Func<Tensor[], Tensor, Tensor[], Tensor>? jvp, Saves saves = Saves.All)
    {
        this.forward = forward;
        Name = name;
        Rule = new(
            (_, _, _) => throw new NotSupportedException(),
            (c, t) =>
            {
                if (jvp is null) throw new NotSupportedException($"{name}: forward mode needs a jvp and none was given; pass one to Grad.Custom");
                Tensor[] changes = [.. t.Select((ẋ, i) => ẋ ?? Tensor.ZerosLike(c[i]))];
                return saves.HasFlag(Saves.Output) ? Fitting(jvp(c.Inputs, c.Y, changes), c.Y.Shape, "jvp") : jvp(c.Inputs, changes[0], changes);
            },
            _ => saves)
        {
            PullAll = (c, g, _) =>
            {
                var gradients = vjp(c.Inputs, saves.HasFlag(Saves.Output) ? c.Y : g, g);
                if (gradients.Length != c.Shapes.Length) throw new ArgumentException($"{name}: the vjp gave {gradients.Length} gradients for {c.Shapes.Length} arguments");
                return [.. gradients.Select((x, i) => x is null ? null : Fitting(x, c.Shapes[i], "vjp"))];
            },
        };

        Tensor Fitting(Tensor result, Shape shape, string which) => result.Shape == shape
            ? result
            : throw new ArgumentException($"{name}: the {which} gave shape {result.Shape}; {shape} is right");
    }

    public override string Name { get; }

    /// <summary>The same of samples along a leading axis of the operands that have one; without it samples are taken one by one.</summary>
    public Func<bool[], CustomCall>? Batched { get; init; }

    public override RuledCall? OverSamples(bool[] batched) => Batched?.Invoke(batched);

    public override Rule Rule { get; }

    protected override Tensor Compute(Tensor[] x) => Handle(forward(Array.ConvertAll(x, Handle)));

    /// <summary>A handle for each side: the user's code may keep or dispose of what it is given, and keep what it gives.</summary>
    private static Tensor Handle(Tensor x)
    {
        var solid = x.Solid();
        return solid.Twin(solid.Tracer);
    }
}
