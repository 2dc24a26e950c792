using Kit.Tensors;

namespace Kit.Numerics.Interpolation;

/// <summary>Cubic splines as matrices: values at given places are a fixed linear map of values at the knots.</summary>
public static class CubicSpline
{
    /// <summary>W with s(yᵢ) = Σⱼ Wᵢⱼ u(xⱼ) for the cubic spline that is not broken at the second and the last but one knot ("not a knot").</summary>
    /// <remarks>
    /// Exact for cubic polynomials, also beyond the ends; error O(h⁴) for smooth u. The second derivatives M solve
    /// hᵢ₋₁Mᵢ₋₁ + 2(hᵢ₋₁ + hᵢ)Mᵢ + hᵢMᵢ₊₁ = 6 (δᵢ − δᵢ₋₁), δᵢ = (uᵢ₊₁ − uᵢ)/hᵢ, with equal third derivatives at both sides of those two knots.
    /// De Boor (1978), A Practical Guide to Splines, chapter IV. Interpolation in two dimensions is W₁ u W₂ᵀ.
    /// </remarks>
    /// <param name="knots">x, [n], ascending, n ≥ 4.</param>
    /// <param name="points">y, [m].</param>
    /// <returns>[m, n], F64.</returns>
    /// <exception cref="ArgumentException">Fewer than four knots, or knots that do not ascend.</exception>
    public static Tensor NotAKnot(Tensor knots, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(knots);
        ArgumentNullException.ThrowIfNull(points);
        if (knots.Rank != 1 || points.Rank != 1 || knots.Shape[0] < 4) throw new ArgumentException($"CubicSpline: vectors of at least 4 knots and of points are needed, not {knots.Shape} and {points.Shape}");
        var (x, y) = (knots.ToDoubles(), points.ToDoubles());
        for (var i = 1; i < x.Length; i++)
            if (!(x[i] > x[i - 1])) throw new ArgumentException(FormattableString.Invariant($"CubicSpline: knots ascend, but x[{i}] = {x[i]} follows {x[i - 1]}"));
        var second = SecondDerivatives(x);
        var (weights, bends) = (new double[y.Length, x.Length], new double[y.Length, x.Length]);
        for (var i = 0; i < y.Length; i++)
        {
            var found = Array.BinarySearch(x, y[i]);
            var j = Math.Clamp(found >= 0 ? found : ~found - 1, 0, x.Length - 2);
            var (h, t) = (x[j + 1] - x[j], (y[i] - x[j]) / (x[j + 1] - x[j]));
            (weights[i, j], weights[i, j + 1]) = (1 - t, t);
            (bends[i, j], bends[i, j + 1]) = (h * h / 6 * ((1 - t) * (1 - t) * (1 - t) - (1 - t)), h * h / 6 * (t * t * t - t));
        }

        using var scope = Tensor.Scope();
        return (Tensor.Of(weights) + Tensor.Of(bends).MatMul(second)).Keep();
    }

    /// <summary>The matrix from values at the knots to second derivatives there.</summary>
    private static Tensor SecondDerivatives(double[] x)
    {
        var n = x.Length;
        var (left, right) = (new double[n, n], new double[n, n]);
        double H(int i) => x[i + 1] - x[i];
        for (var i = 1; i < n - 1; i++)
        {
            (left[i, i - 1], left[i, i], left[i, i + 1]) = (H(i - 1), 2 * (H(i - 1) + H(i)), H(i));
            (right[i, i - 1], right[i, i], right[i, i + 1]) = (6 / H(i - 1), -6 / H(i - 1) - 6 / H(i), 6 / H(i));
        }

        (left[0, 0], left[0, 1], left[0, 2]) = (H(1), -H(0) - H(1), H(0));
        (left[n - 1, n - 3], left[n - 1, n - 2], left[n - 1, n - 1]) = (H(n - 2), -H(n - 3) - H(n - 2), H(n - 3));
        return LinearAlgebra.Solve(Tensor.Of(left), Tensor.Of(right));
    }
}
