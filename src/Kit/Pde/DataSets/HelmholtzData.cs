using Kit.Parameters;
using Kit.Pde.FiniteElements;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>Waves of one frequency in a random medium: the map from the speed of sound to the wave field.</summary>
public sealed record HelmholtzData : DataSet
{
    /// <summary>Cells along a side; fields have one point more.</summary>
    [Bounds(8, 1000)]
    public int Cells { get; init; } = 100;

    /// <summary>Frequency ω; a wave is 2πc/ω ≈ 1/8 long by default.</summary>
    [Bounds(1, 100000)]
    public double Frequency { get; init; } = 1000;

    /// <inheritdoc/>
    public override string Title => "Helmholtz equation";

    /// <inheritdoc/>
    public override string Equation => "−Δu − (ω/c)² u = 0 on (0, 1)², ∂u/∂n = 1 on the part |x − ½| < 0.15 of the side y = 1 and 0 elsewhere; c = 20 + tanh g, g the 100 largest terms of N(0, (−Δ + 9)⁻²) with Neumann sides.";

    /// <inheritdoc/>
    public override string Method => "Bilinear finite elements on squares, second order in h; sparse LU.";

    /// <inheritdoc/>
    public override string Source => "De Hoop, Huang, Qian, Stuart (2022), The Cost-Accuracy Trade-Off in Operator Learning with Neural Networks, section 4.";

    /// <inheritdoc/>
    public override int Published => 40000;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        var axis = Axis.Nodes(Cells + 1);
        var c = BenchmarkFields.HelmholtzSpeed(new Grid(axis, axis)).Sample(rng, count, first);
        var u = new HelmholtzQ1(Cells).Solve(c, Frequency, x => Where((x - 0.5).Abs() < 0.15, 1.0, 0.0));
        return new Dictionary<string, Tensor> { ["c"] = c, ["u"] = u };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.Pairs(Title, samples["c"], "c", samples["u"], "u", Axis.Nodes(Cells + 1));
}
