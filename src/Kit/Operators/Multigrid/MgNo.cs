using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Multigrid;

/// <summary>The multigrid neural operator: vₗ₊₁ = σ(Wₗvₗ + Bₗvₗ + bₗ) with <see cref="MultigridConv"/> Wₗ and pointwise Bₗ, u = Q v_L; no lifting.</summary>
/// <remarks>He, Liu and Xu, ICLR 2024, eq. 3 and table 1. [N, C, H, W] → [N, O, H, W]; σ is GELU.</remarks>
/// <param name="inputs">C.</param>
/// <param name="outputs">O.</param>
/// <param name="points">H and W.</param>
/// <param name="width">Channels of v: 24 for Darcy flow, 32 for Navier-Stokes.</param>
/// <param name="layers">L: 4, for the smooth Darcy coefficient 5.</param>
/// <param name="iterations">Of every V-cycle, one number a level; (1, 1, 1, 1, 1, 2) in the paper.</param>
/// <param name="mode">What stands beyond the edge.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class MgNo(
    int inputs, int outputs, (int Height, int Width) points, int width = 24, int layers = 4, int[]? iterations = null, PadMode mode = PadMode.Constant, DType dtype = DType.F32) : Layer
{
    private static readonly Func<Tensor, Tensor, Tensor> Activate = Fuse.Of((Tensor a, Tensor b) => Gelu(a + b));

    /// <summary>Wₗ.</summary>
    public IReadOnlyList<MultigridConv> Multigrid { get; } =
        [.. Enumerable.Range(0, layers).Select(l => new MultigridConv(l == 0 ? inputs : width, width, iterations ?? [1, 1, 1, 1, 1, 2], points, mode, dtype))];

    /// <summary>Bₗ and bₗ.</summary>
    public IReadOnlyList<Conv> Pointwise { get; } = [.. Enumerable.Range(0, layers).Select(l => new Conv(2, l == 0 ? inputs : width, width, 1, dtype: dtype))];

    /// <summary>Q.</summary>
    public Conv Project { get; } = new(2, width, outputs, 1, bias: false, dtype: dtype);

    /// <summary>Darcy flow with a rough or multiscale coefficient, as in the paper: 572,661 numbers.</summary>
    /// <param name="n">Points a side; 256 in the paper.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static MgNo Darcy(int n = 256, DType dtype = DType.F32) => new(1, 1, (n, n), dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        for (var l = 0; l < layers; l++) x = Activate(Multigrid[l].Forward(x), Pointwise[l].Forward(x));
        return Project.Forward(x);
    }
}
