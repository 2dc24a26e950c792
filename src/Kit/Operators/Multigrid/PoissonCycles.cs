using System.Globalization;
using Kit.Learning;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Operators.Multigrid;

/// <summary>A deep linear network that solves −Δu = f, with weights that need no training: u₀ = 0, uₖ₊₁ = uₖ + W(f − Auₖ), where W is <see cref="MultigridConv.Poisson"/>.</summary>
/// <remarks>Every layer is a V-cycle, so each multiplies the error by the same factor, on any grid: about μ^ν of the smoother, (3/5)² for one sweep before and one after. Depth is accuracy. [N, 1, n, n] → [N, 1, n, n], in F64.</remarks>
/// <param name="n">Points a side: 2ᵏ on a torus, 2ᵏ − 1 between walls.</param>
/// <param name="depth">Cycles.</param>
/// <param name="before">Sweeps before the coarser grid.</param>
/// <param name="after">Sweeps after it.</param>
/// <param name="mode">Circular for a torus, constant for walls of zeros.</param>
public sealed class PoissonCycles(int n, int depth, int before = 1, int after = 1, PadMode mode = PadMode.Circular) : Layer
{
    /// <summary>W.</summary>
    public MultigridConv Cycle { get; } = MultigridConv.Poisson(n, before, after, mode);

    /// <summary>A.</summary>
    public Conv Laplacian => Cycle.Levels[0].Defect ?? throw new InvalidOperationException("PoissonCycles: one point has no coarser grid; take more");

    /// <summary>‖uₖ − u‖/‖u‖ for k = 0 … depth where f = Au.</summary>
    /// <param name="u">[N, 1, n, n]; on a torus its mean is taken off, as f does not tell it.</param>
    public double[] Errors(Tensor u)
    {
        using var scope = Tensor.Scope();
        if (mode == PadMode.Circular) u -= u.Mean([-2, -1], keepDims: true);
        var f = Laplacian.Forward(u);
        var (iterate, errors) = (u * 0, new List<double> { 1 });
        for (var k = 0; k < depth; k++)
        {
            iterate = Improve(iterate, f);
            errors.Add(((iterate - u).Norm() / u.Norm()).Item());
        }

        return [.. errors];
    }

    /// <summary>The errors of random fields against the number of layers, on several grids, beside the factor μ^(ν₁ + ν₂) that local Fourier analysis predicts.</summary>
    /// <param name="points">n, one entry a grid.</param>
    /// <param name="depth">Layers.</param>
    /// <param name="rng">Of the fields.</param>
    /// <param name="mode">Circular for a torus, constant for walls of zeros.</param>
    public static Figure Picture(ReadOnlySpan<int> points, int depth, Rng rng, PadMode mode = PadMode.Circular)
    {
        ArgumentNullException.ThrowIfNull(rng);
        double[] layers = [.. Enumerable.Range(0, depth + 1).Select(k => (double)k)];
        var figure = new Figure("A layer is a V-cycle: depth is accuracy", "layers k", "‖uₖ − u‖/‖u‖").LogY();
        foreach (var n in points) figure.Line(layers, new PoissonCycles(n, depth, mode: mode).Errors(rng.Normal((1, 1, n, n))), name: string.Create(CultureInfo.InvariantCulture, $"{n}² points"), markers: true);
        return figure.Line(layers, [.. layers.Select(k => Math.Pow(0.36, k))], name: "(3/5)²ᵏ", dash: Dash.Dashed);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor f)
    {
        var u = Cycle.Forward(f);
        for (var k = 1; k < depth; k++) u = Improve(u, f);
        return u;
    }

    /// <summary>u + W(f − Au).</summary>
    private Tensor Improve(Tensor u, Tensor f) => u + Cycle.Forward(f - Laplacian.Forward(u));
}
