using Kit.Display;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Theory.Pde;

/// <summary>Order of convergence of the heat equation ∂u/∂t = ν Δu on the unit square with u = 0 on its edge.</summary>
/// <remarks>
/// The start is two modes, sin πx sin πy + ½ sin 2πx sin πy. Each is an eigenvector of the five-point Laplacian, so the discrete solution
/// is known in closed form too: it checks the program to rounding, and the order then checks the method.
/// </remarks>
public sealed record HeatConvergence : Experiment
{
    private static readonly (int P, int Q, double Amplitude)[] Modes = [(1, 1, 1), (2, 1, 0.5)];

    /// <summary>Cells along an edge, 1/h, one entry a grid.</summary>
    [Bounds(4, 1024)]
    public int[] Cells { get; init; } = [8, 16, 32, 64];

    /// <summary>Time steps on the coarsest grid, for the order in Δt, in units of the fewest that are stable.</summary>
    [Bounds(1, 1024)]
    public int[] Refinement { get; init; } = [2, 4, 8, 16];

    /// <summary>Courant number ν Δt / h²; explicit Euler is stable up to ¼.</summary>
    [Bounds(0.01, 0.25)]
    public double Courant { get; init; } = 0.2;

    /// <summary>Diffusivity ν times the final time T; edges have length one.</summary>
    [Bounds(1e-3, 1)]
    public double FinalTime { get; init; } = 0.05;

    /// <inheritdoc/>
    public override string Title => "Heat equation: order of convergence";

    /// <inheritdoc/>
    public override string Claim => "Five-point explicit Euler with Δt ∝ h² is of second order in h; in Δt alone Euler is of first order and Heun of second; with ν Δt ≤ h²/4 no maximum ever grows.";

    /// <inheritdoc/>
    public override string Source => "LeVeque (2007), Finite Difference Methods for Ordinary and Partial Differential Equations, chapter 9";

    /// <inheritdoc/>
    public override HeatConvergence Full => this with { Cells = [8, 16, 32, 64, 128, 256], Refinement = [2, 4, 8, 16, 32, 64, 128] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        using var progress = Progress.Start("grids", Cells.Length);
        var (spatial, rounding) = (new double[Cells.Length], 0.0);
        for (var i = 0; i < Cells.Length; i++)
        {
            var (n, steps) = (Cells[i], (int)Math.Ceiling(FinalTime * Cells[i] * Cells[i] / Courant));
            var u = Simulate(Start(n), Euler, steps, token);
            spatial[i] = Distance(u, Exact(n));
            // Euler adds nine numbers of size ≤ max|u| ≤ 3/2, and with ν Δt ≤ h²/4 no error grows: less than 10 · 2⁻⁵³ · 3/2 a step.
            rounding = Math.Max(rounding, Distance(u, Discrete(n, steps, z => 1 + z)) / (15 * (steps + 1) * Math.ScaleB(1, -53)));
            progress.Report(i + 1);
        }

        var coarse = Cells.Min();
        int[] counts = [.. Refinement.Select(times => times * (int)Math.Ceiling(4 * FinalTime * coarse * coarse))];
        double[] Temporal(Action<Tensor, double> scheme) =>
            [.. counts.Select(steps => Distance(Simulate(Start(coarse), scheme, steps, token), Discrete(coarse, 1, Math.Exp)))];
        var (euler, heun) = (Temporal(Euler), Temporal(Heun));
        double[] h = [.. Cells.Select(n => 1.0 / n)], dt = [.. counts.Select(steps => FinalTime / steps)];

        return new()
        {
            Checks =
            [
                Check.AtMost("error of Euler's discrete solution / its bound", rounding, 1, "rounding: below 10 units in the last place a step, and no error grows"),
                Check.Near("order in h, Euler with Δt ∝ h²", Order(h, spatial), 2, 0.1, "truncation error O(Δt + h²)"),
                Check.Near("order in Δt, Euler", Order(dt, euler), 1, 0.1, "truncation error O(Δt)"),
                Check.Near("order in Δt, Heun", Order(dt, heun), 2, 0.1, "truncation error O(Δt²)"),
                Check.AtMost("largest factor of max|u| in a step, from noise", Growth(rng, coarse), 1 + 10 * Math.ScaleB(1, -53), "maximum principle: a new value is an average of old ones, up to rounding"),
            ],
            Figures =
            [
                Picture("Error against grid spacing", "h", h, ("Euler, Δt ∝ h²", spatial, 2)),
                Picture("Error against time step", "ν Δt", dt, ("Euler", euler, 1), ("Heun", heun, 2)),
            ],
        };
    }

    // Simulation: u holds the edge too, whose zeros no step touches.

    private static void Euler(Tensor u, double r) => u[1..^1, 1..^1] += r * FivePoint(u);

    private static void Heun(Tensor u, double r)
    {
        var (predicted, slope) = (u.Copy(), FivePoint(u));
        predicted[1..^1, 1..^1] += r * slope;
        u[1..^1, 1..^1] += r / 2 * (slope + FivePoint(predicted));
    }

    /// <summary>h² times the five-point Laplacian, at the inner points.</summary>
    private static Tensor FivePoint(Tensor u) =>
        u[..^2, 1..^1] + u[2.., 1..^1] + u[1..^1, ..^2] + u[1..^1, 2..] - 4 * u[1..^1, 1..^1];

    private Tensor Simulate(Tensor u, Action<Tensor, double> scheme, int steps, CancellationToken token)
    {
        var cells = u.Shape[0] - 1;
        for (var step = 0; step < steps; step++)
        {
            token.ThrowIfCancellationRequested();
            using (Tensor.Scope())
                scheme(u, FinalTime / steps * cells * cells);
        }
        return u;
    }

    private double Growth(Rng rng, int cells)
    {
        var u = Tensor.Zeros((cells + 1, cells + 1));
        u[1..^1, 1..^1] = rng.Uniform((cells - 1, cells - 1), -1, 1);
        var (largest, max) = (0.0, Max(u));
        for (var step = 0; step < 100; step++)
        {
            Euler(u, Courant);
            (largest, max) = (Math.Max(largest, Max(u) / max), Max(u));
        }
        return largest;
    }

    // Theory.

    private static Tensor Start(int cells) => Superpose(cells, (_, _) => 1);

    private Tensor Exact(int cells) => Superpose(cells, (p, q) => Math.Exp(-Math.PI * Math.PI * (p * p + q * q) * FinalTime));

    /// <summary>The grid's own solution after steps that multiply a mode by R(λ Δt), λ = −4/h² (sin² pπh/2 + sin² qπh/2).</summary>
    private Tensor Discrete(int cells, int steps, Func<double, double> amplification) => Superpose(cells, (p, q) =>
    {
        var (sinP, sinQ) = (Math.Sin(p * Math.PI / (2 * cells)), Math.Sin(q * Math.PI / (2 * cells)));
        return Math.Pow(amplification(-4.0 * cells * cells * (sinP * sinP + sinQ * sinQ) * FinalTime / steps), steps);
    });

    private static Tensor Superpose(int cells, Func<int, int, double> factor)
    {
        var u = new double[cells + 1, cells + 1];
        foreach (var (p, q, amplitude) in Modes)
        {
            for (var i = 1; i < cells; i++)
                for (var j = 1; j < cells; j++)
                    u[i, j] += amplitude * factor(p, q) * Math.Sin(p * Math.PI * i / cells) * Math.Sin(q * Math.PI * j / cells);
        }
        return Tensor.Of(u);
    }

    // Comparison.

    private static double Max(Tensor u) => u.Abs().Max().Item();

    private static double Distance(Tensor u, Tensor v) => Max(u - v);

    /// <summary>The slope of log error against log step, by least squares.</summary>
    private static double Order(double[] step, double[] error) =>
        Fit.Line(Array.ConvertAll(step, Math.Log), Array.ConvertAll(error, Math.Log)).B;

    private static Figure Picture(string title, string x, double[] step, params (string Name, double[] Error, int Order)[] curves)
    {
        var figure = new Figure(title, x, "max |error|").LogLog();
        foreach (var (name, error, order) in curves)
        {
            figure.Scatter(step, error, name: name);
            figure.Line(step, step.Select(s => error[^1] * Math.Pow(s / step[^1], order)).ToArray(), name: $"order {order}", dash: Dash.Dashed);
        }
        return figure;
    }
}
