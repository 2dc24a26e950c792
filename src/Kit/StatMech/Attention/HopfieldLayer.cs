using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Attention;

/// <summary>A memory of learned patterns that inputs look up: ξ = RW_Q is updated among m stored keys, and reads m stored values.</summary>
/// <remarks>Ramsauer et al., ICLR 2021, section 3: a learned nearest-neighbour look-up. Give <see cref="Keys"/> and <see cref="Values"/> training samples, and it starts as one.</remarks>
/// <param name="inputs">Extent of the last axis of the states.</param>
/// <param name="width">Of keys.</param>
/// <param name="quantity">Stored patterns m.</param>
/// <param name="outputs">Of values.</param>
/// <param name="heads">A divisor of width and outputs.</param>
/// <param name="beta">β; 0: 1/√d with d = width/heads.</param>
/// <param name="updates">Softmaxes in all.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class HopfieldLayer(int inputs, int width, int quantity, int outputs, int heads = 1, double beta = 0, int updates = 1, DType dtype = DType.F32) : Layer
{
    private readonly double scale = beta > 0 ? beta : Math.Sqrt((double)heads / width);

    /// <summary>W_Q.</summary>
    public Linear Query { get; } = new(inputs, width, bias: false, dtype: dtype);

    /// <summary>K [m, width].</summary>
    public Tensor Keys { get; } = Unset(dtype, quantity, width);

    /// <summary>V [m, outputs].</summary>
    public Tensor Values { get; } = Unset(dtype, quantity, outputs);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        HopfieldCore.Require(width, heads, updates, "HopfieldLayer");
        Require(x.Rank >= 2 && x.Shape[^1] == inputs && outputs % heads == 0, x, "HopfieldLayer", $"[…,{inputs}] with outputs {outputs} a multiple of {heads} heads");
        var states = HopfieldCore.Split(Query.Forward(x.Reshape(1, -1, inputs)), heads);
        var read = HopfieldCore.Read(states, HopfieldCore.Split(Keys.Unsqueeze(0), heads), HopfieldCore.Split(Values.Unsqueeze(0), heads), scale, updates, null);
        return HopfieldCore.Join(read).Reshape([.. x.Shape.ToArray().AsSpan()[..^1], outputs]);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        Keys.Assign(Init.Normal(1)(Keys.Shape, rng.Stream("keys"), dtype));
        Values.Assign(Init.Normal(1 / Math.Sqrt(quantity))(Values.Shape, rng.Stream("values"), dtype));
    }
}
