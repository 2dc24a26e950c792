namespace Kit.Numerics.TimeIntegration;

/// <summary>A pair of Runge–Kutta methods with common stages, one explicit and one diagonally implicit, for u′ = f_E + f_I.</summary>
/// <remarks>U. M. Ascher, S. J. Ruuth, R. J. Spiteri, Appl. Numer. Math. 25 (1997) 151. ARS(s, σ, p): s implicit and σ explicit stages, order p.</remarks>
/// <param name="Name">What the method is called.</param>
/// <param name="Order">p of the pair.</param>
/// <param name="Explicit">The method for f_E.</param>
/// <param name="Implicit">The method for f_I, with the same nodes.</param>
public sealed record ImexTableau(string Name, int Order, Tableau Explicit, Tableau Implicit)
{
    private static readonly double TwoStageGamma = 1 - Math.Sqrt(0.5);

    /// <summary>Order 2, L-stable, the last stage of both is the result; §2.6.</summary>
    public static ImexTableau Ars222 { get; } = MakeArs222(TwoStageGamma, 1 - 1 / (2 * TwoStageGamma));

    /// <summary>Order 2 with a third explicit stage, whose stability region has a piece of the imaginary axis: for advection; §2.5.</summary>
    public static ImexTableau Ars232 { get; } = MakeArs232(TwoStageGamma, -2 * Math.Sqrt(2) / 3);

    /// <summary>Order 3, L-stable; §2.7.</summary>
    public static ImexTableau Ars343 { get; } = MakeArs343(Tableau.AlexanderGamma);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static ImexTableau MakeArs222(double γ, double δ) => new("ARS(2,2,2)", 2,
        new("ARS(2,2,2) explicit", 2, [[], [γ], [δ, 1 - δ]], [δ, 1 - δ, 0]),
        new("ARS(2,2,2) implicit", 2, [[], [0, γ], [0, 1 - γ, γ]], [0, 1 - γ, γ]));

    private static ImexTableau MakeArs232(double γ, double δ) => new("ARS(2,3,2)", 2,
        new("ARS(2,3,2) explicit", 2, [[], [γ], [δ, 1 - δ]], [0, 1 - γ, γ]),
        new("ARS(2,3,2) implicit", 2, [[], [0, γ], [0, 1 - γ, γ]], [0, 1 - γ, γ]));

    private static ImexTableau MakeArs343(double γ)
    {
        var (b1, b2) = (-1.5 * γ * γ + 4 * γ - 0.25, 1.5 * γ * γ - 5 * γ + 1.25);
        // A family with two free numbers; this choice gives the explicit method the damping of order 4.
        const double a42 = 0.5529291480359398, a43 = 0.5529291480359398;
        var a31 = (1 - 4.5 * γ + 1.5 * γ * γ) * a42 + (2.75 - 10.5 * γ + 3.75 * γ * γ) * a43 - 3.5 + 13 * γ - 4.5 * γ * γ;
        var a32 = (1 + γ) / 2 - a31;
        double[] b = [0, b1, b2, γ];
        return new("ARS(3,4,3)", 3,
            new("ARS(3,4,3) explicit", 3, [[], [γ], [a31, a32], [1 - a42 - a43, a42, a43]], b),
            new("ARS(3,4,3) implicit", 3, [[], [0, γ], [0, (1 - γ) / 2, γ], b], b));
    }
}
