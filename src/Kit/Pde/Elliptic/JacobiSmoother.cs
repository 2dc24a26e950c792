namespace Kit.Pde.Elliptic;

/// <summary>u += ω D⁻¹ (f − A u).</summary>
/// <remarks>
/// Short waves of the d axes that are coarsened have eigenvalues of D⁻¹A between 1/d and 2; ω = 2d/(2d + 1) makes |1 − ωλ| equal at both ends.
/// Trottenberg, Oosterlee and Schüller (2001), Multigrid, section 2.1.
/// </remarks>
internal sealed unsafe class JacobiSmoother(GridLevel level) : ISmoother
{
    private readonly double omega = Damping(level.Counts.Count(n => n > 1));

    public static double Damping(int dimensions) => 2.0 * dimensions / (2 * dimensions + 1);

    public void Sweep(bool adjoint) => Wavefront.Run(level, [level.Residual, Step]);

    public void Dispose() { }

    private void Step(int i)
    {
        for (var j = 0; j < level.Counts[1]; j++)
        {
            double* u = level.U.Line(i, j), r = level.R.Line(i, j), inverse = level.Reciprocals(i, j);
            for (var k = 0; k < level.Counts[2]; k++) u[k] += omega * inverse[k] * r[k];
        }

        if (level.Periodic[2]) level.U.Wrap(i);
    }
}
