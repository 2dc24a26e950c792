namespace Kit.Numerics.TimeIntegration;

public sealed partial record Tableau
{
    /// <summary>Explicit Euler, order 1.</summary>
    /// <remarks>L. Euler, Institutionum calculi integralis (1768).</remarks>
    public static Tableau Euler { get; } = new("Euler", 1, [[]], [1]);

    /// <summary>Heun's method of order 2: the trapezoidal rule with a predicted end. The predictor is the embedded method. It preserves strong stability as Euler does.</summary>
    /// <remarks>K. Heun, Z. Math. Phys. 45 (1900) 23.</remarks>
    public static Tableau Heun { get; } = new("Heun", 2, [[], [1]], [1 / 2.0, 1 / 2.0], [1, 0], 1);

    /// <summary>The explicit midpoint rule, order 2.</summary>
    /// <remarks>C. Runge, Math. Ann. 46 (1895) 167.</remarks>
    public static Tableau Midpoint { get; } = new("midpoint", 2, [[], [1 / 2.0]], [0, 1], [1, 0], 1);

    /// <summary>Ralston's method of order 2, of the least bound on the truncation error among those of two stages.</summary>
    /// <remarks>A. Ralston, Math. Comp. 16 (1962) 431.</remarks>
    public static Tableau Ralston { get; } = new("Ralston", 2, [[], [2 / 3.0]], [1 / 4.0, 3 / 4.0], [1, 0], 1);

    /// <summary>The classical method of order 4.</summary>
    /// <remarks>W. Kutta, Z. Math. Phys. 46 (1901) 435. Stable on the real axis down to hλ = −2.785, on the imaginary one up to 2√2.</remarks>
    public static Tableau Rk4 { get; } = new("RK4", 4, [[], [1 / 2.0], [0, 1 / 2.0], [0, 0, 1]], [1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0]);

    /// <summary>Order 3, a convex combination of Euler steps: where Euler keeps a bound (total variation, a maximum), this does with the same h.</summary>
    /// <remarks>C.-W. Shu and S. Osher, J. Comput. Phys. 77 (1988) 439, (2.18).</remarks>
    public static Tableau SspRk3 { get; } = new("SSP-RK3", 3, [[], [1], [1 / 4.0, 1 / 4.0]], [1 / 6.0, 1 / 6.0, 2 / 3.0], [1 / 2.0, 1 / 2.0, 0], 2);

    /// <summary>Order 3 with an embedded method of order 2; the last stage is the first of the next step.</summary>
    /// <remarks>P. Bogacki and L. F. Shampine, Appl. Math. Lett. 2 (1989) 321.</remarks>
    public static Tableau BogackiShampine { get; } = new("Bogacki–Shampine 3(2)", 3,
        [[], [1 / 2.0], [0, 3 / 4.0], [2 / 9.0, 1 / 3.0, 4 / 9.0]], [2 / 9.0, 1 / 3.0, 4 / 9.0, 0], [7 / 24.0, 1 / 4.0, 1 / 3.0, 1 / 8.0], 2);
}
