using Kit.Parameters;
using Kit.Pde.FiniteVolume;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>A round dam that breaks, of random radius.</summary>
public sealed record PdebenchShallowWaterData : DataSet
{
    /// <summary>Cells along a side.</summary>
    [Bounds(16, 2048)]
    public int Points { get; init; } = 128;

    /// <summary>Final time; a frame is saved every 0.01.</summary>
    [Bounds(0.01, 100)]
    public double Time { get; init; } = 1;

    /// <inheritdoc/>
    public override string Title => "PDEBench: shallow water, radial dam break";

    /// <inheritdoc/>
    public override string Equation => "∂h/∂t + ∇·(hv) = 0, ∂(hv)/∂t + ∇·(hv⊗v + ½h²) = 0 on (−2.5, 2.5)², waves leave; h(0) = 2 where r < R and 1 elsewhere, R ~ U(0.3, 0.7), v(0) = 0.";

    /// <inheritdoc/>
    public override string Method => "Finite volumes, MUSCL with van Leer's limiter, HLL flux, two stages in time: second order where smooth; Courant number 0.4.";

    /// <inheritdoc/>
    public override string Source => "Takamoto et al. (2022), PDEBench, section D.5; there with the wave propagation method of Clawpack.";

    /// <inheritdoc/>
    public override int Published => 1000;

    /// <inheritdoc/>
    public override int Chunk => 2;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var axis = Axis.Cells(Points, -2.5, 2.5);
        var grid = new Grid(axis, axis);
        var scheme = FiniteVolumes.Of(grid, new ShallowWater(2, Gravity: 1), new Muscl<VanLeer>(), new Hll(), stages: 2);
        var states = Tensor.Stack([.. Enumerable.Range(0, count).Select(i =>
        {
            var radius = 0.3 + 0.4 * rng.Stream(first + i).NextDouble();
            return grid.Sample((x, y) => Tensor.Stack([Where(x * x + y * y < radius * radius, 2.0, 1.0), 0 * (x + y), 0 * (x + y)]));
        })]);
        return new Dictionary<string, Tensor> { ["h"] = Frames.Of(states, Time, 0.01, (u, from, to) => scheme.Evolve(u, from, to))[.., .., 0].Contiguous() };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) =>
        Pictures.Movies(Title, samples["h"], "h", Axis.Cells(Points, -2.5, 2.5), k => FormattableString.Invariant($"h, t = {0.01 * k:0.##}"));
}
