using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>The mixing of places in a mixer, z(xₜ) ↦ ∫ B(xₜ, h) σ(∫ A(h, y) z(y) dy + a) dh: kernels between fixed places, the same for all channels.</summary>
/// <remarks>Tolstikhin et al., "MLP-Mixer", NeurIPS 2021, eq. 1, with the weights of a quadrature. The kernels are tables on the places, so other places are refused: a field on another grid is brought to them by the integrals of its patches.</remarks>
/// <param name="width">Channels.</param>
/// <param name="places">Where the tokens stand.</param>
/// <param name="domain">Of the places.</param>
/// <param name="hidden">Extent of h; 0: twice the places.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class TokenMixing(int width, QuadratureGrid places, Domain domain, int hidden = 0, DType dtype = DType.F32) : FieldLayer("TokenMixing", width, domain)
{
    private readonly Shape shape = places.Shape;

    /// <summary>A and a, in units in which the domain has volume n.</summary>
    public Linear In { get; } = new((int)places.Shape.Size, hidden > 0 ? hidden : 2 * (int)places.Shape.Size, dtype: dtype);

    /// <summary>B.</summary>
    public Linear Out { get; } = new(hidden > 0 ? hidden : 2 * (int)places.Shape.Size, (int)places.Shape.Size, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        Require(grid.Shape == shape, x, "TokenMixing", $"tokens {shape}, whose mixing is a table: the plain mixer takes the grid it was made for");
        var weights = grid.Weights(dtype);
        var z = (x * (weights / weights.Mean())).Reshape([x.Shape[0], x.Shape[1], -1]);
        return Out.Forward(Functions.Gelu(In.Forward(z))).Reshape(x.Shape);
    }
}
