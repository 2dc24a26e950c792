using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Pde;

/// <summary>Orders of convergence of reconstructions, for a sine that is carried once around and for a gas in smooth motion.</summary>
public sealed record FiniteVolumeConvergence : Experiment
{
    /// <summary>Cells on the line for orders 1 and 2, one entry a grid, each twice the one before.</summary>
    /// <remarks>
    /// A limiter cuts slopes to 0 at crests. Minmod does so in a zone whose width falls as h^{2/3} only, with an error of h^{4/3} there: in the mean that is h² again, but with corrections so
    /// large that 80 and 160 cells show 1.85, 640 and 1280 show 1.94. Fine grids, not a wide margin, are what shows the order.
    /// </remarks>
    [Bounds(10, 10_000)]
    public int[] Cells { get; init; } = [160, 320, 640, 1280];

    /// <summary>Cells on the line for order 5, which meets rounding before 1280 cells.</summary>
    [Bounds(10, 10_000)]
    public int[] CellsOfWeno { get; init; } = [40, 80, 160];

    /// <inheritdoc/>
    public override string Title => "Finite volumes: order of convergence";

    /// <inheritdoc/>
    public override string Claim => "Constant, limited linear and WENO5 reconstructions converge with orders 1, 2 and 5 in the mean error, for one equation and for Euler's.";

    /// <inheritdoc/>
    public override string Source => "LeVeque (2002), Finite Volume Methods for Hyperbolic Problems, section 8; Jiang and Shu (1996)";

    /// <inheritdoc/>
    public override FiniteVolumeConvergence Full => this with { Cells = [160, 320, 640, 1280, 2560] };

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
        List<Check> checks = [];
        var (sine, gas) = (new Figure("Advection of a sine", "h", "mean |error|").LogLog(), new Figure("A density wave in a moving gas", "h", "mean |error|").LogLog());
        foreach (var row in rows)
        {
            var cells = CellsOf(row.Order);
            double[] h = [.. cells.Select(n => 1.0 / n)];
            checks.Add(Check.Near($"order of {row.Name}, advection", Last(cells, row.Sine), row.Order, 0.1, "smooth solution, mean norm, the two finest grids"));
            checks.Add(Check.Near($"order of {row.Name}, gas", Last(cells, row.Gas), row.Order, 0.1, "smooth solution, mean norm, the two finest grids"));
            sine.Line(h, row.Sine, name: row.Name);
            gas.Line(h, row.Gas, name: row.Name);
        }

        return new() { Checks = checks, Figures = [sine, gas] };
    }

    private (string, int, double[], double[]) Row<TReconstruction>(string name, TReconstruction reconstruction, CancellationToken token) where TReconstruction : struct, IReconstruction
    {
        double Sine(int n) => Error(n, TReconstruction.Order, FiniteVolumes.Of(new Grid(Axis.Periodic(n)), new LinearAdvection(1), reconstruction, new Rusanov()), u => u, token);
        // Density moves with the gas, velocity and pressure stay 1: averages of ρ, ρ v and p/(γ − 1) + ½ρ v² are those of ρ.
        double Gas(int n) => Error(n, TReconstruction.Order, FiniteVolumes.Of(new Grid(Axis.Periodic(n)), new Euler(1), reconstruction, new Hllc()),
            u => Tensor.Concat([1 + 0.2 * u, 1 + 0.2 * u, 2.5 + 0.5 * (1 + 0.2 * u)]), token);
        var cells = CellsOf(TReconstruction.Order);
        return (name, TReconstruction.Order, [.. cells.Select(Sine)], [.. cells.Select(Gas)]);
    }

    private int[] CellsOf(int order) => order > 2 ? CellsOfWeno : Cells;

    /// <summary>Mean error of the first component after half a turn, where order 5 takes Δt ∝ h^{5/3}, so that order 3 in time is order 5 in h.</summary>
    private static double Error(int n, int order, FiniteVolumes scheme, Func<Tensor, Tensor> state, CancellationToken token)
    {
        var end = scheme.Evolve(state(Averages(n, 0)), 0, 0.5, order > 2 ? 0.8 * Math.Pow(n / 20.0, -2.0 / 3) : 0.4, token);
        return (end - state(Averages(n, 0.5)))[0].Abs().Mean().Item();
    }

    /// <summary>Averages over cells of sin 2π(x − moved), [1, n].</summary>
    private static Tensor Averages(int n, double moved)
    {
        var whole = (2 * Math.PI * (Tensor.Linspace(0, 1, n + 1) - moved)).Cos() / (-2 * Math.PI);
        return ((whole[1..] - whole[..^1]) * n).Unsqueeze(0);
    }

    private static double Last(int[] cells, double[] errors) => Math.Log(errors[^2] / errors[^1]) / Math.Log((double)cells[^1] / cells[^2]);
}
