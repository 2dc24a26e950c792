using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>duᵢ/dt = (uᵢ₊₁ − uᵢ₋₂) uᵢ₋₁ − uᵢ + F on a ring: a circle of latitude as weather models try their ideas on.</summary>
/// <remarks>
/// Lorenz, "Predictability: a problem partly solved", 1996. The quadratic part conserves ½Σu². With F = 8 and n = 40 small differences double in about 0.42 units of time,
/// λ₁ ≈ 1.7. Start from u = F but for one uᵢ = F + 0.01; Δt = 0.05 with RK4.
/// </remarks>
/// <param name="Forcing">F; chaos from about 5 on.</param>
public sealed record Lorenz96(double Forcing = 8)
{
    /// <summary>The slope of states [samples…, n].</summary>
    /// <exception cref="ArgumentException">n &lt; 4.</exception>
    public Tensor RightHandSide(double t, Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (u.Rank < 1 || u.Shape[-1] < 4) throw new ArgumentException($"Lorenz96: states are [samples…, n] with n ≥ 4, not {u.Shape}");
        return (u.Roll(-1) - u.Roll(2)) * u.Roll(1) - u + Forcing;
    }
}
