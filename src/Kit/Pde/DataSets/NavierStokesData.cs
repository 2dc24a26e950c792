using Kit.Parameters;
using Kit.Pde.Equations;
using Kit.Pde.RandomFields;
using Kit.Pde.Spectral;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>Forced two-dimensional turbulence on the torus, as vorticity: the map from the first moments to later ones.</summary>
/// <remarks>Published with ν = 10⁻³ to T = 50 (5000 samples), ν = 10⁻⁴ to T = 30 (10 000) and ν = 10⁻⁵ to T = 20 (1200).</remarks>
public sealed record NavierStokesData : DataSet
{
    /// <summary>ν.</summary>
    [Bounds(1e-6, 1)]
    public double Viscosity { get; init; } = 1e-3;

    /// <summary>Final time T; the state is saved at t = 1, 2, …, T.</summary>
    [Bounds(1, 1000)]
    public int Time { get; init; } = 50;

    /// <summary>Points along a side when solving.</summary>
    [Bounds(16, 2048)]
    public int Points { get; init; } = 256;

    /// <summary>Points along a side that are saved; divides Points.</summary>
    [Bounds(4, 2048)]
    public int Saved { get; init; } = 64;

    /// <summary>Time step.</summary>
    [Bounds(1e-6, 0.1)]
    public double Step { get; init; } = 1e-4;

    /// <inheritdoc/>
    public override string Title => "Navier–Stokes equations, vorticity";

    /// <inheritdoc/>
    public override string Equation => "∂ω/∂t + u·∇ω = ν Δω + 0.1 (sin 2π(x + y) + cos 2π(x + y)) on the torus [0, 1)², ∇·u = 0; ω(0) = a ~ N(0, 7³ (−Δ + 49)^(−2.5)) without mean.";

    /// <inheritdoc/>
    public override string Method => "Fourier modes with the 2/3 rule, spectral order; Crank–Nicolson for ν Δω and explicit Euler for the rest, first order in Δt = Step.";

    /// <inheritdoc/>
    public override string Source => "Li et al. (2021), Fourier Neural Operator, section 5.3 and appendix A.3.3. The covariance is that of the published generator; the paper prints the factor 7^(3/2).";

    /// <inheritdoc/>
    public override int Published => Viscosity switch { 1e-4 => 10000, 1e-5 => 1200, _ => 5000 };

    /// <inheritdoc/>
    public override int Chunk => 4;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        if (Points % Saved != 0) throw new ArgumentException($"navier-stokes: Saved = {Saved} does not divide Points = {Points}");
        var grid = Grid.Periodic(Points, 1, 2);
        var force = grid.Sample((x, y) => 0.1 * (Sin(2 * Math.PI * (x + y)) + Cos(2 * Math.PI * (x + y))));
        var equation = new NavierStokes(grid, Viscosity, 0, force);
        var stepper = equation.Stepper(SpectralScheme.CrankNicolsonEuler);
        var start = BenchmarkFields.Vorticity(grid).Sample(rng, count, first);
        var (modes, steps, frames) = (equation.Modes(start), (int)Math.Ceiling(1 / Step), new List<Tensor>());
        for (var t = 0; t < Time; t++)
        {
            modes = stepper.Run(t, modes, 1.0 / steps, steps);
            frames.Add(Thin(equation.Space.Inverse(modes)));
        }

        return new Dictionary<string, Tensor> { ["a"] = Thin(start), ["u"] = Tensor.Stack([.. frames], 1) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Movies(Title, samples["u"], "ω", Axis.Periodic(Saved), k => $"ω, t = {k + 1}");

    private Tensor Thin(Tensor field)
    {
        var every = Slice.Step(0, null, Points / Saved);
        return field[.., every, every].Copy();
    }
}
