namespace Kit.Numerics.TimeIntegration;

public sealed partial record Tableau
{
    /// <summary>Order 5 with an embedded method of order 4 and an interpolant of order 4; the last stage is the first of the next step.</summary>
    /// <remarks>J. R. Dormand and P. J. Prince, J. Comput. Appl. Math. 6 (1980) 19; the interpolant after E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), §II.6.</remarks>
    public static Tableau DormandPrince { get; } = MakeDormandPrince();

    private static Tableau MakeDormandPrince()
    {
        double[] b = [35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0, 0];
        double[] d =
        [
            -12715105075 / 11282082432.0, 0, 87487479700 / 32700410799.0, -10690763975 / 1880347072.0, 701980252875 / 199316789632.0,
            -1453857185 / 822651844.0, 69997945 / 29380423.0,
        ];
        // u(θ) = u + θ(r₂ + (1−θ)(r₃ + θ(r₄ + (1−θ)r₅))), r₂ = hΣbk, r₃ = hk₁ − r₂, r₄ = 2r₂ − hk₁ − hk₇, r₅ = hΣdk, sorted by powers of θ.
        var dense = new double[7][];
        for (var i = 0; i < 7; i++)
        {
            var (first, last) = (i == 0 ? 1.0 : 0, i == 6 ? 1.0 : 0);
            var (r3, r4) = (first - b[i], 2 * b[i] - first - last);
            dense[i] = [first, -r3 + r4 + d[i], -r4 - 2 * d[i], d[i]];
        }

        return new("Dormand–Prince 5(4)", 5,
            [
                [],
                [1 / 5.0],
                [3 / 40.0, 9 / 40.0],
                [44 / 45.0, -56 / 15.0, 32 / 9.0],
                [19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0],
                [9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0],
                b[..6],
            ],
            b, [5179 / 57600.0, 0, 7571 / 16695.0, 393 / 640.0, -92097 / 339200.0, 187 / 2100.0, 1 / 40.0], 4, dense);
    }
}
