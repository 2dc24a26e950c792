using Kit.Parameters;
using Kit.Pde.Elliptic;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Darcy flow through a medium that varies on six scales at once.</summary>
public sealed record DarcyMultiscaleData : DataSet
{
    /// <summary>Inner points along a side.</summary>
    [Bounds(7, 2047)]
    public int Points { get; init; } = 1023;

    /// <summary>Number of scales, each half of the one before.</summary>
    [Bounds(1, 8)]
    public int Scales { get; init; } = 6;

    /// <inheritdoc/>
    public override string Title => "Darcy flow, trigonometric coefficient on many scales";

    /// <inheritdoc/>
    public override string Equation => "−∇·(a∇u) = 1 on (0, 1)², u = 0 on the edge; a = Πₖ (1 + ½ cos aₖπ(x + y)) (1 + ½ sin aₖπ(y − 3x)), aₖ ~ U[2ᵏ⁻¹, 1.5·2ᵏ⁻¹], k = 1 … Scales.";

    /// <inheritdoc/>
    public override string Method => "Five points with arithmetic face averages, h = 1/(Points + 1), second order; conjugate gradients with multigrid to 1e-10.";

    /// <inheritdoc/>
    public override string Source => "He, Liu, Xu (2024), MgNO, section 4.1, whose coefficient is that of Owhadi (2017), Multigrid with rough coefficients; papers take every second or fourth point.";

    /// <inheritdoc/>
    public override int Published => 1392;

    /// <inheritdoc/>
    public override int Chunk => 4;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        var axis = Axis.Nodes(Points + 2);
        var grid = new Grid(axis, axis);
        var a = new MultiscaleCoefficient(grid, Scales).Sample(rng, count, first);
        var u = new Multigrid(Boundaries.Dirichlet(grid), a).Solve(Tensor.Ones(a.Shape));
        return new Dictionary<string, Tensor> { ["a"] = a[.., 1..^1, 1..^1].Contiguous(), ["u"] = u[.., 1..^1, 1..^1].Contiguous() };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) =>
        Pictures.Pairs(Title, samples["a"].Log10(), "log₁₀ a", samples["u"], "u", Axis.Cells(Points));
}
