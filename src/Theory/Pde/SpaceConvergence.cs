using Kit.Display;
using Kit.Numerics;
using Kit.Pde;
using Kit.Pde.Collocation;
using Kit.Pde.FiniteDifference;
using Kit.Plotting;
using Kit.Tensors;
using Axis = Kit.Pde.Axis;

namespace Kit.Theory.Pde;

/// <summary>Accuracy of derivatives in space: finite differences inside, at ends and with every kind of condition, and the spectral methods.</summary>
/// <remarks>
/// Inside a circle u = sin 5x; on [0, 1] u = e^(5(x − ½)) + 0.8 e^(−5(x − ½)), no derivative of which vanishes near an end. An error C hᵖ (1 + O(h)) on three grids, each finer
/// than the last by √2, gives two slopes, and these continued to h = 0 the order. Spectral errors fall as ρ⁻ⁿ with the nearest singularity in the complex plane.
/// </remarks>
public sealed record SpaceConvergence : Experiment
{
    private const double K = 5;

    /// <summary>Points on the coarsest of the three grids, for schemes of second order; those of fourth order take half, of sixth and eighth a fifth, since rounding grows as ε/hᵐ.</summary>
    [Bounds(100, 400)]
    public int Points { get; init; } = 200;

    /// <summary>Points of the spectral derivatives, least to most, in the figure; the rate is that between the first and the last.</summary>
    [Bounds(8, 256)]
    public int[] SpectralPoints { get; init; } = [16, 24, 32, 40, 48, 56];

    /// <inheritdoc/>
    public override string Title => "Derivatives in space: order of convergence";

    /// <inheritdoc/>
    public override string Claim => "Differences of accuracy p err as hᵖ for every derivative, up to the ends and with every kind of condition; the Fourier and Chebyshev derivatives of an analytic function err as ρ⁻ⁿ.";

    /// <inheritdoc/>
    public override string Source => "Fornberg (1988), Math. Comp. 51; LeVeque (2007), Finite Difference Methods, chapter 2; Trefethen (2000), Spectral Methods in MATLAB, chapters 3 to 6";

    /// <inheritdoc/>
    public override SpaceConvergence Full => this with { Points = 283, SpectralPoints = [16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var checks = new List<Check>();
        var curves = new Figure("Error of the second derivative", "h", "max |error|").LogLog();
        void Add(string name, int p, Func<int, Axis> axis, Func<Grid, Tensor> derivative, int m, bool drawn = false)
        {
            token.ThrowIfCancellationRequested();
            var (h, error) = Errors(p, axis, grid => derivative(grid) - Wave(grid.Axes[0], m));
            if (drawn) curves.Scatter(h, error, name: name).Line(h, h.Select(s => error[^1] * Math.Pow(s / h[^1], p)).ToArray(), name: $"order {p}", dash: Dash.Dashed);
            checks.Add(Check.Near($"order of {name}", Order(h, error), p, 0.1, "Taylor's series"));
        }

        for (var m = 1; m <= 4; m++)
            foreach (var p in new[] { 2, 4, 6, 8 })
            {
                var order = m;
                Add($"∂{m} to h^{p} on a circle", p, Circle, grid => Differences.Derivative(Wave(grid.Axes[0], 0), grid, 0, order, p), m, drawn: m == 2);
                // Above this sum rounding at the ends comes before the limit of small h.
                if (m + p <= 8 && (m < 3 || p < 4)) Add($"∂{m} to h^{p} with one-sided ends", p, n => Axis.Cells(n), grid => Differences.Derivative(Wave(grid.Axes[0], 0), grid, 0, order, p), m);
            }

        foreach (var kind in new[] { AxisKind.Cells, AxisKind.Nodes })
        {
            Func<int, Axis> axis = kind == AxisKind.Cells ? n => Axis.Cells(n) : n => Axis.Nodes(n);
            foreach (var (name, low, high) in Conditions())
            {
                foreach (var p in new[] { 2, 4, 6 })
                    Add($"∂2 to h^{p}, {kind}, {name}", p, axis, grid => Differences.Derivative(Wave(grid.Axes[0], 0), new Boundaries(grid, (low, high)), 0, 2, p), 2);
                var (h, error) = Errors(2, axis, grid => Solve(new(grid, (low, high))) - Wave(grid.Axes[0], 0));
                checks.Add(Check.Near($"order of the solution by ghost points, {kind}, {name}", Order(h, error), 2, 0.1, "the errors next to the sides are smoothed by the inverse: LeVeque, section 2.12"));
            }
        }

        foreach (var p in new[] { 1, 3 })
            Add($"upwind to h^{p} on a circle", p, Circle, grid => Differences.Upwind(Wave(grid.Axes[0], 0), 1, Boundaries.Periodic(grid), 0, p), 1);
        var (chebyshev, fourier) = (Array.ConvertAll(SpectralPoints, ChebyshevError), Array.ConvertAll(SpectralPoints, FourierError));
        // Poles at ±0.4i lie on the ellipse 0.4 + √1.16; the Poisson kernel has coefficients 2^(−|k|), of which |k| < n/2 are seen.
        checks.Add(Check.Near("Chebyshev: factor of the error of ∂1/n a point", Rate(chebyshev), 1 / (0.4 + Math.Sqrt(1.16)), 0.02, "the ellipse of the nearest pole"));
        checks.Add(Check.Near("Fourier: factor of the error of ∂1/n a point", Rate(fourier), Math.Sqrt(0.5), 0.02, "the strip of the nearest pole"));
        double[] count = Array.ConvertAll(SpectralPoints, n => (double)n);
        return new()
        {
            Checks = [.. checks],
            Figures = [curves, new Figure("Error of spectral derivatives", "points n", "max |error|").LogY().Scatter(count, chebyshev, name: "Chebyshev").Scatter(count, fourier, name: "Fourier")],
        };
    }

    private static Axis Circle(int n) => Axis.Periodic(n, 0, 4 * Math.PI / K);

    // Simulation.

    private (double[] H, double[] Error) Errors(int p, Func<int, Axis> axis, Func<Grid, Tensor> error)
    {
        var coarsest = Points / (p <= 2 ? 1 : p <= 4 ? 2.0 : 5);
        var grids = Enumerable.Range(0, 3).Select(i => new Grid(axis((int)Math.Round(coarsest * Math.Pow(2, i / 2.0))))).ToArray();
        return (Array.ConvertAll(grids, grid => grid.Axes[0].Spacing), Array.ConvertAll(grids, grid => error(grid).Abs().Max().Item()));
    }

    /// <summary>u″ − u = f by the symmetric three-point Laplacian.</summary>
    private static Tensor Solve(Boundaries sides)
    {
        var axis = sides.Grid.Axes[0];
        var zero = Conservative.Laplacian(Tensor.Zeros(axis.Count), sides);
        // What the operator adds to 0 is the part of the conditions; its columns are the rest.
        var matrix = (Conservative.Laplacian(Tensor.Eye(axis.Count), sides) - zero).T - Tensor.Eye(axis.Count);
        var right = Wave(axis, 2) - Wave(axis, 0) - zero;
        if (axis.Kind == AxisKind.Nodes)
            foreach (var (i, side) in new[] { (0, sides[0].Low), (-1, sides[0].High) })
                if (side.IsDirichlet) (matrix[i], right[i]) = (Tensor.Eye(axis.Count)[i], side.Value());
        return LinearAlgebra.Solve(matrix, right);
    }

    private static double ChebyshevError(int n)
    {
        var axis = Axis.Chebyshev(n);
        var x = axis.Points;
        var u = (1 + 6.25 * x * x).Reciprocal();
        return (Chebyshev.Derivative(u, axis) + 12.5 * x * u * u).Abs().Max().Item();
    }

    private static double FourierError(int n)
    {
        var x = 2 * Math.PI / n * Tensor.Arange(n);
        var bottom = 1.25 - x.Cos();
        var k = Fourier.RealFrequencies(n) * n;
        // The highest frequency of an even number of points has no derivative.
        var derivative = Fourier.Irfft(Fourier.Rfft(0.75 / bottom) * Functions.Where(k < n / 2.0, k, 0.0) * System.Numerics.Complex.ImaginaryOne, n);
        return (derivative + 0.75 * x.Sin() / (bottom * bottom)).Abs().Max().Item();
    }

    // Theory.

    private static Tensor Wave(Axis axis, int m) => axis.Kind == AxisKind.Periodic
        ? Math.Pow(K, m) * (K * axis.Points + m * Math.PI / 2).Sin()
        : Math.Pow(K, m) * ((K * (axis.Points - 0.5)).Exp() + (m % 2 == 0 ? 0.8 : -0.8) * (-K * (axis.Points - 0.5)).Exp());

    private static IEnumerable<(string Name, Boundary Low, Boundary High)> Conditions()
    {
        var ends = Axis.Nodes(2);
        double Left(double a, double b) => a * Wave(ends, 0)[0].Item() - b * Wave(ends, 1)[0].Item();
        double Right(double a, double b) => a * Wave(ends, 0)[1].Item() + b * Wave(ends, 1)[1].Item();
        yield return ("Dirichlet", Boundary.Dirichlet(Left(1, 0)), Boundary.Dirichlet(Right(1, 0)));
        yield return ("Neumann", Boundary.Neumann(Left(0, 1)), Boundary.Neumann(Right(0, 1)));
        yield return ("Robin", Boundary.Robin(2, 3, Left(2, 3)), Boundary.Robin(1, 2, Right(1, 2)));
        yield return ("Dirichlet and Robin", Boundary.Dirichlet(Left(1, 0)), Boundary.Robin(1, 2, Right(1, 2)));
    }

    // Comparison.

    private static double Order(double[] h, double[] error)
    {
        double Slope(int i) => Math.Log(error[i] / error[i + 1]) / Math.Log(h[i] / h[i + 1]);
        var ratio = h[0] / h[1];
        return (ratio * Slope(1) - Slope(0)) / (ratio - 1);
    }

    private double Rate(double[] error)
    {
        var (first, last) = (SpectralPoints[0], SpectralPoints[^1]);
        return Math.Pow(error[^1] / last / (error[0] / first), 1.0 / (last - first));
    }
}
