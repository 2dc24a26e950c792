using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Coordinates as waves: y ↦ [y, cos 2πB y, sin 2πB y] with frequencies B that are drawn once and not trained.</summary>
/// <remarks>
/// Tancik et al., "Fourier features let networks learn high frequency functions in low dimensional domains", NeurIPS 2020, section 4: B ~ N(0, σ²).
/// A network alone learns the slow parts of a function first; with waves of deviation σ at its input it learns those up to about σ a unit of length as easily.
/// </remarks>
/// <param name="inputs">d.</param>
/// <param name="count">Number of frequencies.</param>
/// <param name="sigma">σ, in waves a unit of length: 1 to 2 for smooth fields of the unit square.</param>
/// <param name="dtype">F32 or F64.</param>
/// <param name="coordinates">Whether y itself stays in front.</param>
public sealed class FourierFeatures(int inputs, int count, double sigma = 1, DType dtype = DType.F32, bool coordinates = true) : Layer
{
    /// <summary>B, [d, count].</summary>
    [Buffer]
    public Tensor Frequencies { get; } = Tensor.Full([inputs, count], double.NaN, dtype);

    /// <summary>d + 2·count, or 2·count without coordinates.</summary>
    public int Outputs => (coordinates ? inputs : 0) + 2 * count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank > 0 && x.Shape[^1] == inputs, x, "FourierFeatures", $"[…,{inputs}]");
        var phase = x.Reshape(-1, inputs).MatMul(Frequencies) * (2 * Math.PI);
        phase = phase.Reshape([.. x.Shape.ToArray().AsSpan()[..^1], count]);
        return Tensor.Concat(coordinates ? [x, phase.Cos(), phase.Sin()] : [phase.Cos(), phase.Sin()], -1);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Frequencies.Assign(rng.Stream("frequencies").Normal([inputs, count], 0, sigma, dtype));
}
