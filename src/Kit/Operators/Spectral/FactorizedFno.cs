using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Spectral;

/// <summary>The factorised Fourier neural operator (F-FNO): v₀ = P(a, x), vₗ₊₁ = vₗ + W₂ σ(W₁ Kₗvₗ + b₁) + b₂ with <see cref="AxialSpectralConv"/> Kₗ, u = Q₂ Q₁ v_L.</summary>
/// <remarks>
/// Tran, Mathews, Xie, Ong, "Factorized Fourier neural operators", ICLR 2023, eq. 6 and 7: the residual goes round the nonlinearity, so that two dozen layers train. σ is ReLU after W₁
/// alone, as in the paper's code; its weight normalisation of W and the noise on inputs are matters of training and left out. The head is linear, as there.
/// </remarks>
/// <param name="inputs">Channels C of a.</param>
/// <param name="outputs">Channels O of u.</param>
/// <param name="modes">mₐ, one an axis: 16 for the torus, 12 to 32 for other grids.</param>
/// <param name="width">Channels of v.</param>
/// <param name="layers">L: 4 to 24.</param>
/// <param name="shareWeights">One K for all layers.</param>
/// <param name="expansion">Channels between W₁ and W₂ for each of v.</param>
/// <param name="padding">Points of zeros at the end of each axis, for fields that are not periodic: 8.</param>
/// <param name="head">Channels between Q₁ and Q₂.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class FactorizedFno(
    int inputs, int outputs, int[] modes, int width = 64, int layers = 4, bool shareWeights = false, int expansion = 4, PerAxis padding = default, int head = 128,
    DType dtype = DType.F32) : Layer
{
    private readonly int[] extra = padding.Of(modes.Length, 0, 0, "FactorizedFno: padding");

    /// <summary>P.</summary>
    public Conv Lift { get; } = new(modes.Length, inputs + modes.Length, width, 1, dtype: dtype);

    /// <summary>Kₗ: one for all, or one a layer.</summary>
    public IReadOnlyList<AxialSpectralConv> Spectral { get; } =
        [.. Enumerable.Range(0, shareWeights ? Math.Min(1, layers) : layers).Select(_ => new AxialSpectralConv(width, width, modes, dtype))];

    /// <summary>W₁ and b₁.</summary>
    public IReadOnlyList<Conv> Expand { get; } = [.. Enumerable.Range(0, layers).Select(_ => new Conv(modes.Length, width, expansion * width, 1, dtype: dtype))];

    /// <summary>W₂ and b₂.</summary>
    public IReadOnlyList<Conv> Contract { get; } = [.. Enumerable.Range(0, layers).Select(_ => new Conv(modes.Length, expansion * width, width, 1, dtype: dtype))];

    /// <summary>Q₁.</summary>
    public Conv Hidden { get; } = new(modes.Length, width, head, 1, dtype: dtype);

    /// <summary>Q₂.</summary>
    public Conv Project { get; } = new(modes.Length, head, outputs, 1, dtype: dtype);

    /// <inheritdoc cref="SpectralLayer.DropUnresolved"/>
    public bool DropUnresolved
    {
        get => Spectral.Count > 0 && Spectral[0].DropUnresolved;
        set
        {
            foreach (var layer in Spectral) layer.DropUnresolved = value;
        }
    }

    /// <summary>Vorticity on the torus, the next moment from one: 24 layers of shared weights, 16 modes.</summary>
    public static FactorizedFno NavierStokes(DType dtype = DType.F32) => new(1, 1, [16, 16], 64, 24, shareWeights: true, dtype: dtype);

    /// <summary>For two cores: 4 layers of 24 channels.</summary>
    public static FactorizedFno Small(int inputs, int outputs, int[] modes, DType dtype = DType.F32) => new(inputs, outputs, modes, 24, expansion: 2, head: 64, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == inputs, x, "FactorizedFno", $"[N,{inputs}] and {modes.Length} axes of space");
        var v = UnitCoordinates.Extend(Lift.Forward(UnitCoordinates.Append(x)), extra);
        for (var l = 0; l < layers; l++) v += Contract[l].Forward(Relu(Expand[l].Forward(Spectral[shareWeights ? 0 : l].Forward(v))));
        return Project.Forward(Hidden.Forward(UnitCoordinates.Crop(v, x.Shape.ToArray().AsSpan(2))));
    }
}
