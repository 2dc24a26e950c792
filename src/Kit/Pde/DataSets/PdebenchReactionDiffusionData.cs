using Kit.Numerics.TimeIntegration;
using Kit.Parameters;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>An activator and an inhibitor that make patterns out of noise.</summary>
public sealed record PdebenchReactionDiffusionData : DataSet
{
    /// <summary>Cells along a side.</summary>
    [Bounds(8, 2048)]
    public int Points { get; init; } = 128;

    /// <summary>Final time; 101 frames are saved.</summary>
    [Bounds(0.01, 1000)]
    public double Time { get; init; } = 5;

    /// <summary>Diffusivity of the activator.</summary>
    [Bounds(0, 1)]
    public double DiffusivityU { get; init; } = 1e-3;

    /// <summary>Diffusivity of the inhibitor.</summary>
    [Bounds(0, 1)]
    public double DiffusivityV { get; init; } = 5e-3;

    /// <summary>k.</summary>
    [Bounds(-1, 1)]
    public double Threshold { get; init; } = 5e-3;

    /// <inheritdoc/>
    public override string Title => "PDEBench: reaction and diffusion";

    /// <inheritdoc/>
    public override string Equation => "∂u/∂t = D_u Δu + u − u³ − k − v, ∂v/∂t = D_v Δv + u − v on (−1, 1)², no flux through the sides; u(0), v(0) ~ N(0, 1) in every cell.";

    /// <inheritdoc/>
    public override string Method => "Five points on cells, second order; classical Runge–Kutta, fourth order, at a third of its stable step at most.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.4 (FitzHugh–Nagumo).";

    /// <inheritdoc/>
    public override int Published => 1000;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var axis = Axis.Cells(Points, -1, 1);
        var h2 = axis.Spacing * axis.Spacing;
        var walls = Boundaries.Neumann(new Grid(axis, axis));
        var diffusion = Tensor.Of([DiffusivityU / h2, DiffusivityV / h2]).Reshape(2, 1, 1).Keep();
        var start = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => rng.Stream(first + i).Normal([2, Points, Points]))]);
        var stepper = new RungeKutta(Tableau.Rk4, Slope);
        // RK4 is stable for −λΔt < 2.78; λ = 8D/h² of the shortest waves, and a little for the reaction.
        var step = 2.78 / 3 / (8 * Math.Max(DiffusivityU, DiffusivityV) / h2 + 3);
        double[] times = [.. Enumerable.Range(0, 101).Select(k => Time * k / 100)];
        var states = Evolution.Run(stepper, start, times, step).States;
        return new Dictionary<string, Tensor> { ["u"] = states[.., .., 0].MoveAxis(0, 1).Contiguous(), ["v"] = states[.., .., 1].MoveAxis(0, 1).Contiguous() };

        Tensor Slope(double t, Tensor s)
        {
            var p = walls.Pad(s);
            var laplacian = p[Slice.Ellipsis, ..^2, 1..^1] + p[Slice.Ellipsis, 2.., 1..^1] + p[Slice.Ellipsis, 1..^1, ..^2] + p[Slice.Ellipsis, 1..^1, 2..] - 4 * s;
            var (u, v) = (s[.., 0], s[.., 1]);
            return diffusion * laplacian + Tensor.Stack([u - u * u * u - Threshold - v, u - v], 1);
        }
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) =>
        Pictures.Movies(Title, samples["u"], "u", Axis.Cells(Points, -1, 1), k => FormattableString.Invariant($"u, t = {Time * k / 100:0.##}"));
}
