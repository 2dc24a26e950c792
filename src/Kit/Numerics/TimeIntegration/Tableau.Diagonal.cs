namespace Kit.Numerics.TimeIntegration;

public sealed partial record Tableau
{
    /// <summary>Backward Euler, order 1, L-stable: R(z) = 1/(1 − z).</summary>
    public static Tableau BackwardEuler { get; } = new("backward Euler", 1, [[1]], [1]);

    /// <summary>The trapezoidal rule, order 2, A-stable: R(z) = (1 + z/2)/(1 − z/2), whose size goes to 1 for stiff parts, which so are not damped.</summary>
    /// <remarks>J. Crank and P. Nicolson, Proc. Camb. Phil. Soc. 43 (1947) 50.</remarks>
    public static Tableau CrankNicolson { get; } = new("Crank–Nicolson", 2, [[0], [1 / 2.0, 1 / 2.0]], [1 / 2.0, 1 / 2.0]);

    /// <summary>Two stages, order 2, L-stable, γ = 1 − 1/√2.</summary>
    /// <remarks>R. Alexander, SIAM J. Numer. Anal. 14 (1977) 1006, theorem 5.</remarks>
    public static Tableau Sdirk2 { get; } = MakeSdirk2(1 - Math.Sqrt(0.5));

    /// <summary>Three stages, order 3, L-stable; γ is the root of γ³ − 3γ² + 3γ/2 − 1/6 between 1/6 and 1/2.</summary>
    /// <remarks>R. Alexander, SIAM J. Numer. Anal. 14 (1977) 1006, theorem 5.</remarks>
    public static Tableau Sdirk3 { get; } = MakeSdirk3(AlexanderGamma);

    /// <summary>Five stages, order 4 with an embedded method of order 3, L-stable, γ = 1/4.</summary>
    /// <remarks>E. Hairer and G. Wanner, Solving Ordinary Differential Equations II (1996), §IV.6, table 6.5.</remarks>
    public static Tableau Sdirk4 { get; } = new("SDIRK4", 4,
        [
            [1 / 4.0],
            [1 / 2.0, 1 / 4.0],
            [17 / 50.0, -1 / 25.0, 1 / 4.0],
            [371 / 1360.0, -137 / 2720.0, 15 / 544.0, 1 / 4.0],
            [25 / 24.0, -49 / 48.0, 125 / 16.0, -85 / 12.0, 1 / 4.0],
        ],
        [25 / 24.0, -49 / 48.0, 125 / 16.0, -85 / 12.0, 1 / 4.0], [59 / 48.0, -17 / 96.0, 225 / 32.0, -85 / 12.0, 0], 3);

    /// <summary>γ by Newton's method from ten known digits, to all digits.</summary>
    internal static double AlexanderGamma
    {
        get
        {
            var gamma = 0.4358665215;
            for (var k = 0; k < 3; k++) gamma -= (((gamma - 3) * gamma + 1.5) * gamma - 1 / 6.0) / ((3 * gamma - 6) * gamma + 1.5);
            return gamma;
        }
    }

    private static Tableau MakeSdirk2(double γ) => new("SDIRK2", 2, [[γ], [1 - γ, γ]], [1 - γ, γ]);

    private static Tableau MakeSdirk3(double γ)
    {
        var (b1, b2) = (-(6 * γ * γ - 16 * γ + 1) / 4, (6 * γ * γ - 20 * γ + 5) / 4);
        return new("SDIRK3", 3, [[γ], [(1 - γ) / 2, γ], [b1, b2, γ]], [b1, b2, γ]);
    }
}
