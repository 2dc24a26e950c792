using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.Collocation;

/// <summary>Polynomials through the n points of a Chebyshev axis: derivatives, interpolation and coefficients, of exponential accuracy for analytic functions.</summary>
/// <remarks>With y ∈ [−1, 1] along the axis, u = Σ aₖ Tₖ(y), Tₖ(cos θ) = cos kθ. Trefethen (2000), Spectral Methods in MATLAB; Berrut, Trefethen (2004), Barycentric Lagrange interpolation.</remarks>
public static class Chebyshev
{
    /// <summary>D with (D u)ᵢ = p⁽ᵐ⁾(xᵢ) of the polynomial p through u, [n, n].</summary>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="order">m ≥ 0.</param>
    /// <remarks>
    /// D⁽ᵐ⁾ᵢⱼ = m/(xᵢ − xⱼ) (cᵢ/cⱼ (−1)^(i+j) D⁽ᵐ⁻¹⁾ᵢᵢ − D⁽ᵐ⁻¹⁾ᵢⱼ), c = 2 at the ends and 1 inside: Weideman, Reddy (2000), A MATLAB differentiation matrix suite, equation 13. Differences of
    /// points by sines, and diagonals by the negative sum of their row (constants have derivative 0), keep rounding at O(n² ε) for the first derivative.
    /// </remarks>
    /// <exception cref="ArgumentException">The axis has other points.</exception>
    public static Tensor DifferentiationMatrix(Axis axis, int order = 1)
    {
        Check(axis);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        var (n, half) = (axis.Count, axis.Length / 2);
        var d = new double[n, n];
        for (var i = 0; i < n; i++) d[i, i] = 1;
        for (var m = 1; m <= order; m++)
        {
            var next = new double[n, n];
            for (var i = 0; i < n; i++)
            {
                var sum = 0.0;
                for (var j = 0; j < n; j++)
                {
                    if (i == j) continue;
                    var gap = half * 2 * Math.Sin(Math.PI * (i + j) / (2.0 * (n - 1))) * Math.Sin(Math.PI * (i - j) / (2.0 * (n - 1)));
                    var ratio = (End(i, n) ? 2.0 : 1) / (End(j, n) ? 2.0 : 1) * ((i + j) % 2 == 0 ? 1 : -1);
                    next[i, j] = m / gap * (ratio * d[i, i] - d[i, j]);
                    sum += next[i, j];
                }

                next[i, i] = -sum;
            }

            d = next;
        }

        return Tensor.Of(d);
    }

    /// <summary>The derivative along an axis of a field by cosine transforms, O(n log n).</summary>
    /// <param name="u">Any shape with n points along the tensor axis.</param>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="order">m ≥ 0.</param>
    /// <param name="tensorAxis">Which axis of u.</param>
    /// <remarks>a′ₖ = a′ₖ₊₂ + 2(k + 1) aₖ₊₁, halved for k = 0: suffix sums over every other coefficient.</remarks>
    public static Tensor Derivative(Tensor u, Axis axis, int order = 1, int tensorAxis = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        var a = Coefficients(u, axis, tensorAxis).MoveAxis(tensorAxis, -1);
        var n = axis.Count;
        for (var m = 0; m < order; m++)
        {
            // Pairs (2j, 2j + 1) as a table, so that sums over every other one run down its columns.
            var terms = a * (Tensor.Arange(n).Cast(a.DType) * (4 / axis.Length));
            var even = n % 2 == 0 ? terms : terms.Pad(0, 1);
            var columns = even.Reshape([.. ((ReadOnlySpan<int>)even.Shape)[..^1], (n + 1) / 2, 2]);
            var sums = columns.Flip(-2).CumSum(-2).Flip(-2).Reshape(even.Shape)[Slice.Ellipsis, ..n];
            var shifted = sums[Slice.Ellipsis, 1..].Pad(0, 1);
            a = shifted * Tensor.Concat([Tensor.Of([0.5], a.DType), Tensor.Ones(n - 1, a.DType)]);
        }

        return Values(a.MoveAxis(-1, tensorAxis), axis, tensorAxis);
    }

    /// <summary>aₖ of u = Σ aₖ Tₖ, k = 0 … n − 1, in place of the points.</summary>
    /// <param name="u">Any shape with n points along the tensor axis.</param>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="tensorAxis">Which axis of u.</param>
    public static Tensor Coefficients(Tensor u, Axis axis, int tensorAxis = -1)
    {
        CheckField(u, axis, tensorAxis);
        // Points ascend from cos π to cos 0: Tₖ(xᵢ) = (−1)ᵏ cos πki/(n − 1).
        return Fourier.Dct(u, 1, tensorAxis) * Weights(axis.Count, k => (k % 2 == 0 ? 1.0 : -1) / ((axis.Count - 1) * (End(k, axis.Count) ? 2 : 1)), u, tensorAxis);
    }

    /// <summary>Σ aₖ Tₖ at the points: the inverse of <see cref="Coefficients"/>.</summary>
    /// <param name="a">Any shape with n coefficients along the tensor axis.</param>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="tensorAxis">Which axis of a.</param>
    public static Tensor Values(Tensor a, Axis axis, int tensorAxis = -1)
    {
        CheckField(a, axis, tensorAxis);
        return Fourier.Dct(a * Weights(axis.Count, k => (k % 2 == 0 ? 1 : -1) * (End(k, axis.Count) ? 1 : 0.5), a, tensorAxis), 1, tensorAxis);
    }

    /// <summary>B with (B u)ᵢ = p(yᵢ), [points, n], by the barycentric formula.</summary>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="points">Any points of the interval, a vector.</param>
    /// <exception cref="ArgumentException">A point lies outside.</exception>
    public static Tensor InterpolationMatrix(Axis axis, Tensor points)
    {
        Check(axis);
        ArgumentNullException.ThrowIfNull(points);
        var (x, y, n) = (axis.Points.ToDoubles(), points.ToDoubles(), axis.Count);
        var b = new double[y.Length, n];
        for (var i = 0; i < y.Length; i++)
        {
            if (!(y[i] >= axis.From && y[i] <= axis.To)) throw new ArgumentException(FormattableString.Invariant($"InterpolationMatrix: point {y[i]} is outside {axis}"));
            var exact = Array.IndexOf(x, y[i]);
            if (exact >= 0)
            {
                b[i, exact] = 1;
                continue;
            }

            var sum = 0.0;
            for (var j = 0; j < n; j++) sum += b[i, j] = (End(j, n) ? 0.5 : 1) * (j % 2 == 0 ? 1 : -1) / (y[i] - x[j]);
            for (var j = 0; j < n; j++) b[i, j] /= sum;
        }

        return Tensor.Of(b);
    }

    /// <summary>The polynomial through u at other points of the interval, [.., points, ..].</summary>
    /// <param name="u">Any shape with n points along the tensor axis.</param>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="points">Any points of the interval, a vector.</param>
    /// <param name="tensorAxis">Which axis of u.</param>
    public static Tensor Interpolate(Tensor u, Axis axis, Tensor points, int tensorAxis = -1)
    {
        CheckField(u, axis, tensorAxis);
        return u.MoveAxis(tensorAxis, -1).MatMul(InterpolationMatrix(axis, points).Cast(u.DType).T).MoveAxis(-1, tensorAxis);
    }

    internal static void Check(Axis axis)
    {
        ArgumentNullException.ThrowIfNull(axis);
        if (axis.Kind != AxisKind.Chebyshev) throw new ArgumentException($"Chebyshev: {axis} has other points; make it by Axis.Chebyshev");
    }

    private static void CheckField(Tensor u, Axis axis, int tensorAxis)
    {
        Check(axis);
        ArgumentNullException.ThrowIfNull(u);
        if (u.Shape[tensorAxis] != axis.Count) throw new ArgumentException($"Chebyshev: axis {tensorAxis} of shape {u.Shape} has not the {axis.Count} points of {axis}");
    }

    private static bool End(int i, int n) => i == 0 || i == n - 1;

    private static Tensor Weights(int n, Func<int, double> weight, Tensor like, int tensorAxis)
    {
        var dims = Enumerable.Repeat(1, like.Rank).ToArray();
        dims[tensorAxis < 0 ? tensorAxis + like.Rank : tensorAxis] = n;
        return Tensor.Of([.. Enumerable.Range(0, n).Select(weight)], like.DType).Reshape(dims);
    }
}
