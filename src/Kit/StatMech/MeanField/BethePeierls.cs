using Kit.Numerics.FixedPoints;

namespace Kit.StatMech.MeanField;

/// <summary>An Ising ferromagnet, J = 1, of z neighbours in mean field: Curie and Weiss (every neighbour feels the mean), or Bethe and Peierls (exact on the Bethe lattice, a tree without end).</summary>
/// <remarks>
/// Curie–Weiss: f(m) = zm²/2 − T ln 2 cosh β(zm + h), stationary at m = tanh β(zm + h). Bethe–Peierls: each neighbour sends u = T artanh(tanh β tanh β(h + (z − 1)u)), m = tanh β(h + zu), and
/// f = −T((1 − z) ln 2 cosh β(h + zu) + (z/2) ln Z₂), Z₂ = 2e^β cosh 2βg + 2e^{−β} with g = h + (z − 1)u the field of a site without one bond.
/// P. Weiss, J. Phys. Radium 6 (1907) 661; R. Peierls, Proc. Camb. Phil. Soc. 32 (1936) 477; R. J. Baxter, Exactly Solved Models (1982), chapters 3 and 4.
/// </remarks>
public sealed record BethePeierls
{
    /// <summary>The ferromagnet with z ≥ 2 neighbours.</summary>
    /// <exception cref="ArgumentException">z below 2.</exception>
    public BethePeierls(int neighbors)
    {
        if (neighbors < 2) throw new ArgumentException($"BethePeierls: z = {neighbors} neighbours; at least 2");
        Neighbors = neighbors;
    }

    /// <summary>z.</summary>
    public int Neighbors { get; }

    /// <summary>T_c = z of Curie and Weiss.</summary>
    public double CurieTemperature => Neighbors;

    /// <summary>T_c = 2/ln(z/(z − 2)) of Bethe and Peierls, where (z − 1) tanh β = 1; 0 for a chain.</summary>
    public double CriticalTemperature => Neighbors == 2 ? 0 : 2 / Math.Log(Neighbors / (Neighbors - 2.0));

    /// <summary>m of Curie and Weiss, positive where there is a choice.</summary>
    /// <param name="beta">β.</param>
    /// <param name="field">h.</param>
    public double CurieWeissMagnetization(double beta, double field = 0) => Positive(m => Math.Tanh(beta * (Neighbors * m + field)), 1);

    /// <summary>f(m) of Curie and Weiss, a site.</summary>
    /// <param name="beta">β.</param>
    /// <param name="m">m.</param>
    /// <param name="field">h.</param>
    public double CurieWeissFreeEnergy(double beta, double m, double field = 0) => Neighbors * m * m / 2 - LogTwoCosh.Of(beta * (Neighbors * m + field)) / beta;

    /// <summary>m of Bethe and Peierls, positive where there is a choice.</summary>
    /// <param name="beta">β.</param>
    /// <param name="field">h.</param>
    public double Magnetization(double beta, double field = 0) => Math.Tanh(beta * (field + Neighbors * Message(beta, field)));

    /// <summary>f of Bethe and Peierls, a site.</summary>
    /// <param name="beta">β.</param>
    /// <param name="field">h.</param>
    public double FreeEnergy(double beta, double field = 0)
    {
        var u = Message(beta, field);
        var (site, cavity) = (beta * (field + Neighbors * u), beta * (field + (Neighbors - 1) * u));
        // ln Z₂ = ln(2e^β cosh 2βg + 2e^{−β}).
        var pair = beta + LogTwoCosh.Of(2 * cavity) + Math.Log(1 + 2 * Math.Exp(-2 * beta - LogTwoCosh.Of(2 * cavity)));
        return -((1 - Neighbors) * LogTwoCosh.Of(site) + Neighbors / 2.0 * pair) / beta;
    }

    private double Message(double beta, double field) =>
        Positive(u => (LogTwoCosh.Of(beta * (1 + field + (Neighbors - 1) * u)) - LogTwoCosh.Of(beta * (1 - field - (Neighbors - 1) * u))) / (2 * beta), 1);

    private static double Positive(Func<double, double> map, double start) =>
        new FixedPointSolver { Newton = true, Warmup = 300 }.Solve(x => [map(x[0])], start).OrThrow()[0];
}
