namespace Kit.StatMech.MultiSpin;

/// <summary>The probability of a flip that costs ΔE.</summary>
public enum AcceptanceRule
{
    /// <summary>min(1, e^{−βΔE}): Metropolis, Rosenbluth, Rosenbluth, Teller, Teller (1953).</summary>
    Metropolis,

    /// <summary>1/(1 + e^{βΔE}): the spin is drawn anew, given its neighbours (Glauber 1963).</summary>
    HeatBath,
}
