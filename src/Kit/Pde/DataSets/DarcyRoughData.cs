using Kit.Parameters;
using Kit.Pde.RandomFields;

namespace Kit.Pde.DataSets;

/// <summary>The rougher Darcy set of multigrid neural operators.</summary>
public sealed record DarcyRoughData : DarcyData
{
    /// <inheritdoc/>
    [Bounds(8, 2049)]
    public override int Points { get; init; } = 512;

    /// <inheritdoc/>
    public override string Title => "Darcy flow, rough interfaces";

    /// <inheritdoc/>
    public override string Equation => "−∇·(a∇u) = 1 on (0, 1)², u = 0 on the edge; a = 12 where g ≥ 0 and 2 elsewhere, g ~ N(0, (−Δ + 20)⁻²) with Neumann sides and no mean.";

    /// <inheritdoc/>
    public override string Source => "He, Liu, Xu (2024), MgNO: Efficient Parameterization of Linear Operators via Multigrid, section 4.1; papers take every second point.";

    /// <inheritdoc/>
    public override int Published => 1392;

    /// <inheritdoc/>
    protected override IRandomField Law(Grid grid) => BenchmarkFields.DarcyRough(grid);
}
