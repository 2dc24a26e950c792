using Kit.Display;
using Kit.Learning;
using Kit.Numerics;
using Kit.Numerics.Quadrature;
using Kit.Operators.Physics;
using Kit.Plotting;
using Kit.Tensors;
using Lagrangian = Kit.Operators.Physics.LagrangianPinn;

namespace Kit.Theory.Operators;

/// <summary>Transport u_t + βu_x = 0 and Burgers' equation by networks of space and time, and by networks of the paths that values travel along.</summary>
/// <remarks>
/// In x and t the solution sin(x − βt) has β waves in time, and a network with its period built in or learned causally has them still. Along the paths x = ξ + βt the value stands still:
/// both fields are as simple for β = 50 as for β = 1. Snapshots say it without networks: of a travelling pulse u₀(x − βt) the singular values fall slowly, of (x(ξ, t), u(ξ, t)) there are two.
/// Burgers' equation u_t + uu_x = νu_xx is held against the solution of Cole and Hopf, u = ∫ (x − y)/t e^{−G/2ν} dy / ∫ e^{−G/2ν} dy with G = 1 − cos y + (x − y)²/2t.
/// </remarks>
public sealed record LagrangianPinn : Experiment
{
    /// <summary>Speeds β.</summary>
    [Bounds(0.1, 1000)]
    public double[] Speeds { get; init; } = [1, 10, 30, 50];

    /// <summary>Width of all hidden layers; a network of space and time has four, the paths' two and three.</summary>
    [Bounds(4, 200)]
    public int Width { get; init; } = 16;

    /// <summary>Points of the equations.</summary>
    [Bounds(10, 100_000)]
    public int Points { get; init; } = 300;

    /// <summary>Steps of Adam.</summary>
    [Bounds(0, 1e6)]
    public int Adam { get; init; } = 200;

    /// <summary>Iterations of L-BFGS after them.</summary>
    [Bounds(1, 1e6)]
    public int LBfgs { get; init; } = 600;

    /// <summary>Gauss-Newton steps after both, for Burgers' equation alone.</summary>
    [Bounds(0, 1000)]
    public int GaussNewton { get; init; } = 30;

    /// <summary>ν of Burgers' equation, to t = 1.</summary>
    [Bounds(0.01, 1)]
    public double Viscosity { get; init; } = 0.2;

    /// <inheritdoc/>
    public override string Title => "Networks along characteristics";

    /// <inheritdoc/>
    public override string Claim => "For u_t + βu_x = 0 a network of x and t fails as β grows (error ≥ 0.5 at β = 30 and 50) whatever its remedies, one of paths and values does not (≤ 10⁻²); its snapshots need fewer modes.";

    /// <inheritdoc/>
    public override string Source => "Mojgani, Balajewicz, Hassanzadeh (2023), Comput. Methods Appl. Mech. Eng. 404, 115810; Krishnapriyan et al. (2021), NeurIPS";

    /// <inheritdoc/>
    public override LagrangianPinn Full => this with { Speeds = [1, 10, 20, 30, 40, 50], Width = 50, Points = 2560, Adam = 2000, LBfgs = 2000, GaussNewton = 0 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        using var progress = Progress.Start("trainings", Speeds.Length * 4 + 1);
        var done = 0;
        var table = new Table("β", "x and t", "periodic", "causal", "paths") { Caption = "Relative L2 error on 0 ≤ t ≤ 1, one seed, equal steps and widths" };
        string[] names = ["of x and t", "with its period", "with its period, causal", "of paths"];
        var errors = names.Select(_ => new double[Speeds.Length]).ToArray();
        foreach (var (i, beta) in Speeds.Index())
        {
            for (var k = 0; k < names.Length; k++)
            {
                errors[k][i] = Transport(beta, k, rng.Stream(100 * i + k), token);
                progress.Report(++done);
            }

            table.Row([beta, .. errors.Select(e => (object)e[i])]);
        }

        var figure = new Figure("Transport by networks: error against speed", "β", "relative L2 error").LogY();
        foreach (var (k, name) in names.Index()) figure.Line(Speeds, errors[k], name);
        figure.HorizontalLine(1e-2, "1 %");
        var (euler, labels) = (Modes(Pulse()), Modes(Paths()));
        var (burgers, picture) = Burgers(rng.Stream("Burgers"), token);
        int[] order = [.. Enumerable.Range(1, 20)];
        var fast = Speeds.Index().Where(s => s.Item >= 30).Select(s => s.Index).ToArray();
        if (fast.Length == 0) fast = [Speeds.Length - 1];
        return new()
        {
            Checks =
            [
                Check.AtMost("largest error of the network of paths, β ≥ 30", fast.Max(i => errors[3][i]), 1e-2, "the fields x = ξ + βt and u = u₀(ξ) are smooth for every β"),
                Check.AtLeast("least error of the network of x and t, β ≥ 30", fast.Min(i => errors[0][i]), 0.5, "β waves in time are learned slowly, and the wrong constant solution has no residual"),
                Check.AtLeast("modes for 99.99 % of a pulse's energy, in space / along paths", (double)euler.Modes / labels.Modes, 3, "singular values of travelling snapshots fall slowly; along paths there are two"),
                Check.AtMost("error of the network of paths for Burgers' equation at t = 1", burgers, 5e-2, "the paths draw near each other at the front, which makes u_xx by u_ξ/x_ξ harder than transport"),
            ],
            Figures =
            [
                figure,
                new Figure("Singular values of snapshots of a travelling pulse", "k", "σₖ/σ₁").LogY().Line(order, euler.Values, "u(x, t)").Line(order, labels.Values, "(x, u)(ξ, t)"),
                picture,
            ],
            Tables = [table],
        };
    }

    private PinnPlan Plan => new() { Points = Points, Sampling = Sampling.Sobol, Adam = Adam, LBfgs = LBfgs, LearningRate = Schedules.Constant(1e-2) };

    private double Transport(double beta, int method, Rng rng, CancellationToken token)
    {
        using var scope = Tensor.Scope();
        var convection = new Convection(beta);
        var pinn = method switch
        {
            0 => new Pinn(Convection.Plain(Convection.Box, Width, 4), convection.Problem()),
            1 or 2 => new Pinn(Convection.Periodic(Width, 4), convection.Problem(periodic: true)),
            _ => new Pinn(Lagrangian.Network(Convection.Box, Width, 2, 3), Lagrangian.Problem(Convection.Box, u => Tensor.OnesLike(u) * beta, x => x.Sin(), points: 64)),
        };
        pinn.Train(method == 2 ? Plan with { Causality = new(axis: 1, slabs: 20) } : Plan, rng, token);
        if (method < 3) return Convection.Error(pinn.Forward(Convection.Points), convection.Exact(Convection.Points));
        var x = Tensor.Linspace(0, 2 * Math.PI, 128);
        var rows = Enumerable.Range(0, 41).Select(k => Lagrangian.AtTime(pinn.Forward, Convection.Box, k / 40.0, x));
        return Convection.Error(Tensor.Concat([.. rows]), Tensor.Concat([.. Enumerable.Range(0, 41).Select(k => (x - beta * k / 40.0).Sin())]));
    }

    // Snapshots: a pulse that goes once around, as [place or label, time].

    private static Tensor Pulse() => Rows((x, t) => [Shape(x - 2 * Math.PI * t)]);

    private static Tensor Paths() => Rows((x, t) => [x + 2 * Math.PI * t, Shape(x)]);

    private static double Shape(double x) => Math.Exp((Math.Cos(x - Math.PI) - 1) / (0.3 * 0.3));

    private static Tensor Rows(Func<double, double, double[]> at)
    {
        var columns = Enumerable.Range(0, 200).Select(k => Enumerable.Range(0, 256).SelectMany(i => at(2 * Math.PI * i / 256, k / 200.0)).ToArray());
        return Tensor.Stack([.. columns.Select(c => Tensor.Of(c))], 1);
    }

    private static (double[] Values, int Modes) Modes(Tensor snapshots)
    {
        var s = LinearAlgebra.Svd(snapshots).S.ToDoubles();
        var (total, sum, modes) = (s.Sum(v => v * v), 0.0, 0);
        while (sum < 0.9999 * total) sum += s[modes] * s[modes++];
        // What rounding leaves below 10⁻¹⁷ is drawn there.
        return ([.. s.Take(20).Select(v => Math.Max(v / s[0], 1e-17))], modes);
    }

    // Burgers' equation.

    private (double Error, Figure Picture) Burgers(Rng rng, CancellationToken token)
    {
        using var scope = Tensor.Scope();
        var pinn = new Pinn(Lagrangian.Network(Convection.Box, Width, 2, 3), Lagrangian.Problem(Convection.Box, u => u, x => x.Sin(), Viscosity, 64));
        pinn.Train(Plan with { GaussNewton = GaussNewton }, rng, token);
        var x = Tensor.Linspace(0, 2 * Math.PI, 200);
        var figure = new Figure("Burgers' equation along paths", "x", "u");
        var error = 0.0;
        foreach (var t in new[] { 0.5, 1 })
        {
            var exact = Tensor.Of([.. x.ToDoubles().Select(at => ColeHopf(at, t))]);
            var u = Lagrangian.AtTime(pinn.Forward, Convection.Box, t, x);
            error = Convection.Error(u, exact);
            figure.Line(x, exact, $"Cole and Hopf, t = {t}").Line(x, u, $"network, t = {t}", Dash.Dashed);
        }

        return (error, figure);
    }

    /// <summary>With y = x + √(2νt) z the kernel of heat is Gauss's: averages over a normal z.</summary>
    private double ColeHopf(double x, double t)
    {
        var (rule, spread) = (QuadratureRule.Normal(0.05), Math.Sqrt(2 * Viscosity * t));
        double Weight(double z) => Math.Exp(-(1 - Math.Cos(x + spread * z)) / (2 * Viscosity));
        return rule.Integrate(z => -spread * z / t * Weight(z)) / rule.Integrate(Weight);
    }
}
