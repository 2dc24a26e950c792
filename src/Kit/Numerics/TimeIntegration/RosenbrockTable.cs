namespace Kit.Numerics.TimeIntegration;

/// <summary>A Rosenbrock method in the form without products by the Jacobian: (1/(γh) − J) Uᵢ = f(t + αᵢh, u + Σ aᵢⱼ Uⱼ) + Σ cᵢⱼ Uⱼ/h + γᵢ h ∂f/∂t, u⁺ = u + Σ mᵢ Uᵢ.</summary>
/// <remarks>E. Hairer and G. Wanner, Solving Ordinary Differential Equations II (1996), (IV.7.25).</remarks>
/// <param name="Name">What the method is called.</param>
/// <param name="Order">p.</param>
/// <param name="Gamma">γ.</param>
/// <param name="A">aᵢⱼ, row i has i entries.</param>
/// <param name="C">cᵢⱼ, row i has i entries.</param>
/// <param name="M">mᵢ.</param>
/// <param name="Error">mᵢ − m̂ᵢ, or null.</param>
/// <param name="ErrorOrder">Order of the embedded method.</param>
/// <param name="Alphas">αᵢ.</param>
/// <param name="Gammas">γᵢ.</param>
public sealed record RosenbrockTable(
    string Name, int Order, double Gamma, double[][] A, double[][] C, double[] M, double[]? Error, int ErrorOrder, double[] Alphas, double[] Gammas)
{
    /// <summary>ROS2: two stages, order 2 whatever the Jacobian, L-stable, γ = 1 − 1/√2.</summary>
    /// <remarks>J. G. Verwer, E. J. Spee, J. G. Blom, W. Hundsdorfer, SIAM J. Sci. Comput. 20 (1999) 1456, (3.1).</remarks>
    public static RosenbrockTable Ros2 { get; } = FromWeights("ROS2", 2, 1 - Math.Sqrt(0.5), [[], [1]], [[], [-2 * (1 - Math.Sqrt(0.5))]], [0.5, 0.5], [1, 0], 1);

    /// <summary>ROS3P: three stages, order 3 also for parabolic equations with moving boundary values, A-stable. For fixed steps: every embedded method of order 2 agrees with it on linear problems, so none tells its error.</summary>
    /// <remarks>J. Lang and J. G. Verwer, BIT 41 (2001) 731.</remarks>
    public static RosenbrockTable Ros3P { get; } = FromWeights(
        "ROS3P", 3, 0.5 + Math.Sqrt(3) / 6, [[], [1], [1, 0]], [[], [-1], [-(0.5 + Math.Sqrt(3) / 6), -0.5 - Math.Sqrt(3) / 3]], [2 / 3.0, 0, 1 / 3.0]);

    /// <summary>RODAS3: four stages, order 3 with an embedded method of order 2, L-stable.</summary>
    /// <remarks>A. Sandu et al., Atmos. Environ. 31 (1997) 3459.</remarks>
    public static RosenbrockTable Rodas3 { get; } = new(
        "RODAS3", 3, 0.5, [[], [0], [2, 0], [2, 0, 1]], [[], [4], [1, -1], [1, -1, -8 / 3.0]], [2, 0, 1, 1], [0, 0, 0, 1], 2, [0, 0, 1, 1], [0.5, 1.5, 0, 0]);

    /// <summary>RODAS4: six stages, order 4 with an embedded method of order 3, L-stable, the usual choice for stiff problems of moderate size.</summary>
    /// <remarks>E. Hairer and G. Wanner, Solving Ordinary Differential Equations II (1996), §VI.4.</remarks>
    public static RosenbrockTable Rodas4 { get; } = new("RODAS4", 4, 0.25,
        [
            [],
            [1.544],
            [0.9466785280815826, 0.2557011698983284],
            [3.314825187068521, 2.896124015972201, 0.9986419139977817],
            [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950],
            [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1],
        ],
        [
            [],
            [-5.6688],
            [-2.430093356833875, -0.2063599157091915],
            [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
            [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160],
            [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
        ],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1, 1], [0, 0, 0, 0, 0, 1], 3,
        [0, 0.386, 0.21, 0.63, 1, 1], [0.25, -0.1043, 0.1035, -0.0362, 0, 0]);

    /// <summary>From the coefficients αᵢⱼ, γᵢⱼ, bᵢ of (1 − γhJ) kᵢ = f(u + hΣαᵢⱼkⱼ) + hJ Σγᵢⱼkⱼ + γᵢh ∂f/∂t, by U = hΓk, Γ = (γᵢⱼ): a = αΓ⁻¹, c = 1/γ − Γ⁻¹, m = Γ⁻ᵀb.</summary>
    private static RosenbrockTable FromWeights(string name, int order, double gamma, double[][] alpha, double[][] gammas, double[] b, double[]? embedded = null, int errorOrder = 0)
    {
        var s = b.Length;
        // Γ⁻¹ of a lower triangle with γ on the diagonal, by columns.
        var inverse = new double[s, s];
        for (var j = 0; j < s; j++)
            for (var i = j; i < s; i++)
            {
                var sum = i == j ? 1.0 : 0;
                for (var k = j; k < i; k++) sum -= gammas[i][k] * inverse[k, j];
                inverse[i, j] = sum / gamma;
            }

        double[] Turned(double[] row) => [.. Enumerable.Range(0, s).Select(j => row.Select((x, k) => x * inverse[k, j]).Sum())];
        return new(name, order, gamma, [.. alpha.Select((row, i) => Turned(row)[..i])], [.. Enumerable.Range(0, s).Select(i => Enumerable.Range(0, i).Select(j => -inverse[i, j]).ToArray())],
            Turned(b), embedded is null ? null : [.. Turned(b).Zip(Turned(embedded), (m, hat) => m - hat)], errorOrder, [.. alpha.Select(row => row.Sum())], [.. gammas.Select(row => gamma + row.Sum())]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
