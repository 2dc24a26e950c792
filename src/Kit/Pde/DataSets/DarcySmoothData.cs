using Kit.Parameters;
using Kit.Pde.RandomFields;

namespace Kit.Pde.DataSets;

/// <summary>The Darcy set on which Fourier neural operators were introduced.</summary>
public sealed record DarcySmoothData : DarcyData
{
    /// <inheritdoc/>
    [Bounds(8, 2049)]
    public override int Points { get; init; } = 421;

    /// <inheritdoc/>
    public override string Title => "Darcy flow, smooth interfaces";

    /// <inheritdoc/>
    public override string Equation => "−∇·(a∇u) = 1 on (0, 1)², u = 0 on the edge; a = 12 where g ≥ 0 and 3 elsewhere, g ~ N(0, (−Δ + 9)⁻²) with Neumann sides and no mean.";

    /// <inheritdoc/>
    public override string Source => "Li et al. (2021), Fourier Neural Operator for Parametric Partial Differential Equations, section 5.2 and appendix A.3.2. Papers take every 2nd or 5th point of 421: 211 or 85.";

    /// <inheritdoc/>
    public override int Published => 2048;

    /// <inheritdoc/>
    protected override IRandomField Law(Grid grid) => BenchmarkFields.DarcySmooth(grid);
}
