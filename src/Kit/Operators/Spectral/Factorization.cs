namespace Kit.Operators.Spectral;

/// <summary>How a tensor of spectral weights R(k₁, …, k_d, c, o) is written as a product of smaller ones.</summary>
/// <remarks>Kolda and Bader, "Tensor decompositions and applications", 2009, sections 3 and 4; Oseledets, "Tensor-train decomposition", 2011, eq. 1.2.</remarks>
public enum Factorization
{
    /// <summary>R itself.</summary>
    Dense,

    /// <summary>Σ G(a₁, …, a_d, p, q) U₁(k₁, a₁) … U_d(k_d, a_d) V(c, p) W(q, o).</summary>
    Tucker,

    /// <summary>Canonical polyadic: Σ_r U₁(k₁, r) … U_d(k_d, r) V(c, r) W(r, o).</summary>
    Canonical,

    /// <summary>Σ V(c, r₀) G₁(r₀, k₁, r₁) … G_d(r_{d−1}, k_d, r_d) W(r_d, o).</summary>
    TensorTrain,
}
