using System.Numerics;

namespace Kit.Pde.Spectral;

/// <summary>A one-step method for dû/dt = Lû + N(t, û) that treats L by functions of z = L Δt, in the form Uᵢ = Rᵢ(z) û + Δt Σ_{j&lt;i} Aᵢⱼ(z) Nⱼ, Nⱼ = N(t + cⱼ Δt, Uⱼ).</summary>
/// <remarks>
/// Exponential, integrating-factor and implicit-explicit Runge-Kutta methods are all of this form: they differ in the functions alone. U₀ is û, and the last row is the new state.
/// </remarks>
/// <param name="Name">What it is called.</param>
/// <param name="Order">Its order p.</param>
/// <param name="Nodes">cⱼ, one a stage.</param>
/// <param name="Rows">z → for i = 1 … s the row Rᵢ, Aᵢ₀, …, Aᵢ,ᵢ₋₁.</param>
public sealed record SpectralScheme(string Name, int Order, IReadOnlyList<double> Nodes, Func<Complex, Complex[][]> Rows)
{
    /// <summary>Exponential Euler, order 1: û e^z + Δt φ₁(z) N.</summary>
    public static SpectralScheme Etdrk1 { get; } = new("ETDRK1", 1, [0], z => [[Phi.Of(0, z), Phi.Of(1, z)]]);

    /// <summary>Order 2, two evaluations of N.</summary>
    /// <remarks>Cox and Matthews, "Exponential time differencing for stiff systems", 2002, eq. 22.</remarks>
    public static SpectralScheme Etdrk2 { get; } = new("ETDRK2", 2, [0, 1], z =>
    {
        var (e, f1, f2) = (Phi.Of(0, z), Phi.Of(1, z), Phi.Of(2, z));
        return [[e, f1], [e, f1 - f2, f2]];
    });

    /// <summary>Order 3, three evaluations of N.</summary>
    /// <remarks>Cox and Matthews (2002), eq. 23 to 25, written in φ₁, φ₂, φ₃.</remarks>
    public static SpectralScheme Etdrk3 { get; } = new("ETDRK3", 3, [0, 0.5, 1], z =>
    {
        var (e, f1, f2, f3) = (Phi.Of(0, z), Phi.Of(1, z), Phi.Of(2, z), Phi.Of(3, z));
        return [[Phi.Of(0, z / 2), Phi.Of(1, z / 2) / 2], [e, -f1, 2 * f1], [e, f1 - 3 * f2 + 4 * f3, 4 * f2 - 8 * f3, 4 * f3 - f2]];
    });

    /// <summary>Order 4, four evaluations of N: the usual choice where solutions are smooth.</summary>
    /// <remarks>Cox and Matthews (2002), eq. 26 to 29, written in φ₁, φ₂, φ₃; third order in the worst case of a stiff problem.</remarks>
    public static SpectralScheme Etdrk4 { get; } = new("ETDRK4", 4, [0, 0.5, 0.5, 1], z =>
    {
        var (e, f1, f2, f3) = (Phi.Of(0, z), Phi.Of(1, z), Phi.Of(2, z), Phi.Of(3, z));
        var (half, g) = (Phi.Of(0, z / 2), Phi.Of(1, z / 2));
        return
        [
            [half, g / 2],
            [half, 0, g / 2],
            [e, g * (half - 1) / 2, 0, g],
            [e, f1 - 3 * f2 + 4 * f3, 2 * f2 - 4 * f3, 2 * f2 - 4 * f3, 4 * f3 - f2],
        ];
    });

    /// <summary>The classical method of Runge and Kutta for e^(−Lt) û, order 4.</summary>
    /// <remarks>Trefethen, "Spectral methods in MATLAB", 2000, chapter 10. Steady states are not those of the equation, unlike with ETD.</remarks>
    public static SpectralScheme IntegratingFactorRk4 { get; } = new("IFRK4", 4, [0, 0.5, 0.5, 1], z =>
    {
        var (e, half) = (Complex.Exp(z), Complex.Exp(z / 2));
        return [[half, half / 2], [half, 0, 0.5], [e, 0, 0, half], [e, e / 6, half / 3, half / 3, 1.0 / 6]];
    });

    /// <summary>Implicit Euler on L and explicit Euler on N, order 1.</summary>
    public static SpectralScheme ImplicitExplicitEuler { get; } = new("IMEX Euler", 1, [0], z => [[1 / (1 - z), 1 / (1 - z)]]);

    /// <summary>Crank-Nicolson on L and explicit Euler on N: (1 − z/2) û′ = (1 + z/2) û + Δt N, order 1.</summary>
    /// <remarks>The scheme of the Navier-Stokes data of Li et al., "Fourier neural operator for parametric partial differential equations", 2021, appendix A.3.</remarks>
    public static SpectralScheme CrankNicolsonEuler { get; } = new("CN-Euler", 1, [0], z => [[(1 + z / 2) / (1 - z / 2), 1 / (1 - z / 2)]]);

    /// <summary>Implicit-explicit, order 2, L-stable in L: two evaluations of N.</summary>
    /// <remarks>Ascher, Ruuth and Spiteri, "Implicit-explicit Runge-Kutta methods for time-dependent partial differential equations", 1997, section 2.6.</remarks>
    public static SpectralScheme Ars222 { get; } = ImplicitExplicit.Ars222;

    /// <summary>Implicit-explicit, order 3, L-stable in L: four evaluations of N.</summary>
    /// <remarks>Ascher, Ruuth and Spiteri (1997), section 2.7.</remarks>
    public static SpectralScheme Ars343 { get; } = ImplicitExplicit.Ars343;

    /// <summary>The classical method of Runge and Kutta for Lû + N as a whole, order 4: stable only while |z| &lt; 2.8.</summary>
    public static SpectralScheme RungeKutta4 { get; } = ImplicitExplicit.Classical;

    /// <summary>Every scheme, in the order of their kinds.</summary>
    public static IReadOnlyList<SpectralScheme> All { get; } = [Etdrk1, Etdrk2, Etdrk3, Etdrk4, IntegratingFactorRk4, ImplicitExplicitEuler, CrankNicolsonEuler, Ars222, Ars343, RungeKutta4];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
