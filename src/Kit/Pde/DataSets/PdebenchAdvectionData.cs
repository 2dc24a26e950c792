using Kit.Parameters;
using Kit.Pde.FiniteVolume;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Transport at constant speed on a circle.</summary>
public sealed record PdebenchAdvectionData : DataSet
{
    /// <summary>Cells of the circle.</summary>
    [Bounds(16, 16384)]
    public int Points { get; init; } = 1024;

    /// <summary>β; published with 0.1, 0.2, 0.4, 0.7, 1, 2, 4, 7.</summary>
    [Bounds(1e-3, 100)]
    public double Speed { get; init; } = 1;

    /// <summary>Final time; a frame is saved every 0.01.</summary>
    [Bounds(0.01, 100)]
    public double Time { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "PDEBench: advection";

    /// <inheritdoc/>
    public override string Equation => "∂u/∂t + β ∂u/∂x = 0 on the circle [0, 1); u(0) = Σ Aᵢ sin(2πnᵢx + φᵢ) of two waves with nᵢ ≤ 8, in a tenth of the samples its absolute value, in a tenth cut to a window.";

    /// <inheritdoc/>
    public override string Method => "Finite volumes, MUSCL with van Leer's limiter, upwind flux, two stages in time: second order; Courant number 0.4.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench: An Extensive Benchmark for Scientific Machine Learning, section D.1.";

    /// <inheritdoc/>
    public override int Published => 10000;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        var grid = Grid.Periodic(Points);
        var start = new SineWaves(grid).Sample(rng, count, first);
        var scheme = FiniteVolumes.Of(grid, new LinearAdvection(Speed), new Muscl<VanLeer>(), new Rusanov(), stages: 2);
        return new Dictionary<string, Tensor> { ["u"] = Frames.Of(start, Time, 0.01, (u, from, to) => scheme.Evolve(u.Unsqueeze(0), from, to).Squeeze(0)) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.SpaceTime(Title, samples["u"], "u", Axis.Periodic(Points), Time);
}
