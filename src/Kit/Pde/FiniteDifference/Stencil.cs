using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.FiniteDifference;

/// <summary>Weights w of finite differences, u⁽ᵐ⁾(x₀) ≈ Σ wⱼ u(xⱼ).</summary>
public static class Stencil
{
    /// <summary>The weights of derivative m at x₀ that are exact for polynomials of degree below the number of points.</summary>
    /// <param name="points">More than m different points, in any order and at any distances.</param>
    /// <param name="x0">Where the derivative is taken; it need not be one of the points.</param>
    /// <param name="m">Order of the derivative, 0 for interpolation.</param>
    /// <remarks>Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, Math. Comp. 51: by recursion over points, without a linear system.</remarks>
    /// <exception cref="ArgumentException">Too few points, or two of them are equal.</exception>
    public static double[] Weights(ReadOnlySpan<double> points, double x0, int m)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        var n = points.Length;
        if (n <= m) throw new ArgumentException($"Stencil.Weights: derivative {m} needs at least {m + 1} points, not {n}");
        var w = new double[m + 1, n];
        w[0, 0] = 1;
        var before = 1.0;
        for (var i = 1; i < n; i++)
        {
            var product = 1.0;
            for (var j = 0; j < i; j++)
            {
                var gap = points[i] - points[j];
                if (gap == 0) throw new ArgumentException($"Stencil.Weights: points {j} and {i} are both {points[i]}");
                product *= gap;
                if (j == i - 1)
                {
                    for (var k = Math.Min(i, m); k >= 0; k--)
                        w[k, i] = before / product * ((k > 0 ? k * w[k - 1, j] : 0) - (points[j] - x0) * w[k, j]);
                }

                for (var k = Math.Min(i, m); k >= 0; k--)
                    w[k, j] = ((points[i] - x0) * w[k, j] - (k > 0 ? k * w[k - 1, j] : 0)) / gap;
            }

            before = product;
        }

        var weights = new double[n];
        for (var j = 0; j < n; j++) weights[j] = w[m, j];
        return weights;
    }

    /// <summary>Weights that use a condition a u + b u′ = g at a point xᵦ as one more number: u⁽ᵐ⁾(x₀) ≈ Σ wⱼ u(xⱼ) + w g, exact for degrees up to the number of points.</summary>
    /// <remarks>By the linear system of the monomials, in distances of order one from x₀.</remarks>
    internal static (double[] Weights, double OfCondition) Weights(ReadOnlySpan<double> points, double x0, int m, double at, double a, double b)
    {
        using var scope = Tensor.Scope();
        var n = points.Length + 1;
        var (matrix, right) = (new double[n, n], new double[n]);
        for (var q = 0; q < n; q++)
        {
            for (var j = 0; j < n - 1; j++) matrix[q, j] = Math.Pow(points[j] - x0, q);
            matrix[q, n - 1] = a * Math.Pow(at - x0, q) + (q > 0 ? b * q * Math.Pow(at - x0, q - 1) : 0);
        }

        right[m] = Enumerable.Range(1, m).Aggregate(1.0, (product, k) => product * k);
        var solution = LinearAlgebra.Solve(Tensor.Of(matrix), Tensor.Of(right)).ToDoubles();
        return (solution[..^1], solution[^1]);
    }
}
