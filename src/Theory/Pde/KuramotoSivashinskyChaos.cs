using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Pde;

/// <summary>Chaos of ∂u/∂t = −∂²u/∂x² − ∂⁴u/∂x⁴ − ½ ∂(u²)/∂x on a circle of length L: the largest Lyapunov exponent and the mean spectrum.</summary>
/// <remarks>
/// Several trajectories from noise run as one batch. The spectrum is flat at long waves, has a shoulder at the fastest growing wave k = 1/√2, and falls exponentially beyond. As energy neither
/// grows nor falls in the mean, the gain of the modes k &lt; 1 equals the loss of the others: Σ (k² − k⁴) ⟨|û|²⟩ = 0, for the product conserves ½∫u².
/// </remarks>
public sealed record KuramotoSivashinskyChaos : Experiment
{
    /// <summary>Length L of the circle.</summary>
    [Bounds(20, 400)]
    public double Length { get; init; } = 22;

    /// <summary>Points n.</summary>
    [Bounds(32, 2048)]
    public int Points { get; init; } = 64;

    /// <summary>Trajectories at once.</summary>
    [Bounds(1, 4096)]
    public int Trajectories { get; init; } = 16;

    /// <summary>Time over which is measured.</summary>
    [Bounds(200, 1e6)]
    public double Time { get; init; } = 500;

    /// <summary>Step Δt.</summary>
    [Bounds(0.01, 0.5)]
    public double Step { get; init; } = 0.25;

    /// <inheritdoc/>
    public override string Title => "Kuramoto-Sivashinsky: chaos of a flame front";

    /// <inheritdoc/>
    public override string Claim => "At L = 22 the largest Lyapunov exponent is 0.043; what long waves gain short ones lose; short waves fall exponentially.";

    /// <inheritdoc/>
    public override string Source => "Edson, Bunder, Mattner and Roberts (2019), Lyapunov exponents of the Kuramoto-Sivashinsky PDE; Cvitanović, Davidchack and Siminos (2010)";

    /// <inheritdoc/>
    public override KuramotoSivashinskyChaos Full => this with { Trajectories = 64, Time = 20_000, Points = 96, Step = 0.1 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var grid = Grid.Periodic(Points, Length);
        var equation = new KuramotoSivashinsky(grid);
        var u = equation.Evolve(Start(rng), Step, (int)(200 / Step), token: token);

        // One exponent a trajectory, so that their scatter is the error.
        var exponents = new double[Math.Min(Trajectories, 8)];
        for (var i = 0; i < exponents.Length; i++)
            exponents[i] = LyapunovExponent.Largest(equation.Stepper(), equation.Modes(u[i]), Step, (int)(100 / Step), (int)(Time / Step), every: (int)Math.Ceiling(5 / Step), token: token);
        var (mean, error) = (exponents.Average(), exponents.Length > 1 ? Math.Sqrt(exponents.Select(x => Math.Pow(x - exponents.Average(), 2)).Sum() / exponents.Length / (exponents.Length - 1)) : 0.02);

        var (samples, sum) = ((int)(Time / 5), new double[Points / 2 + 1]);
        for (var sample = 0; sample < samples; sample++)
        {
            using var scope = Tensor.Scope();
            var next = equation.Evolve(u, Step, (int)Math.Round(5 / Step), token: token).Keep();
            u.Dispose();
            u = next;
            var spectrum = equation.Space.Spectrum(u).Mean(0).ToDoubles();
            for (var k = 0; k < sum.Length; k++) sum[k] += spectrum[k] / samples;
        }

        double[] waves = [.. Enumerable.Range(0, sum.Length).Select(m => 2 * Math.PI * m / Length)];
        double[] rates = [.. waves.Select(k => k * k - k * k * k * k)];
        var (gain, loss) = (0.0, 0.0);
        for (var m = 0; m < sum.Length; m++) (gain, loss) = rates[m] > 0 ? (gain + rates[m] * sum[m], loss) : (gain, loss - rates[m] * sum[m]);
        var kept = (Points - 1) / 3;
        return new()
        {
            Checks =
            [
                // The published value, with two figures, at L = 22 only; elsewhere chaos alone is checked.
                Length == 22
                    ? Check.Near("largest Lyapunov exponent", mean, 0.043, 0.003 + 3 * error, "published 0.043 and three standard errors of the trajectories")
                    : Check.AtLeast("largest Lyapunov exponent", mean, 0.01, "chaos"),
                Check.Near("energy gained by long waves / lost by short ones", gain / loss, 1, 0.05, "½∫u² is stationary in the mean; its change over the time measured is below 5 % of what passes through"),
                Check.AtMost("energy of the last mode kept / largest", sum[kept] / sum.Max(), 1e-6, "short waves fall exponentially: the grid sees all of the flow"),
            ],
            Figures =
            [
                new Figure("Mean spectrum", "k", "E(k)").LogY().Line(waves[1..(kept + 1)], sum[1..(kept + 1)], name: "⟨½|û|²⟩"),
                new Figure("A trajectory", "t", "x").Heatmap(Film(equation, u[0], token).T, Enumerable.Range(0, 100).Select(i => 2.0 * i).ToArray(), grid.Axes[0].Points.ToDoubles(), colorTitle: "u"),
            ],
        };
    }

    private Tensor Start(Rng rng) => rng.Stream("start").Normal((Trajectories, Points), 0, 0.1);

    private Tensor Film(KuramotoSivashinsky equation, Tensor u, CancellationToken token)
    {
        var frames = new Tensor[100];
        for (var i = 0; i < frames.Length; i++) frames[i] = u = equation.Evolve(u, Step, (int)Math.Max(1, Math.Round(2 / Step)), token: token);
        return Tensor.Stack(frames);
    }
}
