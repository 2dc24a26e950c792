using Kit.Display;
using Kit.Numerics.TimeIntegration;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Theory.Pde;

/// <summary>The order of every time integrator, measured against exact solutions.</summary>
/// <remarks>
/// A method of order p has the error C hᵖ + O(hᵖ⁺¹) after a fixed time, so log error against log h has the slope p once h is short, until rounding is met.
/// Each family has a problem with a solution in closed form: a coupled system that is neither linear nor autonomous, the logistic equation for splittings, the
/// lemniscate sine for symplectic methods, geometric Brownian motion for stochastic ones.
/// </remarks>
public sealed record IntegratorConvergence : Experiment
{
    /// <summary>What is below cannot be told from rounding.</summary>
    private const double Rounding = 2e-14;

    /// <summary>Numbers of steps, in units that depend on the order of the method.</summary>
    [Bounds(1, 64)]
    public int[] Refinement { get; init; } = [2, 3, 4];

    /// <summary>Numbers of steps of the stochastic methods, powers of two.</summary>
    [Bounds(1, 4096)]
    public int[] StochasticSteps { get; init; } = [16, 32, 64, 128];

    /// <summary>Paths of the stochastic methods.</summary>
    [Bounds(100, 1_000_000)]
    public int Paths { get; init; } = 4000;

    /// <summary>How far a measured order may be from theory.</summary>
    [Bounds(0.001, 1)]
    public double Tolerance { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Title => "Time integrators: order of convergence";

    /// <inheritdoc/>
    public override string Claim => "After a fixed time the error of a method of order p is O(hᵖ); on given Brownian paths the mean error of Euler–Maruyama is O(h^½) and that of Milstein's and Heun's methods O(h).";

    /// <inheritdoc/>
    public override string Source => "Hairer, Nørsett, Wanner (1993), Solving Ordinary Differential Equations I, §II; Hairer, Wanner (1996), II, §IV; Hairer, Lubich, Wanner (2006), Geometric Numerical Integration; Kloeden, Platen (1992), §10";

    /// <inheritdoc/>
    public override IntegratorConvergence Full => this with { Refinement = [2, 3, 4, 6, 8], StochasticSteps = [16, 32, 64, 128, 256, 512], Paths = 20_000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var families = new (string Name, Trial[] Trials)[] { ("explicit", Explicit()), ("implicit", Implicit()), ("implicit–explicit", Imex()), ("symplectic and splitting", Geometric()), ("stochastic", Stochastics(rng)) };
        using var progress = Progress.Start("methods", families.Sum(family => family.Trials.Length));
        var (checks, figures, done) = (new List<Check>(), new List<Figure>(), 0);
        foreach (var (name, trials) in families)
        {
            var figure = new Figure($"Error of {name} methods", "h", "error").LogLog();
            foreach (var trial in trials)
            {
                var (h, errors) = Errors(trial, token);
                checks.Add(Check.Near($"order of {trial.Name}", Order(h, errors), trial.Order, Tolerance, $"theory, h from {h.Max():G3} to {h.Min():G3}"));
                figure.Line(h, errors, name: $"{trial.Name}, order {trial.Order}");
                progress.Report(++done, trial.Name);
            }

            figures.Add(figure);
        }

        return new() { Checks = checks, Figures = figures };
    }

    /// <summary>A method, its problem and what it does: h ↦ error.</summary>
    private sealed record Trial(string Name, double Order, double Time, int[] Counts, Func<double, CancellationToken, double> Error);

    private static (double[] H, double[] Errors) Errors(Trial trial, CancellationToken token)
    {
        var measured = trial.Counts.Select(steps => trial.Time / steps).Select(h => (H: h, Error: trial.Error(h, token))).Where(point => point.Error > Rounding).ToArray();
        return ([.. measured.Select(point => point.H)], [.. measured.Select(point => point.Error)]);
    }

    /// <summary>The slope of log error against log h; NaN when fewer than two errors are above rounding.</summary>
    private static double Order(double[] h, double[] errors) => h.Length < 2 ? double.NaN : Fit.Line(Array.ConvertAll(h, Math.Log), Array.ConvertAll(errors, Math.Log)).B;

    /// <summary>Steps on the coarsest grid: in the asymptotic regime, and above rounding on the finest.</summary>
    private static int Unit(int order) => order switch { 1 => 300, 2 or 3 => 150, 4 => 100, 5 => 60, _ => 30 };

    private Trial Solved(string name, int order, double time, IStepper stepper, Tensor start, Tensor end, int? unit = null) =>
        new(name, order, time, [.. Refinement.Select(times => times * (unit ?? Unit(order)))], (h, token) => (Evolution.Final(stepper, start, 0, time, h, token) - end).Abs().Max().Item());

    // a′ = a cos t + 0.7 (ab − …), b′ = −b²/2 + 0.9 (sin a − …), with the solution a = e^(sin t), b = 1/(1 + t/2).

    private static Tensor Exact(double t) => Tensor.Of([Math.Exp(Math.Sin(t)), 1 / (1 + t / 2)]);

    private static Tensor Slope(double t, Tensor u)
    {
        var (a, b, exact) = (u[..1], u[1..], Math.Exp(Math.Sin(t)));
        return Tensor.Concat([Math.Cos(t) * a + 0.7 * (a * b - exact / (1 + t / 2)), -b * b / 2 + 0.9 * (a.Sin() - Math.Sin(exact))]);
    }

    private Trial[] Explicit() => [.. Integrators.Explicit.Select(method => Solved(method.Name, method.Order, 3, method.Of(Slope), Exact(0), Exact(3)))];

    private Trial[] Implicit() => [.. Integrators.Implicit.Select(method => Solved(method.Name, method.Order, 3, method.Of(Slope), Exact(0), Exact(3)))];

    // The same problem with −2u solved implicitly, as a spectral code would: by a division.
    private Trial[] Imex() => [.. Integrators.Imex.Select(method => Solved(
        method.Name, method.Order, 3, method.Of((t, u) => Slope(t, u) + 2 * u, ImplicitPart.Linear((gammaDt, rhs) => rhs / (1 + 2 * gammaDt))), Exact(0), Exact(3)))];

    private Trial[] Geometric()
    {
        // q″ = −2q³ from q = 0, q′ = 1: the lemniscate sine, at half of its period 2ϖ. u′ = u − u²: the logistic curve.
        const double halfPeriod = 2.62205755429211981;
        var (grow, decay) = (new Flow((_, u, h) => u * Math.Exp(h)), new Flow((_, u, h) => u / (1 + h * u)));
        var (start, end) = (Tensor.Of([0.1]), Tensor.Of([0.1 * Math.E * Math.E / (1 + 0.1 * (Math.E * Math.E - 1))]));
        return
        [
            .. Integrators.Symplectic.Select(method =>
                Solved(method.Name, method.Order, halfPeriod, method.Of(q => -2 * q * q * q), Tensor.Of([0.0, 1.0]), Tensor.Of([0.0, -1.0]))),
            Solved("Lie splitting", 1, 2, Splitting.Lie(grow, decay), start, end),
            Solved("Strang splitting", 2, 2, Splitting.Strang(grow, decay), start, end),
            // Fewer steps: the flows are exact and the errors small.
            Solved("Yoshida 4 of Strang", 4, 2, Composition.Yoshida4(Splitting.Strang(grow, decay)), start, end, unit: 10),
        ];
    }

    private Trial[] Stochastics(Rng rng)
    {
        // du = μu dt + σu dW has u = exp((μ − σ²/2)t + σW) on every path; Stratonovich's drift is μ − σ²/2.
        const double mu = 0.5, sigma = 0.8;
        var path = new BrownianPath(rng.Stream("paths"), Paths, 0, 1, 12);
        var exact = (sigma * path.At(1) + (mu - sigma * sigma / 2)).Exp();
        Trial Strong(string name, Stochastic stepper) => new(name, stepper.StrongOrder, 1, StochasticSteps,
            (h, token) => (Evolution.Final(stepper, Tensor.Ones(Paths), 0, 1, h, token) - exact).Abs().Mean().Item());
        return
        [
            Strong("Euler–Maruyama", Stochastic.EulerMaruyama((_, u) => mu * u, (_, u) => sigma * u, path)),
            Strong("Milstein", Stochastic.Milstein((_, u) => mu * u, (_, u) => sigma * u, path)),
            Strong("stochastic Heun", Stochastic.Heun((_, u) => (mu - sigma * sigma / 2) * u, (_, u) => sigma * u, path)),
        ];
    }
}
