namespace Kit.Pde.Elliptic;

/// <summary>m steps whose error polynomial is T_m((θ − λ)/δ)/T_m(θ/δ) in λ of D⁻¹A, the smallest on [λ_max/4, λ_max] with the value 1 at 0; θ and δ are its middle and half its width.</summary>
/// <remarks>
/// λ_max is Gershgorin's bound, max over points of 1 + Σw/d. In the plane λ_max/4 is where the short waves begin.
/// Recurrence: Y. Saad (2003), Iterative Methods for Sparse Linear Systems, algorithm 12.1. As a smoother: Adams, Brezina, Hu and Tuminaro, J. Comput. Phys. 188 (2003) 593.
/// </remarks>
internal sealed unsafe class ChebyshevSmoother : ISmoother
{
    private const double Part = 0.25;
    private readonly GridLevel level;
    private readonly int degree;
    private readonly PaddedField change;
    private readonly double largest;

    public ChebyshevSmoother(GridLevel level, int degree)
    {
        (this.level, this.degree) = (level, degree);
        change = new(level.Counts[0], level.Counts[1], level.Counts[2]);
        largest = Gershgorin(level);
    }

    public void Sweep(bool adjoint)
    {
        double middle = largest * (1 + Part) / 2, half = largest * (1 - Part) / 2;
        var rho = half / middle;
        Step(0, 1 / middle);
        for (var m = 1; m < degree; m++)
        {
            var next = 1 / (2 * middle / half - rho);
            Step(next * rho, 2 * next / half);
            rho = next;
        }
    }

    public void Dispose() => change.Dispose();

    /// <summary>max (d + Σ w)/d, w ≥ 0: from A 1 = d − Σ w.</summary>
    private static double Gershgorin(GridLevel level)
    {
        level.F.Clear();
        for (var i = 0; i < level.Counts[0]; i++)
        {
            for (var j = 0; j < level.Counts[1]; j++) new Span<double>(level.U.Line(i, j), level.Counts[2]).Fill(1);
            if (level.Periodic[2]) level.U.Wrap(i);
        }

        var bound = 0.0;
        for (var i = 0; i < level.Counts[0]; i++)
        {
            level.Residual(i);
            for (var j = 0; j < level.Counts[1]; j++)
                for (var k = 0; k < level.Counts[2]; k++)
                    bound = Math.Max(bound, 2 + level.R.Line(i, j)[k] * level.Reciprocals(i, j)[k]);
        }

        level.U.Clear();
        return bound;
    }

    /// <summary>p ← before · p + scale · D⁻¹ r, u += p.</summary>
    private void Step(double before, double scale) => Wavefront.Run(level, [level.Residual, i =>
    {
        for (var j = 0; j < level.Counts[1]; j++)
        {
            double* u = level.U.Line(i, j), p = change.Line(i, j), r = level.R.Line(i, j), inverse = level.Reciprocals(i, j);
            for (var k = 0; k < level.Counts[2]; k++)
            {
                p[k] = (before == 0 ? 0 : before * p[k]) + scale * inverse[k] * r[k];
                u[k] += p[k];
            }
        }

        if (level.Periodic[2]) level.U.Wrap(i);
    }]);
}
