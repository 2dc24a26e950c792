using Kit.Display;
using Kit.Learning;
using Kit.Numerics.Quadrature;
using Kit.Operators.Physics;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>The coefficient of an equation from noisy measurements of its solution: by a physics-informed network, and by the gradient through a solver.</summary>
/// <remarks>
/// Heat u_t = κu_xx, u = sin πx e^{−κπ²t} on [0, 1] with κ = 0.1, and Burgers' u_t + uu_x = νu_xx on a circle from sin x with ν = 0.1, measured at places and times with noise s.
/// The network learns u and the coefficient together from residuals and measurements; the solver (central differences, Heun's steps) has the coefficient alone free and is differentiated backwards through all its steps.
/// What fails in the quick preset: for Burgers' equation some trainings of the network end in a wrong minimum, with a coefficient several times too large that smooths u away between the measurements; fitting the measurements first did not cure it.
/// No estimate without bias can spread less than s/√Σ(∂u/∂c)² over the measurements (Cramér and Rao), which the solver's estimate, being of maximum likelihood, attains.
/// </remarks>
public sealed record InverseProblems : Experiment
{
    private const double Truth = 0.1;

    /// <summary>Draws of the noise.</summary>
    [Bounds(3, 1000)]
    public int Draws { get; init; } = 6;

    /// <summary>s.</summary>
    [Bounds(1e-6, 0.5)]
    public double Noise { get; init; } = 0.02;

    /// <summary>Points of the network's equation.</summary>
    [Bounds(10, 10_000)]
    public int Points { get; init; } = 200;

    /// <summary>Gauss-Newton steps of the network.</summary>
    [Bounds(1, 1000)]
    public int Iterations { get; init; } = 40;

    /// <inheritdoc/>
    public override string Title => "Coefficients from noisy measurements";

    /// <inheritdoc/>
    public override string Claim => "From measurements with noise a network finds the coefficients of heat and Burgers' equation within four of Cramér and Rao's least spreads; the gradient through a solver spreads by the least.";

    /// <inheritdoc/>
    public override string Source => "Raissi, Perdikaris, Karniadakis (2019), J. Comput. Phys. 378, 686";

    /// <inheritdoc/>
    public override InverseProblems Full => this with { Draws = 30, Points = 1000, Iterations = 80 };

    private sealed record Problem(string Name, Box Box, Func<double, double, double> Exact, Func<Jet, Tensor, Tensor> Equation, Func<Tensor, Tensor, Tensor> Rate, Tensor Start, int[] Places, int StepsBetween, double[] Times);

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        using var progress = Progress.Start("estimates", 4 * Draws);
        var done = 0;
        var checks = new List<Check>();
        var table = new Table("problem", "method", "mean", "spread", "least spread") { Caption = $"The coefficient {Truth} from {Draws} draws of noise {Noise}" };
        var figure = new Figure("Estimates of the coefficient", "draw", "estimate").HorizontalLine(Truth, "true");
        foreach (var problem in new[] { Heat(), Burgers() })
        {
            var (network, solver) = (new double[Draws], new double[Draws]);
            var clean = Clean(problem);
            for (var k = 0; k < Draws; k++)
            {
                token.ThrowIfCancellationRequested();
                using var scope = Tensor.Scope();
                var draw = rng.Stream(problem.Name).Stream(k);
                var measured = clean + draw.Normal(clean.Shape, 0, Noise);
                network[k] = ByNetwork(problem, measured, draw.Stream("network"), token);
                solver[k] = BySolver(problem, measured);
                progress.Report(done += 2);
            }

            var least = Least(problem);
            var (byNetwork, bySolver) = (Statistics(network), Statistics(solver));
            table.Row(problem.Name, "network", byNetwork.Mean, byNetwork.Spread, least).Row(problem.Name, "solver", bySolver.Mean, bySolver.Spread, least);
            int[] order = [.. Enumerable.Range(1, Draws)];
            figure.Scatter(order, network, $"{problem.Name}, network").Scatter(order, solver, $"{problem.Name}, solver", Marker.Square, errorY: least);
            checks.AddRange(
            [
                Check.AtMost($"|mean of the solver − true| / standard error, {problem.Name}", Math.Abs(bySolver.Mean - Truth) / (least / Math.Sqrt(Draws)), 3, "maximum likelihood has no bias to this order; three standard errors"),
                // χ² of n − 1 degrees: for six draws s/σ is in [0.3, 1.8] in 99 of 100.
                Check.Within($"spread of the solver / Cramér and Rao's least, {problem.Name}", bySolver.Spread / least, 0.3, 1.8, "the bound, which maximum likelihood attains; 99 of 100 spreads of six draws"),
                Check.AtMost($"largest error of the network / Cramér and Rao's least spread, {problem.Name}", network.Max(c => Math.Abs(c - Truth)) / least, 4, "six draws of an estimate with the least spread reach two of it; twice that for one that is not of maximum likelihood"),
            ]);
        }

        return new() { Checks = checks, Figures = [figure], Tables = [table] };
    }

    private static (double Mean, double Spread) Statistics(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)));
    }

    private static Problem Heat()
    {
        const int cells = 32;
        var x = Tensor.Linspace(0, 1, cells + 1);
        return new("heat", new Box((0, 1), (0, 1)), (at, t) => Math.Sin(Math.PI * at) * Math.Exp(-Truth * Math.PI * Math.PI * t),
            (u, kappa) => u.D(1) - u.D(0, 2) * kappa,
            (u, kappa) => ((u[2..] - u[1..^1] * 2 + u[..^2]) * (kappa * (cells * cells))).Pad(1),
            (x * Math.PI).Sin(), [.. Enumerable.Range(1, 15).Select(i => 2 * i)], 100, [0.2, 0.4, 0.6, 0.8, 1]);
    }

    private static Problem Burgers()
    {
        const int cells = 64;
        const double h = 2 * Math.PI / cells;
        var x = Tensor.Arange(cells) * h;
        return new("Burgers", new Box((0, 2 * Math.PI), (0, 1)), ColeHopf,
            (u, nu) => u.D(1) - u.D(0, 2) * nu + u.Value * u.D(0),
            (u, nu) =>
            {
                var (left, right) = (u.Roll(1), u.Roll(-1));
                return (right - u * 2 + left) * (nu / (h * h)) - (right - left) * (right + left + u) * (1 / (6 * h));
            },
            x.Sin(), [.. Enumerable.Range(0, 16).Select(i => 4 * i)], 20, [0.2, 0.4, 0.6, 0.8, 1]);
    }

    /// <summary>With y = x + √(2νt) z the kernel of heat is Gauss's: averages over a normal z.</summary>
    private static double ColeHopf(double x, double t)
    {
        var (rule, spread) = (QuadratureRule.Normal(0.05), Math.Sqrt(2 * Truth * t));
        double Weight(double z) => Math.Exp(-(1 - Math.Cos(x + spread * z)) / (2 * Truth));
        return rule.Integrate(z => -spread * z / t * Weight(z)) / rule.Integrate(Weight);
    }

    /// <summary>Place of a node, periodic or between ends.</summary>
    private static double At(Problem problem, int node) => problem.Box.Sides[0].To * node / (problem.Name == "heat" ? problem.Start.Shape[0] - 1 : problem.Start.Shape[0]);

    /// <summary>What is measured without noise, [times, places].</summary>
    private static Tensor Clean(Problem problem) =>
        Tensor.Of([.. problem.Times.SelectMany(t => problem.Places.Select(i => problem.Exact(At(problem, i), t)))]).Reshape(problem.Times.Length, -1);

    private double ByNetwork(Problem problem, Tensor measured, Rng rng, CancellationToken token)
    {
        var coefficient = Tensor.Of([0.5 * Truth]);
        var box = problem.Box;
        var places = Tensor.Of(new double[problem.Times.Length * problem.Places.Length, 2]);
        foreach (var (k, t) in problem.Times.Index())
            foreach (var (i, node) in problem.Places.Index())
                (places[k * problem.Places.Length + i, 0], places[k * problem.Places.Length + i, 1]) = (At(problem, node), t);
        var start = box.Face(1, 0, 32);
        var end = box.Sides[0].To;
        var network = Convection.Plain(box, 10, 2);
        var inverse = new PinnProblem(box, u => problem.Equation(u, coefficient))
        {
            // Start and ends are exact, the equation too: they weigh more than what is measured with noise.
            Weight = 10,
            Conditions =
            [
                Condition.Values("measured", places, measured.Reshape(-1, 1)),
                // Both start from the first wave of their interval.
                Condition.Values("start", start, (start[.., 0..1] * (problem.Name == "heat" ? Math.PI : 1)).Sin()) with { Weight = 100 },
                Condition.Periodic("ends", box.Face(0, 0, 16), box.Face(0, end, 16), 0) with { Weight = 100 },
            ],
            Unknowns = [coefficient],
        };
        new Pinn(network, inverse).Train(new() { Points = Points, Sampling = Sampling.Sobol, Adam = 0, LBfgs = 200, GaussNewton = Iterations }, rng, token);
        return coefficient.Item();
    }

    private static double BySolver(Problem problem, Tensor measured)
    {
        // The logarithm keeps the coefficient positive.
        var log = Tensor.Of([Math.Log(0.5 * Truth)]);
        new LBfgs(new[] { log }).Minimize(() => Loss.Mse(Simulate(problem, log.Exp()), measured), 30, 1e-9);
        return Math.Exp(log.Item());
    }

    /// <summary>s/√Σ(∂u/∂c)², the derivative forward through the solver.</summary>
    private double Least(Problem problem)
    {
        using var scope = Tensor.Scope();
        var slope = Autodiff.Grad.Jvp(c => Simulate(problem, c), Tensor.Of([Truth]), Tensor.Of([1.0])).Tangent;
        return Noise / slope.Norm().Item();
    }

    /// <summary>The solution at the measured places and times, [times, places], by Heun's method.</summary>
    private static Tensor Simulate(Problem problem, Tensor coefficient)
    {
        var (u, t, rows) = (problem.Start, 0.0, new List<Tensor>());
        foreach (var time in problem.Times)
        {
            var dt = (time - t) / problem.StepsBetween;
            for (var n = 0; n < problem.StepsBetween; n++)
            {
                var slope = problem.Rate(u, coefficient);
                u += (slope + problem.Rate(u + slope * dt, coefficient)) * (dt / 2);
            }

            t = time;
            var step = problem.Places[1] - problem.Places[0];
            rows.Add(u[Slice.Step(problem.Places[0], problem.Places[^1] + 1, step)]);
        }

        return Tensor.Stack([.. rows]);
    }
}
