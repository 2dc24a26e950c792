using Kit.Numerics;
using Kit.Parameters;
using Kit.Pde.FiniteVolume;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Shocks that form and merge on a circle.</summary>
public sealed record PdebenchBurgersData : DataSet
{
    /// <summary>Cells of the circle.</summary>
    [Bounds(16, 16384)]
    public int Points { get; init; } = 1024;

    /// <summary>ν; published with 0.001, 0.002, 0.004, 0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 1, 2, 4.</summary>
    [Bounds(0, 10)]
    public double Viscosity { get; init; } = 0.01;

    /// <summary>Final time; a frame is saved every 0.01.</summary>
    [Bounds(0.01, 100)]
    public double Time { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "PDEBench: Burgers' equation";

    /// <inheritdoc/>
    public override string Equation => "∂u/∂t + ∂(u²/2)/∂x = (ν/π) ∂²u/∂x² on the circle [0, 1); u(0) as of pdebench-advection.";

    /// <inheritdoc/>
    public override string Method => "Strang splitting: diffusion of Fourier modes by exp(−νk²Δt/π), exact; fluxes by finite volumes, MUSCL with van Leer's limiter, Rusanov, two stages. Second order; Courant number 0.25.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.2; there diffusion is a central difference with the time step that this needs.";

    /// <inheritdoc/>
    public override int Published => 10000;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        var grid = Grid.Periodic(Points);
        var start = new SineWaves(grid).Sample(rng, count, first);
        var scheme = FiniteVolumes.Of(grid, new InviscidBurgers(), new Muscl<VanLeer>(), new Rusanov(), stages: 2);
        var rate = (Viscosity / Math.PI * (2 * Math.PI * Fourier.RealFrequencies(Points, 1.0 / Points)).Square()).Keep();
        return new Dictionary<string, Tensor> { ["u"] = Frames.Of(start, Time, 0.01, Advance) };

        Tensor Advance(Tensor u, double from, double to)
        {
            // Speeds only fall, so that a stable step stays stable until the next frame.
            var steps = (int)Math.Ceiling((to - from) / Math.Min(to - from, scheme.StableStep(u.Unsqueeze(0), 0.25)));
            var dt = (to - from) / steps;
            var (half, whole) = ((-dt / 2 * rate).Exp(), (-dt * rate).Exp());
            u = Diffuse(u, half);
            for (var step = 0; step < steps; step++) u = Diffuse(scheme.Step(from + step * dt, u.Unsqueeze(0), dt).Squeeze(0), step + 1 < steps ? whole : half);
            return u;
        }

        Tensor Diffuse(Tensor u, Tensor factor) => Viscosity == 0 ? u : Fourier.Irfft(Fourier.Rfft(u) * factor, Points);
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.SpaceTime(Title, samples["u"], "u", Axis.Periodic(Points), Time);
}
