namespace Kit.StatMech.Exact;

/// <summary>What is known exactly of the transition of the Potts model E = −J Σ_⟨ij⟩ δ(s_i, s_j) with q states on the square lattice; energies in units of J.</summary>
/// <remarks>R. B. Potts, Proc. Camb. Phil. Soc. 48 (1952) 106; R. J. Baxter, J. Phys. C 6 (1973) L445; F. Y. Wu, Rev. Mod. Phys. 54 (1982) 235, equations 5.2 to 5.7.</remarks>
public sealed record PottsTransition
{
    /// <summary>The model with q ≥ 2 states.</summary>
    /// <exception cref="ArgumentException">q below 2.</exception>
    public PottsTransition(int states)
    {
        if (states < 2) throw new ArgumentException($"PottsTransition: q = {states} states; at least 2");
        States = states;
    }

    /// <summary>q.</summary>
    public int States { get; }

    /// <summary>β_c J = ln(1 + √q), where high and low temperatures are dual to each other.</summary>
    public double CriticalBeta => Math.Log(1 + Math.Sqrt(States));

    /// <summary>T_c = 1/β_c.</summary>
    public double CriticalTemperature => 1 / CriticalBeta;

    /// <summary>The transition is of first order for q > 4, and continuous up to there.</summary>
    public bool IsFirstOrder => States > 4;

    /// <summary>E₋ − E₊ of a site, from order to disorder: 2(1 + 1/√q) tanh(Θ/2) Π_{n≥1} tanh² nΘ with 2 cosh Θ = √q; 0 for q ≤ 4.</summary>
    public double LatentHeat
    {
        get
        {
            if (!IsFirstOrder) return 0;
            var theta = Math.Acosh(Math.Sqrt(States) / 2);
            var heat = 2 * (1 + 1 / Math.Sqrt(States)) * Math.Tanh(theta / 2);
            // tanh² nΘ is 1 to all digits beyond nΘ = 20.
            for (var n = 1; n * theta < 20; n++) heat *= Math.Pow(Math.Tanh(n * theta), 2);
            return heat;
        }
    }

    /// <summary>Energy of a site in the disordered phase at T_c: −(1 + 1/√q) + L/2, where duality fixes the mean of both phases.</summary>
    public double DisorderedEnergy => -(1 + 1 / Math.Sqrt(States)) + LatentHeat / 2;

    /// <summary>Energy of a site in the ordered phases at T_c: −(1 + 1/√q) − L/2.</summary>
    public double OrderedEnergy => -(1 + 1 / Math.Sqrt(States)) - LatentHeat / 2;
}
