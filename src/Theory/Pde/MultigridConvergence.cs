using Kit.Pde;
using Kit.Pde.Elliptic;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;
using Axis = Kit.Pde.Axis;

namespace Kit.Theory.Pde;

/// <summary>Multigrid for −Δu = f on the unit square: the factor of a cycle against local Fourier analysis, and the order of the discretisation for each kind of side.</summary>
/// <remarks>
/// Red–black Gauss–Seidel, full weighting, bilinear interpolation. A W cycle solves the coarse problem almost exactly, and so shows the factor of two grids; a V cycle is a little slower.
/// </remarks>
public sealed record MultigridConvergence : Experiment
{
    // Two-grid factors of local Fourier analysis for ν = ν₁ + ν₂ = 1 … 4 sweeps, full weighting.
    private static readonly (int Before, int After, double Factor)[] Predicted = [(1, 0, 0.25), (1, 1, 0.074), (2, 1, 0.053), (2, 2, 0.041)];

    /// <summary>Cells along an edge for the factors, one entry a grid.</summary>
    [Bounds(16, 2048)]
    public int[] Cells { get; init; } = [32, 64, 128, 256];

    /// <summary>Cells along an edge for the order in h, one entry a grid.</summary>
    [Bounds(8, 512)]
    public int[] Refinement { get; init; } = [20, 40, 80];

    /// <summary>Largest over smallest coefficient a of ∇·(a∇u), one entry a run.</summary>
    [Bounds(1, 10000)]
    public double[] Contrasts { get; init; } = [10, 100, 1000, 10000];

    /// <inheritdoc/>
    public override string Title => "Multigrid: a factor that does not depend on the grid";

    /// <inheritdoc/>
    public override string Claim => "A cycle of red–black multigrid reduces the residual of Poisson's equation by the factor that local Fourier analysis predicts, on every grid; differences are of second order for every kind of side.";

    /// <inheritdoc/>
    public override string Source => "Trottenberg, Oosterlee and Schüller (2001), Multigrid, sections 4.5 and 5.2";

    /// <inheritdoc/>
    public override MultigridConvergence Full => this with { Cells = [32, 64, 128, 256, 512, 1024, 2048], Refinement = [20, 40, 80, 160, 320] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        List<Check> checks = [];
        double[] sweeps = [.. Predicted.Select(p => (double)(p.Before + p.After))], theory = [.. Predicted.Select(p => p.Factor)];
        var largest = Cells.Max();
        double[] measured = [.. Predicted.Select(p => Factor(rng, largest, CycleKind.W, p.Before, p.After, token))];
        for (var i = 0; i < Predicted.Length; i++)
            checks.Add(Check.Near($"factor of a W({Predicted[i].Before},{Predicted[i].After}) cycle, {largest} cells", measured[i], theory[i], 0.1 * theory[i], "two-grid local Fourier analysis, of the whole plane; walls and finite grids only help"));
        double[] v = [.. Cells.Select(n => Factor(rng, n, CycleKind.V, 2, 2, token))];
        checks.Add(Check.AtMost("largest factor of a V(2,2) cycle", v.Max(), 0.12, "two grids give 0.041; errors of inexact coarse solutions add up to some multiple"));
        checks.Add(Check.AtMost("largest / smallest factor of V(2,2) among the grids", v.Max() / v.Min(), 1.5, "independent of h, but for the few points of the coarsest grid"));

        double[] points = [.. Contrasts.Select(c => (double)Steps(rng, c, fromPointToPoint: true, token))], fields = [.. Contrasts.Select(c => (double)Steps(rng, c, fromPointToPoint: false, token))];
        checks.Add(Check.AtMost("steps to 10⁻¹⁰ for any contrast and either kind of coefficient", Math.Max(points.Max(), fields.Max()), 15, "a factor of 0.2 a step; what a few modes leave over, conjugate gradients take away"));
        var contrast = new Figure("Preconditioned conjugate gradients", "largest / smallest coefficient", "steps to 10⁻¹⁰").LogX();
        contrast.Scatter(Contrasts, points, name: "noise from point to point");
        contrast.Scatter(Contrasts, fields, name: "four fields");

        double[] h = [.. Refinement.Select(n => 1.0 / n)];
        var orders = new Figure("Error against grid spacing", "h", "‖u − exact‖").LogLog();
        foreach (var (name, a, b) in (ReadOnlySpan<(string, double, double)>)[("Dirichlet", 1, 0), ("Neumann", 0, 1), ("Robin", 1, 0.5)])
        {
            double[] errors = [.. Refinement.Select(n => Error(n, a, b, token))];
            orders.Scatter(h, errors, name: name);
            checks.Add(Check.Near($"order in h, {name} sides", Fit.Line(Array.ConvertAll(h, Math.Log), Array.ConvertAll(errors, Math.Log)).B, 2, 0.1, "truncation error O(h²)"));
        }

        var factors = new Figure("Factor of the residual a cycle", "sweeps ν₁ + ν₂", "factor");
        factors.Scatter(sweeps, measured, name: $"W cycles, {largest} cells");
        factors.Line(sweeps, theory, name: "local Fourier analysis", dash: Dash.Dashed);
        return new() { Checks = checks, Figures = [Waves(checks), factors, Picture("V(2,2) on finer grids", v), contrast, orders] };
    }

    // Simulation.

    /// <summary>The ratio of the last two residuals, when only the slowest modes are left.</summary>
    private static double Factor(Rng rng, int cells, CycleKind kind, int before, int after, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Grid grid = new(Axis.Nodes(cells + 1), Axis.Nodes(cells + 1));
        var result = new Multigrid(Boundaries.Dirichlet(grid), options: new(kind, before, after, 1e-11)).Run(rng.Normal((cells + 1, cells + 1)));
        return result.Residuals[^1] / result.Residuals[^2];
    }

    /// <summary>Steps for −∇·(a∇u) = f on 129² cells with a log-uniform at every point, or large and small in turn on four fields.</summary>
    private static int Steps(Rng rng, double contrast, bool fromPointToPoint, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Grid grid = new(Axis.Cells(129), Axis.Cells(129));
        var power = fromPointToPoint ? rng.Uniform([129, 129]) : grid.Sample((x, y) => 0.5 * (20 * (2 * Math.PI * x).Sin() * (2 * Math.PI * y).Sin()).Tanh());
        return new Multigrid(Boundaries.Dirichlet(grid), (Math.Log(contrast) * power).Exp(), FaceAverage.Harmonic).Run(rng.Normal([129, 129])).Cycles;
    }

    /// <summary>u = sin(1.3x + 0.4) cos(0.9y + 0.2) with u − Δu = f and the values of a u + b ∂u/∂n on all sides.</summary>
    private static double Error(int cells, double a, double b, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Grid grid = new(Axis.Cells(cells), Axis.Cells(cells));
        var points = grid.Axes[0].Points;
        Boundary X(double x) => Boundary.Robin(a, b, (0.9 * points + 0.2).Cos() * (a * Math.Sin(1.3 * x + 0.4) + (2 * x - 1) * b * 1.3 * Math.Cos(1.3 * x + 0.4)));
        Boundary Y(double y) => Boundary.Robin(a, b, (1.3 * points + 0.4).Sin() * (a * Math.Cos(0.9 * y + 0.2) - (2 * y - 1) * b * 0.9 * Math.Sin(0.9 * y + 0.2)));
        var exact = grid.Sample((x, y) => (1.3 * x + 0.4).Sin() * (0.9 * y + 0.2).Cos());
        var u = new Multigrid(new(grid, (X(0), X(1)), (Y(0), Y(1))), reaction: 1).Solve((1 + 1.3 * 1.3 + 0.9 * 0.9) * exact);
        return grid.Norm(u - exact).Item();
    }

    /// <summary>The amplitudes of sin kπx in an error that has all of them alike: at first, after two sweeps of Jacobi's method with ω = 2/3, and after the correction from a grid of half the points.</summary>
    private static double[][] Amplitudes(int cells)
    {
        Multigrid Line(int n) => new(Boundaries.Dirichlet(new Grid(Axis.Nodes(n + 1))));
        var k = Tensor.Arange(1, cells);
        var modes = (Math.PI / cells * k.Reshape(cells - 1, 1) * Tensor.Arange(0, cells + 1)).Sin();
        double[] Of(Tensor error) => (2.0 / cells * modes.MatMul(error)).ToDoubles();
        Multigrid fine = Line(cells), coarse = Line(cells / 2);
        var error = modes.Sum(0);
        List<double[]> amplitudes = [Of(error)];
        for (var sweep = 0; sweep < 2; sweep++) error -= 2.0 / 3 / (2.0 * cells * cells) * fine.Apply(error);
        amplitudes.Add(Of(error));

        double[] residual = fine.Apply(error).ToDoubles(), restricted = new double[cells / 2 + 1], corrected = error.ToDoubles();
        for (var i = 1; i < cells / 2; i++) restricted[i] = (residual[2 * i - 1] + 2 * residual[2 * i] + residual[2 * i + 1]) / 4;
        var correction = coarse.Solve(Tensor.Of(restricted)).ToDoubles();
        for (var i = 0; i <= cells; i++) corrected[i] -= (correction[i / 2] + correction[(i + 1) / 2]) / 2;
        amplitudes.Add(Of(Tensor.Of(corrected)));
        return [.. amplitudes];
    }

    // Comparison.

    /// <summary>What each half of a cycle is for, with the amplitudes of local mode analysis: a = (1 − 4s²/3)², then s² a_k + (1 − s²) a_{N−k}, s = sin(kπ/2N).</summary>
    private static Figure Waves(List<Check> checks)
    {
        const int N = 64;
        var measured = Amplitudes(N);
        double[] k = [.. Enumerable.Range(1, N - 1).Select(i => (double)i)];
        double[] s = [.. k.Select(i => Math.Pow(Math.Sin(i * Math.PI / (2 * N)), 2))], smooth = [.. s.Select(x => Math.Pow(1 - 4 * x / 3, 2))];
        double[] corrected = [.. s.Select((x, i) => x * smooth[i] + (1 - x) * smooth[N - 2 - i])];
        double Farthest(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
        checks.Add(Check.AtMost("amplitudes of waves after smoothing against their symbol", Farthest(measured[1], smooth), 1e-10, "rounding"));
        checks.Add(Check.AtMost("amplitudes after the coarse correction against two-grid analysis", Farthest(measured[2], corrected), 1e-8, "the coarse problem is solved to 10⁻¹⁰"));
        checks.Add(Check.AtMost("largest amplitude of a short wave after two sweeps", measured[1][(N / 2 - 1)..].Max(), 1 / 9.0 + 1e-10, "μ² with μ = 1/3 for ω = 2/3"));
        var figure = new Figure("Waves in the error: smoothing takes the short ones, the coarse grid the long ones", $"wave number k of sin kπx, {N} cells", "amplitude");
        foreach (var (name, amplitudes) in new[] { "at first", "after two sweeps", "after the coarse correction" }.Zip(measured)) figure.Line(k, amplitudes, name: name);
        return figure;
    }


    private Figure Picture(string title, double[] factors)
    {
        var figure = new Figure(title, "cells along an edge", "factor");
        figure.Scatter([.. Cells.Select(n => (double)n)], factors, name: "V(2,2)");
        figure.Line([.. Cells.Select(n => (double)n)], [.. Cells.Select(_ => Predicted[^1].Factor)], name: "two grids, local Fourier analysis", dash: Dash.Dashed);
        return figure;
    }
}
