using Kit.Pde;
using Kit.Pde.Equations;
using Kit.Pde.Spectral;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;
using static Kit.Tensors.Functions;

namespace Kit.Theory.Pde;

/// <summary>Order in Δt of exponential and implicit-explicit methods, and accuracy in the number of points, for Burgers' equation ∂u/∂t = ν ∂²u/∂x² − ½ ∂(u²)/∂x.</summary>
/// <remarks>
/// The exact solution is that of Cole (1951) and Hopf (1950): u = −2ν (∂θ/∂x)/θ with θ = 1 + a e^(−νt) cos x. Its poles lie at a distance arcosh(e^(νt)/a) from the
/// real axis, so mode k falls as e^(−k·arcosh(e^(νt)/a)): the error of n points, of which the third part is cut, falls as e^(−(n/3)·arcosh(1/a)) or faster.
/// </remarks>
public sealed record SpectralConvergence : Experiment
{
    /// <summary>Viscosity ν, on a side of 2π.</summary>
    [Bounds(0.01, 1)]
    public double Viscosity { get; init; } = 0.2;

    /// <summary>a, how sharp the front is.</summary>
    [Bounds(0.1, 0.95)]
    public double Sharpness { get; init; } = 0.8;

    /// <summary>Final time T.</summary>
    [Bounds(0.1, 10)]
    public double FinalTime { get; init; } = 1;

    /// <summary>Numbers of steps.</summary>
    [Bounds(4, 4096)]
    public int[] Steps { get; init; } = [32, 64, 128];

    /// <summary>Numbers of points.</summary>
    [Bounds(8, 512)]
    public int[] Points { get; init; } = [16, 24, 32, 40, 48];

    /// <inheritdoc/>
    public override string Title => "Spectral methods: order in time, accuracy in space";

    /// <inheritdoc/>
    public override string Claim => "Each exponential and implicit-explicit method has its order in Δt; the error in the number of points falls faster than any power, at the rate of the solution's nearest pole.";

    /// <inheritdoc/>
    public override string Source => "Kassam and Trefethen (2005), Fourth-order time-stepping for stiff PDEs; Trefethen (2000), Spectral Methods in MATLAB, chapter 4";

    /// <inheritdoc/>
    public override SpectralConvergence Full => this with { Steps = [32, 64, 128, 256, 512], Points = [16, 24, 32, 40, 48, 64, 80] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        const int resolved = 128;
        double[] dt = [.. Steps.Select(steps => FinalTime / steps)];
        List<Check> checks = [];
        List<(string Name, double[] Error, int Order)> curves = [];
        foreach (var scheme in SpectralScheme.All.Where(scheme => scheme != SpectralScheme.RungeKutta4))
        {
            double[] errors = [.. Steps.Select(steps => Error(resolved, steps, scheme, token))];
            curves.Add((scheme.Name, errors, scheme.Order));
            checks.Add(Check.Near($"order in Δt, {scheme.Name}", Slope(Array.ConvertAll(dt, Math.Log), errors), scheme.Order, 0.1, "truncation error O(Δtᵖ)"));
        }

        double[] spatial = [.. Points.Select(n => Error(n, 2048, SpectralScheme.Etdrk4, token))];
        double[] modes = [.. Points.Select(n => (double)((n - 1) / 3))];
        var rate = Math.Acosh(Math.Exp(Viscosity * FinalTime) / Sharpness);
        checks.Add(Check.Within("−d log error / d(highest mode)", -Slope(modes, spatial), Math.Acosh(1 / Sharpness), 1.25 * rate, $"between the rates of the poles at the start, {Math.Acosh(1 / Sharpness):F2}, and at the end, {rate:F2}, but for factors that are powers of n"));
        return new()
        {
            Checks = checks,
            Figures = [Picture(dt, curves), new Figure("Error against points", "highest mode kept", "max |error|").LogY().Scatter(modes, spatial, name: "ETDRK4, small Δt")
                .Line(modes, [.. modes.Select(m => spatial[0] * Math.Exp(-rate * (m - modes[0])))], name: "e^(−distance of the pole)", dash: Dash.Dashed)],
        };
    }

    private double Error(int n, int steps, SpectralScheme scheme, CancellationToken token)
    {
        using var scope = Tensor.Scope();
        var grid = Grid.Periodic(n, 2 * Math.PI);
        var u = new Burgers(grid, Viscosity).Evolve(Exact(grid, 0), FinalTime / steps, steps, scheme, token: token);
        return (u - Exact(grid, FinalTime)).Abs().Max().Item();
    }

    private Tensor Exact(Grid grid, double t)
    {
        var a = Sharpness * Math.Exp(-Viscosity * t);
        return grid.Sample(x => 2 * Viscosity * a * Sin(x) / (1 + a * Cos(x)));
    }

    private static double Slope(double[] x, double[] error) => Fit.Line(x, Array.ConvertAll(error, Math.Log)).B;

    private static Figure Picture(double[] dt, List<(string Name, double[] Error, int Order)> curves)
    {
        var figure = new Figure("Error against time step", "Δt", "max |error|").LogLog();
        foreach (var (name, error, _) in curves) figure.Scatter(dt, error, name: name);
        foreach (var (_, error, order) in curves.DistinctBy(curve => curve.Order))
            figure.Line(dt, [.. dt.Select(step => error[^1] * Math.Pow(step / dt[^1], order))], name: $"order {order}", dash: Dash.Dashed);
        return figure;
    }
}
