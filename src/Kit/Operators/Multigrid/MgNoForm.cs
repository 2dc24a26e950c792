namespace Kit.Operators.Multigrid;

/// <summary>What a layer of <see cref="MgNo"/> adds to its V-cycle W, and how the last one leads to u.</summary>
public enum MgNoForm
{
    /// <summary>v ← σ(Wv + Bv + b), u = Qv with pointwise B and Q: coefficient to solution.</summary>
    Pointwise,

    /// <summary>v ← σ(Wv), u = a + Qv: one step of time.</summary>
    Increment,

    /// <summary>v ← σ(N(Wv)), u = Wv with N over channels and points: waves.</summary>
    Normalized,
}
