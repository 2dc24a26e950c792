using Kit.Tensors;
using MathNet.Numerics.Integration;

namespace Kit.Numerics.Quadrature;

/// <summary>Points xᵢ and weights wᵢ with ∫ w(x) f(x) dx ≈ Σᵢ wᵢ f(xᵢ).</summary>
/// <param name="points">xᵢ, ascending.</param>
/// <param name="weights">wᵢ.</param>
public sealed class QuadratureRule(double[] points, double[] weights)
{
    /// <summary>xᵢ, ascending.</summary>
    public ReadOnlySpan<double> Points => points;

    /// <summary>wᵢ.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Number of points.</summary>
    public int Count => points.Length;

    /// <summary>Gauss–Hermite: ∫Dz f(z), Dz = e^{−z²/2} dz/√(2π), exact for polynomials up to degree 2n − 1.</summary>
    /// <remarks>
    /// Points are the eigenvalues of the Jacobi matrix with √k beside its diagonal (G. H. Golub and J. H. Welsch, Math. Comp. 23 (1969) 221), made sharp by one step of Newton's method on the
    /// orthonormal Hermite polynomials h_k; weights are 1/Σ_k h_k(xᵢ)², so that small ones keep their digits too.
    /// A step, such as tanh(βz) at large β, needs many points: <see cref="Normal"/> is better there.
    /// </remarks>
    /// <param name="n">Number of points, 1 … 200.</param>
    /// <exception cref="ArgumentException">n out of range.</exception>
    public static QuadratureRule Hermite(int n)
    {
        if (n is < 1 or > 200) throw new ArgumentException($"Hermite: {n} points; 1 to 200 are possible");
        var jacobi = new double[n, n];
        for (var k = 1; k < n; k++) (jacobi[k, k - 1], jacobi[k - 1, k]) = (Math.Sqrt(k), Math.Sqrt(k));
        var x = LinearAlgebra.EighValues(Tensor.Of(jacobi)).ToDoubles();
        var w = new double[n];
        for (var i = 0; i < n; i++)
        {
            var (value, slope, _) = Hermites(n, x[i]);
            x[i] -= value / slope;
            w[i] = 1 / Hermites(n, x[i]).Squares;
        }

        return new(x, w);
    }

    /// <summary>∫Dz f(z) by equal steps h from −cut to cut: the error falls like e^{−2πd/h} for f that is analytic within a distance d of the real axis, whatever its slope.</summary>
    /// <remarks>tanh(βz) has d = π/2β, so h = 0.6/β gives six digits and 0.25/β fourteen. L. N. Trefethen and J. A. C. Weideman, SIAM Rev. 56 (2014) 385.</remarks>
    /// <param name="spacing">h.</param>
    /// <param name="cut">Where the weight is neglected; 8.5 leaves 10⁻¹⁷.</param>
    /// <exception cref="ArgumentException">Not 0 &lt; h &lt; cut, or more than 10⁶ points.</exception>
    public static QuadratureRule Normal(double spacing = 0.05, double cut = 8.5)
    {
        if (!(spacing > 0 && cut > spacing && cut / spacing < 5e5)) throw new ArgumentException(FormattableString.Invariant($"Normal: steps of {spacing} to {cut}; 0 < spacing < cut and at most 10⁶ points are needed"));
        var half = (int)Math.Ceiling(cut / spacing);
        var x = new double[2 * half + 1];
        for (var i = 0; i < x.Length; i++) x[i] = (i - half) * spacing;
        return new(x, [.. x.Select(z => spacing * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI))]);
    }

    /// <summary>Gauss–Legendre on [from, to] cut into equal panels: ∫f(x) dx, exact for polynomials up to degree 2n − 1 in each.</summary>
    /// <param name="n">Points of a panel.</param>
    /// <param name="from">Lower end.</param>
    /// <param name="to">Upper end.</param>
    /// <param name="panels">Number of panels.</param>
    /// <exception cref="ArgumentException">No points, no panels or an empty interval.</exception>
    public static QuadratureRule Legendre(int n, double from = -1, double to = 1, int panels = 1)
    {
        if (!(n > 0 && panels > 0 && to > from && double.IsFinite(to - from))) throw new ArgumentException(FormattableString.Invariant($"Legendre: {n} points in {panels} panels of [{from}, {to}]"));
        var (x, w, width) = (new List<double>(), new List<double>(), (to - from) / panels);
        for (var p = 0; p < panels; p++)
        {
            var rule = new GaussLegendreRule(from + p * width, from + (p + 1) * width, n);
            foreach (var (at, weight) in rule.Abscissas.Zip(rule.Weights).OrderBy(pair => pair.First))
            {
                x.Add(at);
                w.Add(weight);
            }
        }

        return new([.. x], [.. w]);
    }

    /// <summary>Σᵢ wᵢ f(xᵢ).</summary>
    public double Integrate(Func<double, double> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        var sum = 0.0;
        for (var i = 0; i < points.Length; i++) sum += weights[i] * f(points[i]);
        return sum;
    }

    /// <summary>Σᵢⱼ wᵢ wⱼ f(xᵢ, xⱼ): of a normal rule, ∫Dz∫Dy f(z, y).</summary>
    public double Integrate(Func<double, double, double> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Integrate(z => Integrate(y => f(z, y)));
    }

    /// <summary>h_n(x), h_n′(x) = √n h_{n−1}(x) and Σ_{k&lt;n} h_k(x)² of the Hermite polynomials that are orthonormal under Dz; scaled by e^{−x²/4} except for the sum.</summary>
    private static (double Value, double Slope, double Squares) Hermites(int n, double x)
    {
        // √k h_k = x h_{k−1} − √(k−1) h_{k−2}.
        var (before, here, squares) = (0.0, Math.Exp(-x * x / 4), 0.0);
        for (var k = 1; k <= n; k++)
        {
            squares += here * here;
            (before, here) = (here, (x * here - Math.Sqrt(k - 1) * before) / Math.Sqrt(k));
        }

        return (here, Math.Sqrt(n) * before, squares * Math.Exp(x * x / 2));
    }
}
