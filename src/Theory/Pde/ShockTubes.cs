using Kit.Pde;
using Kit.Pde.FiniteVolume;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Pde;

/// <summary>Waves with jumps: Sod's shock tube, Shu and Osher's shock that meets a density wave, and a breaking dam.</summary>
public sealed record ShockTubes : Experiment
{
    /// <summary>Cells on the line; errors are also taken on half as many.</summary>
    [Bounds(50, 10_000)]
    public int Cells { get; init; } = 400;

    /// <summary>Cells of the reference of Shu and Osher's problem, which has no exact solution; a multiple of Cells.</summary>
    [Bounds(50, 100_000)]
    public int Reference { get; init; } = 1600;

    /// <summary>Courant number of every step.</summary>
    [Bounds(0.01, 1)]
    public double Courant { get; init; } = 0.4;

    /// <inheritdoc/>
    public override string Title => "Shock tubes and a breaking dam";

    /// <inheritdoc/>
    public override string Claim => "Finite volumes converge through shocks with order near one in the mean error; WENO5 of the waves keeps short waves behind a shock that MUSCL loses, from about 300 cells on; depths stay positive on a dry bed.";

    /// <inheritdoc/>
    public override string Source => "Sod (1978); Shu and Osher (1989), example 8; Toro (2009), chapter 4; Ritter (1892); Stoker (1957)";

    /// <inheritdoc/>
    public override ShockTubes Full => this with { Cells = 800, Reference = 6400 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (sod, coarseSod) = (Tube(Cells, token), Tube(Cells / 2, token));
        var (dam, coarseDam) = (Dam(Cells, 0.1, token), Dam(Cells / 2, 0.1, token));
        var dry = Dam(Cells, 0, token);
        var waves = Waves(Reference, new Weno5(), token);
        var (weno, muscl) = (Waves(Cells, new Weno5(), token), Waves(Cells, new Muscl<VanLeer>(), token));
        var mean = Coarsen(waves.Found, Cells);
        var (wenoError, musclError) = (Distance(weno.Found, mean), Distance(muscl.Found, mean));
        return new()
        {
            Checks =
            [
                Check.AtMost("Sod, density: mean error", sod.Error, 1.0 / Cells, "a shock and a contact smear over a few cells"),
                Check.Within("Sod: order in the mean error", Math.Log2(coarseSod.Error / sod.Error), 0.7, 1.3, "1 for a shock, p/(p + 1) for a contact of a method of order p"),
                Check.AtMost("dam, depth: mean error", dam.Error, 1.0 / Cells, "a bore smears over a few cells"),
                Check.Within("dam: order in the mean error", Math.Log2(coarseDam.Error / dam.Error), 0.7, 1.7, "1 for a bore, more where corners of the rarefaction dominate"),
                Check.AtLeast("dry bed: least depth", dry.Found.Min(), 0, "fluxes are limited so that depths stay positive"),
                Check.AtMost("Shu and Osher: error of WENO5 / error of MUSCL", wenoError / musclError, 0.7, "behind the shock the waves are a few cells long"),
            ],
            Figures =
            [
                Picture($"Sod's tube, t = 0.2, {Cells} cells", "density", sod),
                Picture($"Dam break on a wet bed, t = 0.1, {Cells} cells", "depth", dam),
                Picture($"Dam break on a dry bed, t = 0.1, {Cells} cells", "depth", dry),
                new Figure($"Shu and Osher's problem, t = 1.8, {Cells} cells", "x", "density")
                    .Line(waves.X, waves.Found, name: $"{Reference} cells").Scatter(weno.X, weno.Found, name: "WENO5", size: 4).Scatter(muscl.X, muscl.Found, name: "MUSCL", size: 4),
            ],
        };
    }

    private Profile Tube(int cells, CancellationToken token)
    {
        var grid = new Grid(Axis.Cells(cells, -0.5, 0.5));
        var x = grid.Coordinate(0);
        var start = Gas(Functions.Where(x < 0, 1.0, 0.125), 0 * x, Functions.Where(x < 0, 1.0, 0.1));
        var end = FiniteVolumes.Of(grid, new Euler(1), new Weno5(), new Hllc(), variables: Variables.Characteristic).Evolve(start, 0, 0.2, Courant, token);
        return new(x.ToDoubles(), end[0].ToDoubles(), [.. x.ToDoubles().Select(at => ShockTube.Sod.At(at / 0.2).Density)]);
    }

    private Profile Dam(int cells, double low, CancellationToken token)
    {
        var grid = new Grid(Axis.Cells(cells, -1, 1));
        var x = grid.Coordinate(0);
        var start = Tensor.Stack([Functions.Where(x < 0, 1.0, low), 0 * x]);
        var end = FiniteVolumes.Of(grid, new ShallowWater(1), new Muscl<VanLeer>(), new Hll()).Evolve(start, 0, 0.1, Courant, token);
        var exact = new DamBreak(1, low);
        return new(x.ToDoubles(), end[0].ToDoubles(), [.. x.ToDoubles().Select(at => exact.At(at / 0.1).Depth)]);
    }

    /// <summary>A shock of Mach number 3 runs into density 1 + 0.2 sin 5x.</summary>
    private Profile Waves<TReconstruction>(int cells, TReconstruction reconstruction, CancellationToken token) where TReconstruction : struct, IReconstruction
    {
        var grid = new Grid(Axis.Cells(cells, -5, 5));
        var x = grid.Coordinate(0);
        var behind = x < -4;
        var start = Gas(Functions.Where(behind, 3.857143, 1 + 0.2 * (5 * x).Sin()), Functions.Where(behind, 2.629369, 0 * x), Functions.Where(behind, 31.0 / 3, 1.0));
        var end = FiniteVolumes.Of(grid, new Euler(1), reconstruction, new Hllc(), variables: Variables.Characteristic).Evolve(start, 0, 1.8, Courant, token);
        return new(x.ToDoubles(), end[0].ToDoubles(), []);
    }

    private static Tensor Gas(Tensor density, Tensor velocity, Tensor pressure) => Tensor.Stack([density, density * velocity, pressure / 0.4 + 0.5 * density * velocity * velocity]);

    /// <summary>Averages of neighbours.</summary>
    private static double[] Coarsen(double[] fine, int cells) => [.. fine.Chunk(fine.Length / cells).Select(chunk => chunk.Average())];

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private static Figure Picture(string title, string quantity, Profile profile) =>
        new Figure(title, "x", quantity).Line(profile.X, profile.Exact, name: "exact").Scatter(profile.X, profile.Found, name: "finite volumes", size: 4);

    private sealed record Profile(double[] X, double[] Found, double[] Exact)
    {
        public double Error => Distance(Found, Exact);
    }
}
