using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Spectral;

/// <summary>The Fourier neural operator: v₀ = P(a, x), vₗ₊₁ = σ(Kₗvₗ + Wₗvₗ + bₗ) with <see cref="SpectralConv"/> Kₗ and pointwise Wₗ, u = Q₂ σ(Q₁ v_L).</summary>
/// <remarks>
/// Li et al., "Fourier neural operator for parametric partial differential equations", ICLR 2021, fig. 2. [N, C, n₁, …, n_d] → [N, O, n₁, …, n_d] on a grid of any
/// size that carries the modes; σ is GELU, and the last layer has none. The coordinates of the points, 0 to 1 with both ends, are channels of the input beside a.
/// With factorised weights it is the tensorised operator (TFNO) of Kossaifi et al. (2023).
/// </remarks>
/// <param name="inputs">Channels C of a.</param>
/// <param name="outputs">Channels O of u.</param>
/// <param name="modes">Modes kept, one number an axis: 12 for Darcy flow, 16 for Burgers' equation.</param>
/// <param name="width">Channels of v: 32 in two dimensions, 64 in one.</param>
/// <param name="layers">L.</param>
/// <param name="padding">Points of zeros at the end of each axis, for fields that are not periodic: 9 for Darcy flow.</param>
/// <param name="head">Channels between Q₁ and Q₂.</param>
/// <param name="dtype">F32 or F64.</param>
/// <param name="weights">How the weights of Kₗ are written.</param>
/// <param name="share">Of the dense weights, at most so many in a factorised Kₗ.</param>
public sealed class Fno(
    int inputs, int outputs, int[] modes, int width = 32, int layers = 4, PerAxis padding = default, int head = 128, DType dtype = DType.F32,
    Factorization weights = Factorization.Dense, double share = 1) : Layer
{
    private static readonly Func<Tensor, Tensor, Tensor> Activate = Fuse.Of((Tensor a, Tensor b) => Gelu(a + b));
    private readonly int[] extra = padding.Of(modes.Length, 0, 0, "Fno: padding");

    /// <summary>P.</summary>
    public Conv Lift { get; } = new(modes.Length, inputs + modes.Length, width, 1, dtype: dtype);

    /// <summary>Kₗ.</summary>
    public IReadOnlyList<SpectralLayer> Spectral { get; } = [.. Enumerable.Range(0, layers).Select(_ => Layer(width, modes, dtype, weights, share))];

    /// <summary>Wₗ and bₗ.</summary>
    public IReadOnlyList<Conv> Pointwise { get; } = [.. Enumerable.Range(0, layers).Select(_ => new Conv(modes.Length, width, width, 1, dtype: dtype))];

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

    /// <summary>Darcy flow as in the paper: 2,368,001 numbers.</summary>
    public static Fno Darcy(DType dtype = DType.F32) => new(1, 1, [12, 12], padding: 9, dtype: dtype);

    /// <summary>Burgers' equation as in the paper: 549,569 numbers.</summary>
    public static Fno Burgers(DType dtype = DType.F32) => new(1, 1, [16], 64, dtype: dtype);

    /// <summary>One step of vorticity from the ten before, to be rolled out in time: 926,357 numbers.</summary>
    public static Fno NavierStokes(DType dtype = DType.F32) => new(10, 1, [12, 12], 20, dtype: dtype);

    /// <summary>Vorticity at all times at once, [N, 10, x, y, t] → [N, 1, x, y, t], with padding in time: 6,558,377 numbers. The paper's 6,558,537 have 160 of batch normalisations, which its code has given up.</summary>
    public static Fno NavierStokesInTime(DType dtype = DType.F32) => new(10, 1, [8, 8, 8], 20, padding: [0, 0, 6], dtype: dtype);

    /// <summary>The tensorised operator in two dimensions: Tucker weights of a twentieth of the dense ones.</summary>
    public static Fno Tensorized(int inputs, int outputs, int[] modes, int width = 32, double share = 0.05, DType dtype = DType.F32) =>
        new(inputs, outputs, modes, width, dtype: dtype, weights: Factorization.Tucker, share: share);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == inputs, x, "Fno", $"[N,{inputs}] and {modes.Length} axes of space");
        var v = UnitCoordinates.Extend(Lift.Forward(UnitCoordinates.Append(x)), extra);
        for (var l = 0; l < layers; l++)
        {
            var (near, far) = (Pointwise[l].Forward(v), Spectral[l].Forward(v));
            v = l < layers - 1 ? Activate(near, far) : near + far;
        }

        return Project.Forward(Gelu(Hidden.Forward(UnitCoordinates.Crop(v, x.Shape.ToArray().AsSpan(2)))));
    }

    private static SpectralLayer Layer(int width, int[] modes, DType dtype, Factorization weights, double share) => weights == Factorization.Dense
        ? new SpectralConv(width, width, modes, dtype)
        : new FactorizedSpectralConv(width, width, modes, weights, FactorizedSpectralConv.Ranks(weights, width, width, modes, share), dtype);
}
