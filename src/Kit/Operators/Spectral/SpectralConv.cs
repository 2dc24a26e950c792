using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A convolution by a kernel that is given by its lowest Fourier modes: ŷ_o(k) = Σ_c R_co(k) x̂_c(k) for |kₐ| ≤ mₐ, and 0 for the others.</summary>
/// <remarks>
/// Li et al., "Fourier neural operator for parametric partial differential equations", ICLR 2021, eq. 4 and 5. Weights belong to frequencies and not to
/// grid points, so one layer serves grids of any size that carries them.
/// </remarks>
/// <param name="inputs">Channels C of x [N, C, n₁, …, n_d].</param>
/// <param name="outputs">Channels O of y [N, O, n₁, …, n_d].</param>
/// <param name="modes">mₐ, one an axis: frequencies −m … m − 1, along the last axis 0 … m − 1.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class SpectralConv(int inputs, int outputs, int[] modes, DType dtype = DType.F32) : SpectralLayer(inputs, outputs, modes)
{
    /// <summary>R [modes, C, 2, O]: real and imaginary parts; modes run over the axes from the last to the first, frequencies 0 … m − 1, −m … −1 along each but the last.</summary>
    public Tensor Weight { get; } = Unset(dtype, new FourierModes(modes).Extents.Aggregate((a, b) => a * b), inputs, 2, outputs);

    /// <summary>Of R; by default uniform on [0, 1/(C·O)), as in the paper's code.</summary>
    public Initializer Init { get; init; } = (shape, rng, type) => rng.Uniform(shape, 0, 1.0 / (inputs * outputs), type);

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Weight.Assign(Init(Weight.Shape, rng.Stream("weight"), Weight.DType));

    private protected override Tensor Mix(Tensor spectrum, long points) => ComplexPairs.Multiply(spectrum, Weight);
}
