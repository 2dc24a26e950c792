using Kit.Compute;
using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>What moves elements without changing them: linear maps, whose rules are their transposes.</summary>
internal static class ViewRules
{
    /// <summary>A change of type; the common step of all rules undoes it.</summary>
    public static Rule Cast { get; } = Rule.Linear((_, g) => g);

    /// <summary>A change of device.</summary>
    public static Rule Move { get; } = Rule.Linear((c, g) => g.To(c.Device));

    /// <summary>The old shape again.</summary>
    public static Rule Reshape { get; } = Rule.Linear((c, g) => g.Reshape(c.Shapes[0]));

    /// <summary>The inverse order of axes.</summary>
    public static Rule Permute { get; } = Rule.Linear((c, g) =>
    {
        var order = ((PermuteCall)c.Application).Order;
        var back = new int[order.Length];
        for (var k = 0; k < back.Length; k++) back[(order[k] + back.Length) % back.Length] = k;
        return g.Permute(back);
    });

    /// <summary>A stretched axis: its sum, taken in the common step of all rules.</summary>
    public static Rule Broadcast { get; } = Rule.Linear((_, g) => g);

    /// <summary>Reversed once more.</summary>
    public static Rule Flip { get; } = Rule.Linear((c, g) => g.Flip(((FlipCall)c.Application).Axes));

    /// <summary>A cut: ȳ planted into zeros, which for real parts makes it complex.</summary>
    public static Rule Cut { get; } = Rule.Linear((c, g) => c.Application is CutCall { Of: "Real" } ? g.Cast(c.Types[0]) : Apply(new PlantCall((CutCall)c.Application, c.Shapes[0], c.Types[0]), g)) with
    {
        Plant = (c, whole, g) =>
        {
            var part = ((CutCall)c.Application).Cut(whole);
            part.AddInPlace(g.DType.IsComplex() && !part.DType.IsComplex() ? g.Real() : g);
        },
    };

    /// <summary>The transpose of a cut: the cut.</summary>
    public static Rule Plant { get; } = Rule.Linear((c, g) => ((PlantCall)c.Application).Cut.Cut(g));

    /// <summary>y[i] = x[index[i]]: x̄[k] = Σ ȳ[i] over the i with index[i] = k, in their order.</summary>
    public static Rule Gather { get; } = new(
        (c, _, g) => Apply(new ScatterCall(c.Shapes[0][0]), g, c[1]),
        (c, t) => Primitive.Gather(t[0]!, c[1]),
        _ => Saves.Second)
    {
        IsLinear = true,
        Plant = (c, whole, g) => whole.Put(c[1], g, add: true),
    };

    /// <summary>The transpose of a gathering: the gathering.</summary>
    public static Rule Scatter { get; } = new(
        (c, _, g) => Primitive.Gather(g, c[1]),
        (c, t) => Apply(c.Application, t[0]!, c[1]),
        _ => Saves.Second)
    { IsLinear = true };

    /// <summary>Parts in a row: each its own piece of ȳ.</summary>
    public static Rule Concat { get; } = new(
        (c, i, g) =>
        {
            var axis = ((ConcatCall)c.Application).Axis;
            var start = c.Shapes.Take(i).Sum(s => s[axis]);
            return g.Along(axis, start, start + c.Shapes[i][axis]);
        },
        (c, t) => c.Application.Run([.. t.Select((x, i) => x ?? Tensor.ZerosLike(c[i]))]),
        _ => Saves.None)
    { IsLinear = true };

    private static Tensor Apply(Application application, params Tensor[] x) => Tape.Apply(application, x);
}

/// <summary>y is 0 but for y[index[i], …] = Σ x[i, …]; operands (x, index).</summary>
internal sealed record ScatterCall(int Extent) : Application
{
    public override string Name => "Put";

    public override Tensor Run(Tensor[] x)
    {
        if ((x[0].Tracer ?? x[1].Tracer) is { } tracer) return tracer.Apply(this, x);
        int[] dims = [Extent, .. x[0].Shape.ToArray()[1..]];
        return Tensor.Zeros(dims, x[0].DType).To(x[0].Device).Put(x[1], x[0], add: true);
    }
}

/// <summary>y is 0 of a shape and type, but for what a cut sees of it, which is x.</summary>
internal sealed record PlantCall(CutCall Cut, Shape Shape, DType Type) : Application
{
    public override string Name => $"transpose of {Cut.Name}";

    public override Tensor Run(Tensor[] x)
    {
        if (x[0].Tracer is { } tracer) return tracer.Apply(this, x);
        var y = Tensor.Zeros(Shape, Type).To(x[0].Device);
        var value = Cut.Cut(y);
        value.Assign(x[0].DType.IsComplex() && !value.DType.IsComplex() ? x[0].Real() : x[0]);
        return y;
    }
}
