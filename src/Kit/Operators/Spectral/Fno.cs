using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Spectral;

/// <summary>The Fourier neural operator: v₀ = P(a, x), vₗ₊₁ = σ(Kₗvₗ + Wₗvₗ + bₗ) with <see cref="SpectralConv"/> Kₗ and pointwise Wₗ, u = Q₂ σ(Q₁ v_L).</summary>
/// <remarks>
/// Li et al., "Fourier neural operator for parametric partial differential equations", ICLR 2021, fig. 2. [N, C, n₁, …, n_d] → [N, O, n₁, …, n_d] on a grid of any
/// size; σ is GELU, and the last layer has none. The coordinates of the points, 0 to 1 with both ends, are channels of the input beside a.
/// </remarks>
/// <param name="inputs">Channels C of a.</param>
/// <param name="outputs">Channels O of u.</param>
/// <param name="modes">Modes kept, one number an axis: 12 for Darcy flow, 16 for Burgers' equation.</param>
/// <param name="width">Channels of v: 32 in two dimensions, 64 in one.</param>
/// <param name="layers">L.</param>
/// <param name="padding">Points of zeros at the end of each axis, for fields that are not periodic: 9 for Darcy flow.</param>
/// <param name="head">Channels between Q₁ and Q₂.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class Fno(int inputs, int outputs, int[] modes, int width = 32, int layers = 4, int padding = 0, int head = 128, DType dtype = DType.F32) : Layer
{
    private static readonly Func<Tensor, Tensor, Tensor> Activate = Fuse.Of((Tensor a, Tensor b) => Gelu(a + b));

    /// <summary>P.</summary>
    public Conv Lift { get; } = new(modes.Length, inputs + modes.Length, width, 1, dtype: dtype);

    /// <summary>Kₗ.</summary>
    public IReadOnlyList<SpectralConv> Spectral { get; } = [.. Enumerable.Range(0, layers).Select(_ => new SpectralConv(width, width, modes, dtype))];

    /// <summary>Wₗ and bₗ.</summary>
    public IReadOnlyList<Conv> Pointwise { get; } = [.. Enumerable.Range(0, layers).Select(_ => new Conv(modes.Length, width, width, 1, dtype: dtype))];

    /// <summary>Q₁.</summary>
    public Conv Hidden { get; } = new(modes.Length, width, head, 1, dtype: dtype);

    /// <summary>Q₂.</summary>
    public Conv Project { get; } = new(modes.Length, head, outputs, 1, dtype: dtype);

    /// <summary>Darcy flow as in the paper: 2,368,001 numbers.</summary>
    public static Fno Darcy(DType dtype = DType.F32) => new(1, 1, [12, 12], padding: 9, dtype: dtype);

    /// <summary>Burgers' equation as in the paper: 549,569 numbers.</summary>
    public static Fno Burgers(DType dtype = DType.F32) => new(1, 1, [16], 64, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == inputs, x, "Fno", $"[N,{inputs}] and {modes.Length} axes of space");
        var v = Lift.Forward(WithCoordinates(x));
        var inside = x.Shape.ToArray()[2..].Select(n => (Slice)(..n)).ToArray();
        for (var k = 2; k < v.Rank && padding > 0; k++) v = v.Pad(0, padding, axis: k);
        for (var l = 0; l < layers; l++)
        {
            var (near, far) = (Pointwise[l].Forward(v), Spectral[l].Forward(v));
            v = l < layers - 1 ? Activate(near, far) : near + far;
        }

        if (padding > 0) v = v[[Slice.All, Slice.All, .. inside]];
        return Project.Forward(Gelu(Hidden.Forward(v)));
    }

    private static Tensor WithCoordinates(Tensor x)
    {
        var (d, dims) = (x.Rank - 2, x.Shape.ToArray());
        var axes = Enumerable.Range(0, d).Select(k =>
        {
            var line = Tensor.Linspace(0, 1, dims[2 + k], dtype: x.DType).Reshape([.. Enumerable.Range(0, d).Select(j => j == k ? dims[2 + k] : 1)]);
            return line.BroadcastTo(new([dims[0], 1, .. dims[2..]]));
        });
        return Tensor.Concat([x, .. axes], 1);
    }
}
