using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A residual network between cosine modes: z₀ = Px̂ + c(k), zₗ₊₁ from <see cref="CosineMixing"/>, ŷ = Q₂ max(Q₁ z_L, 0).</summary>
/// <remarks>
/// The f of Poli, Massaroli et al. (2022), section 3. The coordinates that a field model has beside its input are, as modes, a constant c(k) for every channel. All weights keep the mean square of
/// their input at the start, P by orthogonal columns. Normalise fields and not modes: fields of mean square 1 have low modes of size 1 and high ones that are small; with all
/// modes scaled to one size, what few samples can teach drowns in the high ones. Outputs may be decoded mode by mode (<see cref="Training.Statistics.Pointwise"/>).
/// </remarks>
/// <param name="inputs">C.</param>
/// <param name="outputs">O.</param>
/// <param name="modes">mₐ, one an axis.</param>
/// <param name="width">Channels of z.</param>
/// <param name="layers">L.</param>
/// <param name="head">Channels between Q₁ and Q₂.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class CosineNetwork(int inputs, int outputs, int[] modes, int width = 32, int layers = 4, int head = 128, DType dtype = DType.F32) : Layer
{
    /// <summary>P.</summary>
    public Conv Lift { get; } = new(modes.Length, inputs, width, 1, bias: false, dtype: dtype) { Init = Init.Orthogonal(Math.Sqrt((double)width / Math.Min(width, inputs))) };

    /// <summary>c [width, m₁, …, m_d]; 0 at the start.</summary>
    public Tensor Offset { get; } = Unset(dtype, [width, .. modes]);

    /// <summary>The layers between.</summary>
    public IReadOnlyList<CosineMixing> Mixing { get; } = [.. Enumerable.Range(0, layers).Select(_ => new CosineMixing(width, modes, dtype))];

    /// <summary>Q₁.</summary>
    public Conv Hidden { get; } = new(modes.Length, width, head, 1, bias: false, dtype: dtype) { Init = Init.Normal(Math.Sqrt(1.0 / width)) };

    /// <summary>Q₂.</summary>
    public Conv Project { get; } = new(modes.Length, head, outputs, 1, bias: false, dtype: dtype) { Init = Init.Normal(Math.Sqrt(2.0 / head)) };

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == inputs && x.Shape.ToArray().AsSpan(2).SequenceEqual(modes), x, "CosineNetwork", $"[N,{inputs},{string.Join(",", modes)}]");
        var z = Lift.Forward(x) + Offset;
        foreach (var layer in Mixing) z = layer.Forward(z);
        return Project.Forward(Hidden.Forward(z).Relu());
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Offset.Assign(0);
}
