using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Pde;

/// <summary>Orders of convergence of reconstructions, for a sine that is carried once around and for a gas in smooth motion.</summary>
public sealed record FiniteVolumeConvergence : Experiment
{
    /// <summary>Cells on the line, one entry a grid, each twice the one before.</summary>
    [Bounds(10, 10_000)]
    public int[] Cells { get; init; } = [40, 80, 160];

    /// <inheritdoc/>
    public override string Title => "Finite volumes: order of convergence";

    /// <inheritdoc/>
    public override string Claim => "Constant, limited linear and WENO5 reconstructions converge with orders 1, 2 and 5 in the mean error, for one equation and for Euler's.";

    /// <inheritdoc/>
    public override string Source => "LeVeque (2002), Finite Volume Methods for Hyperbolic Problems, section 8; Jiang and Shu (1996)";

    /// <inheritdoc/>
    public override FiniteVolumeConvergence Full => this with { Cells = [40, 80, 160, 320] };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        (string Name, int Order, double[] Sine, double[] Gas)[] rows =
        [
            Row("first order", new FirstOrder(), token),
            Row("MUSCL, minmod", new Muscl<Minmod>(), token),
            Row("MUSCL, van Leer", new Muscl<VanLeer>(), token),
            Row("MUSCL, monotonized central", new Muscl<MonotonizedCentral>(), token),
            Row("WENO5", new Weno5(), token),
        ];
        double[] h = [.. Cells.Select(n => 1.0 / n)];
        List<Check> checks = [];
        var (sine, gas) = (new Figure("Advection of a sine", "h", "mean |error|").LogLog(), new Figure("A density wave in a moving gas", "h", "mean |error|").LogLog());
        foreach (var row in rows)
        {
            // Slopes are cut to 0 at the crests, in a number of cells that falls more slowly than 1/h for minmod: orders settle late.
            var slack = row.Order switch { 1 => 0.2, 2 => 0.35, _ => 0.2 };
            checks.Add(Check.Near($"order of {row.Name}, advection", Last(row.Sine), row.Order, slack, "smooth solution, mean norm, the two finest grids"));
            checks.Add(Check.Near($"order of {row.Name}, gas", Last(row.Gas), row.Order, slack, "smooth solution, mean norm, the two finest grids"));
            sine.Line(h, row.Sine, name: row.Name);
            gas.Line(h, row.Gas, name: row.Name);
        }

        return new() { Checks = checks, Figures = [sine, gas] };
    }

    private (string, int, double[], double[]) Row<TReconstruction>(string name, TReconstruction reconstruction, CancellationToken token) where TReconstruction : struct, IReconstruction
    {
        double Sine(int n) => Error(n, FiniteVolumes.Of(new Grid(Axis.Periodic(n)), new LinearAdvection(1), reconstruction, new Rusanov()), u => u, token);
        // Density moves with the gas, velocity and pressure stay 1: averages of ρ, ρ v and p/(γ − 1) + ½ρ v² are those of ρ.
        double Gas(int n) => Error(n, FiniteVolumes.Of(new Grid(Axis.Periodic(n)), new Euler(1), reconstruction, new Hllc()),
            u => Tensor.Concat([1 + 0.2 * u, 1 + 0.2 * u, 2.5 + 0.5 * (1 + 0.2 * u)]), token);
        return (name, TReconstruction.Order, [.. Cells.Select(Sine)], [.. Cells.Select(Gas)]);
    }

    /// <summary>Mean error of the first component after half a turn, with Δt ∝ h^{5/3}, so that order 3 in time is order 5 in h.</summary>
    private static double Error(int n, FiniteVolumes scheme, Func<Tensor, Tensor> state, CancellationToken token)
    {
        var end = scheme.Evolve(state(Averages(n, 0)), 0, 0.5, Math.Min(1, 0.8 * Math.Pow(n / 20.0, -2.0 / 3)), token);
        return (end - state(Averages(n, 0.5)))[0].Abs().Mean().Item();
    }

    /// <summary>Averages over cells of sin 2π(x − moved), [1, n].</summary>
    private static Tensor Averages(int n, double moved)
    {
        var whole = (2 * Math.PI * (Tensor.Linspace(0, 1, n + 1) - moved)).Cos() / (-2 * Math.PI);
        return ((whole[1..] - whole[..^1]) * n).Unsqueeze(0);
    }

    private double Last(double[] errors) => Math.Log(errors[^2] / errors[^1]) / Math.Log((double)Cells[^1] / Cells[^2]);
}
