using Kit.Parameters;
using Kit.Pde.Equations;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Viscous Burgers' equation on a circle: the map from the start to the state at t = 1.</summary>
public sealed record BurgersData : DataSet
{
    /// <summary>Points of the circle.</summary>
    [Bounds(64, 65536)]
    public int Points { get; init; } = 8192;

    /// <summary>ν.</summary>
    [Bounds(1e-4, 10)]
    public double Viscosity { get; init; } = 0.1;

    /// <summary>Final time.</summary>
    [Bounds(0, 100)]
    public double Time { get; init; } = 1;

    /// <summary>Longest time step.</summary>
    [Bounds(1e-6, 1)]
    public double Step { get; init; } = 0.005;

    /// <inheritdoc/>
    public override string Title => "Burgers' equation";

    /// <inheritdoc/>
    public override string Equation => "∂u/∂t + ∂(u²/2)/∂x = ν ∂²u/∂x² on the circle [0, 1); u(0) = a ~ N(0, 625 (−Δ + 25)⁻²) without mean.";

    /// <inheritdoc/>
    public override string Method => "Fourier modes with the 2/3 rule, spectral order; ETDRK4 with steps of at most Step, fourth order.";

    /// <inheritdoc/>
    public override string Source => "Li et al. (2021), Fourier Neural Operator, section 5.1 and appendix A.3.1: ν = 0.1 (printed as ν = 0.1 with 8192 points, every 1st to 32nd of which are used).";

    /// <inheritdoc/>
    public override int Published => 2048;

    /// <inheritdoc/>
    public override int Chunk => 16;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        var grid = Grid.Periodic(Points);
        var a = BenchmarkFields.Burgers(grid).Sample(rng, count, first);
        var steps = (int)Math.Ceiling(Time / Step);
        return new Dictionary<string, Tensor> { ["a"] = a, ["u"] = steps == 0 ? a : new Burgers(grid, Viscosity).Evolve(a, Time / steps, steps) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Curves(Title, samples["a"], samples["u"], "a = u(0)", "u(T)", Axis.Periodic(Points));
}
