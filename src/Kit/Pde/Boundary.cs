using System.Globalization;
using Kit.Tensors;

namespace Kit.Pde;

/// <summary>What holds on one side of a box: a u + b ∂u/∂n = g with the outward normal n, or that the side is the opposite one again.</summary>
/// <remarks>g is a number, a field over the side (the grid's shape without that axis, samples before it), or either as a function of time.</remarks>
public sealed class Boundary
{
    private readonly Func<double, Tensor>? g;

    private Boundary(double a, double b, Func<double, Tensor>? g) => (A, B, this.g) = (a, b, g);

    /// <summary>The side continues at the opposite one.</summary>
    public static Boundary Periodic { get; } = new(0, 0, null);

    /// <summary>Factor of u.</summary>
    public double A { get; }

    /// <summary>Factor of the outward derivative.</summary>
    public double B { get; }

    /// <summary>Whether the side continues at the opposite one.</summary>
    public bool IsPeriodic => g is null;

    /// <summary>Whether u itself is given.</summary>
    public bool IsDirichlet => g is not null && B == 0;

    /// <summary>u = g.</summary>
    public static Boundary Dirichlet(double g = 0) => Robin(1, 0, g);

    /// <inheritdoc cref="Dirichlet(double)"/>
    public static Boundary Dirichlet(Tensor g) => Robin(1, 0, g);

    /// <summary>u = g(t).</summary>
    public static Boundary Dirichlet(Func<double, Tensor> g) => Robin(1, 0, g);

    /// <summary>∂u/∂n = g, n outward: no flux by default.</summary>
    public static Boundary Neumann(double g = 0) => Robin(0, 1, g);

    /// <inheritdoc cref="Neumann(double)"/>
    public static Boundary Neumann(Tensor g) => Robin(0, 1, g);

    /// <summary>∂u/∂n = g(t), n outward.</summary>
    public static Boundary Neumann(Func<double, Tensor> g) => Robin(0, 1, g);

    /// <summary>a u + b ∂u/∂n = g, n outward.</summary>
    /// <exception cref="ArgumentException">a and b are both 0, or not finite.</exception>
    public static Boundary Robin(double a, double b, double g)
    {
        var value = Tensor.Of(g).KeepAlways();
        return Robin(a, b, _ => value);
    }

    /// <inheritdoc cref="Robin(double, double, double)"/>
    public static Boundary Robin(double a, double b, Tensor g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return Robin(a, b, _ => g);
    }

    /// <summary>a u + b ∂u/∂n = g(t), n outward.</summary>
    /// <inheritdoc cref="Robin(double, double, double)"/>
    public static Boundary Robin(double a, double b, Func<double, Tensor> g)
    {
        ArgumentNullException.ThrowIfNull(g);
        if ((a == 0 && b == 0) || !double.IsFinite(a) || !double.IsFinite(b))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Boundary: {a} u + {b} ∂u/∂n = g is no condition"));
        return new(a, b, g);
    }

    /// <summary>g at time t.</summary>
    /// <exception cref="InvalidOperationException">The side is periodic.</exception>
    public Tensor Value(double t = 0) => (g ?? throw new InvalidOperationException("Boundary: a periodic side has no value"))(t);

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { IsPeriodic: true } => "periodic",
        { B: 0, A: 1 } => "u = g",
        { A: 0, B: 1 } => "∂u/∂n = g",
        _ => string.Create(CultureInfo.InvariantCulture, $"{A} u + {B} ∂u/∂n = g"),
    };
}
