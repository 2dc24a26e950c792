using MathNet.Numerics.RootFinding;

namespace Kit.StatMech.MeanField;

/// <summary>Random p-XORSAT, αN parity checks of p ≥ 3 random variables each, a p-spin glass on a random hypergraph at T = 0: survey propagation, which is exact here.</summary>
/// <remarks>
/// A check warns a variable with certainty if its other p − 1 variables are frozen; the share of frozen cavity variables solves ρ = 1 − e^{−pαρ^{p−1}}. Above α_d, ρ > 0: solutions fall into e^{NΣ} clusters that
/// all have the same frozen variables, and Σ/ln 2 = ρ − pαρ^{p−1} + (p − 1)αρ^p (variables less checks of the core of the hypergraph, on which each variable has two checks at least). Σ = 0 at α_c: beyond there
/// is no solution. M. Mézard, F. Ricci-Tersenghi and R. Zecchina, J. Stat. Phys. 111 (2003) 505: α_d = 0.818, α_c = 0.918 for p = 3.
/// </remarks>
public sealed class XorSat
{
    /// <summary>Checks of p variables.</summary>
    /// <exception cref="ArgumentException">p below 3: pairs percolate continuously and have no core.</exception>
    public XorSat(int variables)
    {
        if (variables < 3) throw new ArgumentException($"XorSat: checks of {variables} variables; at least 3");
        Variables = variables;
    }

    /// <summary>p.</summary>
    public int Variables { get; }

    /// <summary>α_d = min_ρ −ln(1 − ρ)/(pρ^{p−1}), where clusters appear.</summary>
    public double ClusteringLoad => Load(Fold);

    /// <summary>α_c, where Σ vanishes and solutions cease.</summary>
    public double SatisfiabilityLoad => Load(Brent.FindRoot(rho => Complexity(rho, Load(rho)), Fold, 1 - 1e-12, 1e-14, 300));

    /// <summary>The largest solution ρ of the surveys at a load: 0 below α_d.</summary>
    /// <param name="load">α > 0.</param>
    /// <exception cref="ArgumentException">α is not positive.</exception>
    public double Frozen(double load)
    {
        Require(load);
        return load < ClusteringLoad ? 0 : Brent.FindRoot(rho => 1 - Math.Exp(-Variables * load * Math.Pow(rho, Variables - 1)) - rho, Fold, 1, 1e-14, 300);
    }

    /// <summary>Σ(α), the logarithm of the number of clusters, a variable; negative beyond α_c.</summary>
    /// <param name="load">α > 0.</param>
    /// <exception cref="ArgumentException">α is not positive.</exception>
    public double Complexity(double load) => Complexity(Frozen(load), load);

    private double Complexity(double rho, double load) =>
        Math.Log(2) * (rho - Variables * load * Math.Pow(rho, Variables - 1) + (Variables - 1) * load * Math.Pow(rho, Variables));

    /// <summary>The ρ of the least load: ρ/(1 − ρ) = −(p − 1) ln(1 − ρ).</summary>
    private double Fold => Brent.FindRoot(rho => rho / (1 - rho) + (Variables - 1) * Math.Log(1 - rho), 0.3, 1 - 1e-9, 1e-14, 300);

    private double Load(double rho) => -Math.Log(1 - rho) / (Variables * Math.Pow(rho, Variables - 1));

    private static void Require(double load)
    {
        if (!(load > 0 && double.IsFinite(load))) throw new ArgumentException(FormattableString.Invariant($"XorSat: α = {load}; a positive load is needed"));
    }
}
