using System.Globalization;
using Kit.Tensors;

namespace Kit.Pde;

/// <summary>The points of one coordinate on [from, to], ascending, and the weights that integrate over them.</summary>
public sealed class Axis
{
    private Axis(AxisKind kind, int n, double from, double to)
    {
        var least = kind is AxisKind.Nodes or AxisKind.Chebyshev ? 2 : 1;
        if (n < least) throw new ArgumentOutOfRangeException(nameof(n), $"Axis.{kind}: {n} points; at least {least} are needed");
        if (!(to > from) || !double.IsFinite(to - from)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Axis.{kind}: [{from}, {to}] is no interval"));
        (Kind, Count, From, To) = (kind, n, from, to);
        Spacing = kind switch
        {
            AxisKind.Nodes => Length / (n - 1),
            AxisKind.Chebyshev => double.NaN,
            _ => Length / n,
        };
        var (points, weights) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++) points[i] = Point(i);
        for (var i = 0; i < n; i++) weights[i] = Weight(i);
        Points = Tensor.Of(points).KeepAlways();
        Weights = Tensor.Of(weights).KeepAlways();
    }

    /// <summary>Where the points lie.</summary>
    public AxisKind Kind { get; }

    /// <summary>Number of points n.</summary>
    public int Count { get; }

    /// <summary>Lower end of the interval.</summary>
    public double From { get; }

    /// <summary>Upper end of the interval.</summary>
    public double To { get; }

    /// <summary>L = to − from.</summary>
    public double Length => To - From;

    /// <summary>Distance h of neighbouring points; NaN for <see cref="AxisKind.Chebyshev"/>, whose distances differ.</summary>
    public double Spacing { get; }

    /// <summary>The points, [n], F64.</summary>
    public Tensor Points { get; }

    /// <summary>Weights of ∫ u dx ≈ Σ wᵢ u(xᵢ), [n]: h; on nodes the trapezoidal rule; on Chebyshev points Clenshaw and Curtis's.</summary>
    /// <remarks>Second order in h, and exponentially accurate for smooth functions on a periodic or a Chebyshev axis.</remarks>
    public Tensor Weights { get; }

    /// <summary>n equally spaced points of a circle of circumference to − from.</summary>
    /// <exception cref="ArgumentException">No interval, or no points.</exception>
    public static Axis Periodic(int n, double from = 0, double to = 1) => new(AxisKind.Periodic, n, from, to);

    /// <summary>The centres of n equal cells.</summary>
    /// <inheritdoc cref="Periodic"/>
    public static Axis Cells(int n, double from = 0, double to = 1) => new(AxisKind.Cells, n, from, to);

    /// <summary>n equally spaced points with both ends among them.</summary>
    /// <inheritdoc cref="Periodic"/>
    public static Axis Nodes(int n, double from = 0, double to = 1) => new(AxisKind.Nodes, n, from, to);

    /// <summary>n Chebyshev points with both ends among them, dense near the ends.</summary>
    /// <inheritdoc cref="Periodic"/>
    public static Axis Chebyshev(int n, double from = -1, double to = 1) => new(AxisKind.Chebyshev, n, from, to);

    /// <summary>An axis of this kind and interval with another number of points.</summary>
    public Axis With(int n) => new(Kind, n, From, To);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}({Count}, {From}, {To})");

    private double Point(int i) => Kind switch
    {
        AxisKind.Periodic => From + i * Length / Count,
        AxisKind.Cells => From + (i + 0.5) * Length / Count,
        AxisKind.Nodes => i == Count - 1 ? To : From + i * Length / (Count - 1),
        // sin of an odd function of i: the points are symmetric to the last bit.
        _ => i == 0 ? From : i == Count - 1 ? To : (From + To) / 2 + Length / 2 * Math.Sin(Math.PI * (2 * i - (Count - 1)) / (2.0 * (Count - 1))),
    };

    private double Weight(int i)
    {
        var end = i == 0 || i == Count - 1;
        if (Kind != AxisKind.Chebyshev) return Kind == AxisKind.Nodes && end ? Spacing / 2 : Spacing;
        // wᵢ = cᵢ/N (1 − Σₖ bₖ/(4k² − 1) cos(2kπi/N)), c = 1 at the ends and 2 inside, b = 1 at k = N/2 and 2 before it; Trefethen (2000), chapter 12.
        var (parts, sum) = (Count - 1, 1.0);
        for (var k = 1; k <= parts / 2; k++) sum -= (2 * k == parts ? 1 : 2) / (4.0 * k * k - 1) * Math.Cos(2 * Math.PI * ((long)k * i % parts) / parts);
        return Length / 2 * (end ? 1 : 2) / parts * sum;
    }
}
