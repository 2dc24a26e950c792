using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.LearnedSolvers;

/// <summary>A linear, symmetric and positive semidefinite network f = Lᵀ M₀ L with Mₗ = SᵀS + Uᵀ R* Mₗ₊₁ R U on a ladder of grids, the same kernels on every one: as many grids as the field has.</summary>
/// <remarks>
/// L, S and U are convolutions of 3 points an axis without bias, R averages pairs of points and R* repeats them. ⟨r, f(r)⟩ is a sum of squares, so every direction goes down, whatever the kernels are. The
/// Laplacian looks alike on all grids, and so does its approximate inverse: what is learned on a small field holds on a large one. Directions from a network: Kaneda et al., ICML 2023; the sum over grids:
/// J. H. Bramble, J. E. Pasciak, J. Xu, Math. Comput. 55 (1990) 1, whose kernels are given instead of learned.
/// </remarks>
/// <param name="axes">2 or 3.</param>
/// <param name="channels">8.</param>
/// <param name="coarsest">A grid with an extent below twice this, or an odd one, is the last.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class MultiscaleDirectionNet(int axes, int channels = 8, int coarsest = 2, DType dtype = DType.F32) : Layer
{
    /// <summary>L.</summary>
    public Conv Lift { get; } = Kernel(axes, 1, channels, dtype);

    /// <summary>S.</summary>
    public Conv Smooth { get; } = Kernel(axes, channels, channels, dtype);

    /// <summary>U.</summary>
    public Conv Carry { get; } = Kernel(axes, channels, channels, dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == axes + 2 && x.Shape[1] == 1, x, "MultiscaleDirectionNet", $"[N, 1] and {axes} axes of space");
        return Adjoint(Lift, OnGrid(Lift.Forward(x)));
    }

    private Tensor OnGrid(Tensor v)
    {
        var sum = Adjoint(Smooth, Smooth.Forward(v));
        return v.Shape.ToArray()[2..].All(n => n % 2 == 0 && n >= 2 * coarsest)
            ? sum + Adjoint(Carry, Upsample(OnGrid(AveragePool(Carry.Forward(v), 2)), 2))
            : sum;
    }

    private static Tensor Adjoint(Conv kernel, Tensor v) => ConvTranspose(v, kernel.Weight, null, 1, 1);

    private static Conv Kernel(int axes, int inputs, int outputs, DType dtype) => new(axes, inputs, outputs, 3, padding: 1, bias: false, dtype: dtype);
}
