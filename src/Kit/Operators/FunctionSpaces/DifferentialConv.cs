using System.Globalization;
using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A convolution that becomes a first derivative under refinement: (Du)(x) = (s/h) Σ_k (θ_k − θ̄) u(x + kh) → s (Σ_k θ_k k)·∇u(x).</summary>
/// <remarks>
/// Liu-Schiaffini et al., "Neural operators with localized integral and differential kernels", ICML 2024, section 3.1: a stencil of fixed points sees nothing but u(x) as h → 0; with the mean of its numbers
/// taken off and divided by h it keeps a derivative along a learned direction, with an error of order h (h² where θ_k = −θ_{−k}). Beyond the sides of a box
/// u is continued by its first differences.
/// </remarks>
/// <param name="inputs">Channels C of u [N, C, n₁, …, n_d].</param>
/// <param name="outputs">Channels O.</param>
/// <param name="domain">Where the points lie: equally spaced.</param>
/// <param name="spacing">s, a length that makes Du as large as u: on a grid of this spacing D is the convolution by θ − θ̄.</param>
/// <param name="kernel">Points of the stencil along an axis, odd.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class DifferentialConv(int inputs, int outputs, Domain domain, double spacing, int kernel = 3, DType dtype = DType.F32) : FieldLayer("DifferentialConv", inputs, domain)
{
    private readonly int reach = kernel > 1 && kernel % 2 == 1 ? kernel / 2 : throw new ArgumentException($"DifferentialConv: a stencil of {kernel} points; an odd number, 3 at least, is right");

    /// <summary>θ [O, C, K, …].</summary>
    public Tensor Weight { get; } = Unset(dtype, [outputs, inputs, .. Enumerable.Repeat(kernel, domain.Dimensions)]);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var h = grid.Axes[0].Spacing;
        for (var d = 0; d < grid.Axes.Count; d++)
        {
            var axis = grid.Axes[d];
            if (!(Math.Abs(axis.Spacing - h) <= 1e-9 * h))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"DifferentialConv: axis {d} has spacing {axis.Spacing:g4} and the first {h:g4} (NaN: unequal); points at one distance along all axes are needed"));
            if (axis.Count < kernel) throw new ArgumentException($"DifferentialConv: axis {d} has {axis.Count} points, the stencil {kernel}; give at least {kernel}");
            x = axis.Period is not null ? x.Pad(reach, reach, PadMode.Circular, axis: 2 + d) : Continued(x, 2 + d);
        }

        int[] stencil = [.. Enumerable.Range(2, grid.Axes.Count)];
        return Functions.Conv(x, (Weight - Weight.Mean(stencil, keepDims: true)) * (spacing / h));
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => Draw(Weight, null, Init.FanInUniform, Weight.Size / outputs, rng);

    /// <summary>u(−k) = u(0) + k(u(0) − u(1)) and the same at the end.</summary>
    private Tensor Continued(Tensor x, int axis)
    {
        var n = x.Shape[axis];
        var steps = Tensor.Arange(1.0, reach + 1, dtype: x.DType).Reshape([reach, .. Enumerable.Repeat(1, x.Rank - 1 - axis)]);
        var (first, last) = (x.Along(axis, 0, 1), x.Along(axis, n - 1, n));
        var before = first + steps.Flip(0) * (first - x.Along(axis, 1, 2));
        return Tensor.Concat([before, x, last + steps * (last - x.Along(axis, n - 2, n - 1))], axis);
    }
}
