using System.Globalization;
using Kit.Numerics.Quadrature;

namespace Kit.Operators.FunctionSpaces;

/// <summary>Points xᵢ of one coordinate with weights wᵢ, ∫ u dx ≈ Σᵢ wᵢ u(xᵢ), on an interval or on a circle.</summary>
/// <remarks>A field is a function; the axis says where its samples were taken, so that a sum over samples can stand for an integral on any of them.</remarks>
public sealed class QuadratureAxis
{
    private readonly double[] points, weights;

    private QuadratureAxis(double[] points, double[] weights, double length, double? period, double spacing)
    {
        if (points.Length == 0 || points.Length != weights.Length) throw new ArgumentException($"QuadratureAxis: {points.Length} points and {weights.Length} weights; as many of both, and one at least, are right");
        for (var i = 1; i < points.Length; i++)
            if (!(points[i] > points[i - 1])) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"QuadratureAxis: point {i} at {points[i]} follows one at {points[i - 1]}; points ascend"));
        if (period is { } p && !(points[^1] - points[0] < p)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"QuadratureAxis: points from {points[0]} to {points[^1]} on a circle of circumference {p}; they go round less than once"));
        (this.points, this.weights, Length, Period, Spacing) = (points, weights, length, period, spacing);
        Gap = period is { } around ? around - (points[^1] - points[0]) : 0;
        for (var i = 1; i < points.Length; i++) Gap = Math.Max(Gap, points[i] - points[i - 1]);
    }

    /// <summary>xᵢ, ascending.</summary>
    public ReadOnlySpan<double> Points => points;

    /// <summary>wᵢ.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Number of points n.</summary>
    public int Count => points.Length;

    /// <summary>Length of the interval or circle.</summary>
    public double Length { get; }

    /// <summary>Circumference of a circle, or null.</summary>
    public double? Period { get; }

    /// <summary>Distance h of equally spaced points, else NaN.</summary>
    public double Spacing { get; }

    /// <summary>Largest distance of neighbours, around the circle too.</summary>
    public double Gap { get; }

    /// <summary>Whether the points are equally spaced.</summary>
    public bool IsUniform => !double.IsNaN(Spacing);

    /// <summary>xᵢ = from + ih, h = L/n, on a circle; the sum is exact for frequencies below n.</summary>
    /// <param name="n">Points.</param>
    /// <param name="from">First point.</param>
    /// <param name="to">from + L.</param>
    public static QuadratureAxis Periodic(int n, double from = 0, double to = 1) =>
        new(Line(n, 1, to - from, i => from + i * (to - from) / n), Equal(n, (to - from) / n), to - from, to - from, (to - from) / n);

    /// <summary>Centres xᵢ = from + (i + ½)h of n cells, h = L/n: the midpoint rule, of order 2.</summary>
    /// <inheritdoc cref="Periodic(int, double, double)"/>
    public static QuadratureAxis Cells(int n, double from = 0, double to = 1) =>
        new(Line(n, 1, to - from, i => from + (i + 0.5) * (to - from) / n), Equal(n, (to - from) / n), to - from, null, (to - from) / n);

    /// <summary>xᵢ = from + ih with both ends, h = L/(n − 1): the trapezoidal rule, of order 2.</summary>
    /// <inheritdoc cref="Periodic(int, double, double)"/>
    public static QuadratureAxis Nodes(int n, double from = 0, double to = 1)
    {
        var h = (to - from) / (n - 1);
        var weights = Equal(n, h);
        if (n > 1) (weights[0], weights[^1]) = (h / 2, h / 2);
        return new(Line(n, 2, to - from, i => i == n - 1 ? to : from + i * h), weights, to - from, null, h);
    }

    /// <summary>Gauss's n points, exact for polynomials of degree 2n − 1.</summary>
    /// <inheritdoc cref="Periodic(int, double, double)"/>
    public static QuadratureAxis Legendre(int n, double from = 0, double to = 1)
    {
        var rule = QuadratureRule.Legendre(n, from, to);
        return new([.. rule.Points], [.. rule.Weights], to - from, null, double.NaN);
    }

    /// <summary>Given points of an interval by the trapezoidal rule: half the distance of both neighbours. The interval ends at the outermost points.</summary>
    /// <param name="points">Two at least, ascending.</param>
    public static QuadratureAxis Trapezoid(ReadOnlySpan<double> points)
    {
        double[] x = [.. Line(points.Length, 2, 1, _ => 0).Length > 0 ? points : []];
        double[] w = [.. x.Select((at, i) => (x[Math.Min(i + 1, x.Length - 1)] - x[Math.Max(i - 1, 0)]) / 2)];
        return new(x, w, x[^1] - x[0], null, double.NaN);
    }

    /// <summary>Given points of a circle by the trapezoidal rule.</summary>
    /// <param name="points">Ascending, less than once around.</param>
    /// <param name="period">Circumference.</param>
    public static QuadratureAxis Trapezoid(ReadOnlySpan<double> points, double period)
    {
        double[] x = [.. points];
        var n = x.Length;
        double[] w = [.. x.Select((_, i) => n == 1 ? period : (x[(i + 1) % n] - x[(i + n - 1) % n] + (i == 0 || i == n - 1 ? period : 0)) / 2)];
        if (n == 2) w = [period / 2, period / 2];
        return new(x, w, period, period, double.NaN);
    }

    /// <summary>x − y; on a circle the shortest way, from −L/2 to L/2.</summary>
    public double Difference(double x, double y) => Period is { } p ? x - y - p * Math.Round((x - y) / p) : x - y;

    private static double[] Equal(int n, double h) => [.. Enumerable.Repeat(h, Math.Max(0, n))];

    private static double[] Line(int n, int least, double length, Func<int, double> at)
    {
        if (n < least) throw new ArgumentException($"QuadratureAxis: {n} points; at least {least} are needed");
        if (!(length > 0) || !double.IsFinite(length)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"QuadratureAxis: an interval of length {length}; it must be positive"));
        return [.. Enumerable.Range(0, n).Select(at)];
    }
}
