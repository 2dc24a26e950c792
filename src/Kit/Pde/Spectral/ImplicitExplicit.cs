using System.Numerics;

namespace Kit.Pde.Spectral;

/// <summary>Pairs of Runge-Kutta tables, one for L and one for N, as functions of z = L Δt.</summary>
internal static class ImplicitExplicit
{
    /// <summary>γ = 1 − 1/√2, δ = 1 − 1/2γ.</summary>
    public static SpectralScheme Ars222 { get; } = TwoStages();

    /// <summary>γ ≈ 0.4358665 is the middle root of 6x³ − 18x² + 9x − 1.</summary>
    public static SpectralScheme Ars343 { get; } = ThreeStages();

    /// <summary>One explicit table for both.</summary>
    public static SpectralScheme Classical { get; } = Scheme(
        "RK4", 4, [0, 0.5, 0.5, 1],
        [[0], [0.5, 0], [0, 0.5, 0], [0, 0, 1, 0], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]],
        [[], [0.5], [0, 0.5], [0, 0, 1], [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]]);

    private static SpectralScheme TwoStages()
    {
        var gamma = 1 - 1 / Math.Sqrt(2);
        var delta = 1 - 1 / (2 * gamma);
        return Scheme("ARS(2,2,2)", 2, [0, gamma], [[0], [0, gamma], [0, 1 - gamma, gamma]], [[], [gamma], [delta, 1 - delta]]);
    }

    private static SpectralScheme ThreeStages()
    {
        const double g = 0.43586652150845899942, last = 0.5529291480359398;
        var (b1, b2) = (-1.5 * g * g + 4 * g - 0.25, 1.5 * g * g - 5 * g + 1.25);
        var a31 = (1 - 4.5 * g + 1.5 * g * g) * last + (2.75 - 10.5 * g + 3.75 * g * g) * last - 3.5 + 13 * g - 4.5 * g * g;
        var a32 = (1 + g) / 2 - a31;
        return Scheme(
            "ARS(3,4,3)", 3, [0, g, (1 + g) / 2, 1],
            [[0], [0, g], [0, (1 - g) / 2, g], [0, b1, b2, g], [0, b1, b2, g]],
            [[], [g], [a31, a32], [1 - 2 * last, last, last], [0, b1, b2, g]]);
    }

    /// <summary>Solves Uᵢ = û + z Σⱼ aᵢⱼ Uⱼ + Δt Σⱼ âᵢⱼ Nⱼ for the factors of û and Nⱼ, stage by stage.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="order">Its order.</param>
    /// <param name="nodes">cⱼ.</param>
    /// <param name="a">aᵢⱼ of L; a row longer than its stage's number has an implicit part. The last row is that of the result.</param>
    /// <param name="explicitA">âᵢⱼ of N.</param>
    private static SpectralScheme Scheme(string name, int order, double[] nodes, double[][] a, double[][] explicitA) => new(name, order, nodes, z =>
    {
        var stages = a.Length;
        var u = new Complex[stages][];
        for (var i = 0; i < stages; i++)
        {
            u[i] = new Complex[stages];
            u[i][0] = 1;
            for (var j = 0; j < i; j++)
            {
                if (j < explicitA[i].Length) u[i][j + 1] += explicitA[i][j];
                if (j < a[i].Length)
                    for (var l = 0; l < stages; l++) u[i][l] += z * a[i][j] * u[j][l];
            }

            if (i < a[i].Length)
                for (var l = 0; l < stages; l++) u[i][l] /= 1 - z * a[i][i];
        }

        return [.. Enumerable.Range(1, stages - 1).Select(i => u[i][..(i + 1)])];
    });
}
