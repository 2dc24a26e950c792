using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.StatMech.Attention;

/// <summary>Makes a few vectors of a set: learned states ξ search among the elements of the set as stored patterns, whatever their number and order.</summary>
/// <remarks>Ramsauer et al., ICLR 2021, section 3: for bags of instances of which a few decide, as in multiple-instance learning.</remarks>
/// <param name="inputs">Extent of the last axis of the elements.</param>
/// <param name="width">Of the association space and of the outputs.</param>
/// <param name="quantity">How many vectors come out.</param>
/// <param name="heads">A divisor of the width.</param>
/// <param name="beta">β; 0: 1/√d with d = width/heads.</param>
/// <param name="updates">Softmaxes in all.</param>
/// <param name="dtype">Of the weights.</param>
public sealed class HopfieldPooling(int inputs, int width, int quantity = 1, int heads = 1, double beta = 0, int updates = 1, DType dtype = DType.F32) : Layer
{
    private readonly double scale = beta > 0 ? beta : Math.Sqrt((double)heads / width);

    /// <summary>ξ [quantity, width].</summary>
    public Tensor States { get; } = Unset(dtype, quantity, width);

    /// <summary>Of the elements.</summary>
    public LayerNorm PatternNorm { get; } = new([inputs], dtype: dtype);

    /// <summary>W_K.</summary>
    public Linear Key { get; } = new(inputs, width, dtype: dtype);

    /// <summary>W_V, from keys to values.</summary>
    public Linear Value { get; } = new(width, width, dtype: dtype);

    /// <summary>Sets of m elements → quantity vectors each.</summary>
    /// <param name="elements">[N, m, inputs].</param>
    /// <param name="mask">Bool [N, m]: true for elements that are there, where sets differ in size.</param>
    /// <returns>[N, quantity, width].</returns>
    public Tensor Forward(Tensor elements, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(elements);
        using var scope = Tensor.Scope();
        HopfieldCore.Require(width, heads, updates, "HopfieldPooling");
        Require(elements.Rank == 3 && elements.Shape[2] == inputs, elements, "HopfieldPooling", $"[N,m,{inputs}]");
        var keys = Key.Forward(PatternNorm.Forward(elements));
        var states = HopfieldCore.Split(States.Unsqueeze(0), heads).BroadcastTo([elements.Shape[0], heads, quantity, width / heads]);
        return HopfieldCore.Join(HopfieldCore.Read(states, HopfieldCore.Split(keys, heads), HopfieldCore.Split(Value.Forward(keys), heads), scale, updates, mask?.Reshape(mask.Shape[0], 1, 1, -1))).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, null);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => States.Assign(Init.Normal(1)(States.Shape, rng.Stream("states"), dtype));
}
