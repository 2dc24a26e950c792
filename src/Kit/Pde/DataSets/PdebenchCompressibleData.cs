using Kit.Numerics;
using Kit.Parameters;
using Kit.Pde.FiniteVolume;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>A viscous gas on a circle: sound, shocks and contacts from random waves.</summary>
public sealed record PdebenchCompressibleData : DataSet
{
    private const double Gamma = 5.0 / 3;

    /// <summary>Cells of the circle.</summary>
    [Bounds(16, 16384)]
    public int Points { get; init; } = 1024;

    /// <summary>η = ζ, shear and bulk viscosity; published with 1e-8, 0.01, 0.1.</summary>
    [Bounds(0, 1)]
    public double Viscosity { get; init; } = 0.01;

    /// <summary>Largest Mach number of the waves of velocity.</summary>
    [Bounds(0, 10)]
    public double Mach { get; init; } = 0.5;

    /// <summary>Final time; 101 frames are saved.</summary>
    [Bounds(0.01, 100)]
    public double Time { get; init; } = 1;

    /// <inheritdoc/>
    public override string Title => "PDEBench: compressible Navier–Stokes, one dimension";

    /// <inheritdoc/>
    public override string Equation => "∂ρ/∂t + ∂(ρv)/∂x = 0, ∂(ρv)/∂t + ∂(ρv² + p − σ)/∂x = 0, ∂E/∂t + ∂((E + p − σ)v)/∂x = 0 on the circle [0, 1), σ = (4η/3 + ζ) ∂v/∂x, E = p/(γ − 1) + ½ρv², γ = 5/3; ρ = 1 + ½w₁, p = 1 + ½w₂, v = Mach √γ w₃, wᵢ sums of four sines of random phase with n ≤ 4 and max|w| = 1.";

    /// <inheritdoc/>
    public override string Method => "Strang splitting: finite volumes, MUSCL with van Leer's limiter, HLLC flux, two stages, Courant number 0.3; viscosity by Crank–Nicolson and central differences, conservative. Second order where smooth.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.7 (random periodic fields); amplitudes of the waves are Kit's.";

    /// <inheritdoc/>
    public override int Published => 10000;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var grid = Grid.Periodic(Points);
        var scheme = FiniteVolumes.Of(grid, new Euler(1, Gamma), new Muscl<VanLeer>(), new Hllc(), stages: 2);
        var start = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => State(grid, rng.Stream(first + i)))]);
        var u = Frames.Of(start, Time, Time / 100, Advance);
        var (density, momentum, energy) = (u[.., .., 0], u[.., .., 1], u[.., .., 2]);
        var velocity = momentum / density;
        return new Dictionary<string, Tensor>
        {
            ["density"] = density.Contiguous(),
            ["velocity"] = velocity,
            ["pressure"] = (Gamma - 1) * (energy - 0.5 * momentum * velocity),
        };

        Tensor Advance(Tensor u, double from, double to)
        {
            for (var t = from; t < to;)
            {
                var dt = Math.Min(to - t, scheme.StableStep(u, 0.3));
                if (t + dt < to && t + 2 * dt > to) dt = (to - t) / 2;
                u = Diffuse(scheme.Step(t, Diffuse(u, dt / 2), dt), dt / 2);
                t = dt == to - t ? to : t + dt;
            }

            return u;
        }
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.SpaceTime(Title, samples["density"], "ρ", Axis.Periodic(Points), Time);

    private Tensor State(Grid grid, Rng rng)
    {
        var x = grid.Coordinate(0);
        var (density, pressure, velocity) = (1 + 0.5 * Waves(0), 1 + 0.5 * Waves(1), Mach * Math.Sqrt(Gamma) * Waves(2));
        return Tensor.Stack([density, density * velocity, pressure / (Gamma - 1) + 0.5 * density * velocity * velocity]);

        Tensor Waves(long which)
        {
            var u = rng.Stream(which).Uniform([4, 3]);
            var w = (u[.., ..1] * Sin(2 * Math.PI * ((4 * u[.., 1..2]).Floor() + 1) * x + 2 * Math.PI * u[.., 2..])).Sum(0);
            return w / w.Abs().Max();
        }
    }

    /// <summary>ρ ∂v/∂t = ∂σ/∂x and ∂E/∂t = ∂(vσ)/∂x over Δt: momentum and energy only pass from cell to cell.</summary>
    private Tensor Diffuse(Tensor u, double dt)
    {
        var strength = (4 * Viscosity / 3 + Viscosity) * dt * Points * Points;
        if (strength == 0) return u;
        var density = u[0];
        var v = u[1] / density;
        // (ρ − s/2 δ²) v⁺ = (ρ + s/2 δ²) v; fluxes follow from the mean of both.
        var side = Tensor.Full(Points, -strength / 2);
        var next = LinearAlgebra.SolveTridiagonal(side, density + strength, side, density * v + strength / 2 * (v.Roll(1) - 2 * v + v.Roll(-1)), corners: true);
        var mean = 0.5 * (v + next);
        var stress = strength * (mean - mean.Roll(1)); // at the left face of each cell
        var power = stress * 0.5 * (mean + mean.Roll(1));
        return Tensor.Stack([density, u[1] + stress.Roll(-1) - stress, u[2] + power.Roll(-1) - power]);
    }
}
