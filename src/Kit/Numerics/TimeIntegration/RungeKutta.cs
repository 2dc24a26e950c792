using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Explicit Runge–Kutta methods for u′ = f(t, u), any tableau.</summary>
public sealed class RungeKutta : IEmbeddedStepper, ICountsEvaluations
{
    private readonly Field ode;

    /// <param name="tableau">The method, <see cref="TimeIntegration.Tableau.Tsit5"/> where in doubt.</param>
    /// <param name="f">(t, u) → du/dt, of u's shape.</param>
    /// <exception cref="ArgumentException">The tableau is implicit.</exception>
    public RungeKutta(Tableau tableau, Func<double, Tensor, Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        if (!tableau.IsExplicit) throw new ArgumentException($"RungeKutta: {tableau} is implicit; use DiagonallyImplicit");
        (Tableau, ode) = (tableau, new(f));
    }

    /// <summary>The method.</summary>
    public Tableau Tableau { get; }

    /// <inheritdoc/>
    public int Order => Tableau.Order;

    /// <inheritdoc/>
    public int ErrorOrder => Tableau.Embedded is null
        ? throw new InvalidOperationException($"{Tableau} has no embedded method to estimate its error with; take Tsit5, Dormand–Prince or Bogacki–Shampine, or fixed steps")
        : Math.Min(Tableau.EmbeddedOrder, Tableau.Order);

    /// <inheritdoc/>
    public long Evaluations => ode.Calls;

    /// <inheritdoc/>
    public Tensor Slope(double t, Tensor u) => ode.At(t, u);

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt) => Step(t, u, dt, null);

    /// <summary>A step whose first slope may be known.</summary>
    internal Tensor Step(double t, Tensor u, double dt, Tensor? slope)
    {
        ArgumentNullException.ThrowIfNull(u);
        return Combination.Of(u, dt, Tableau.B, Stages(t, u, dt, slope, needed: Tableau.B));
    }

    /// <inheritdoc/>
    public Trial Try(double t, Tensor u, double dt, Tensor? slope)
    {
        ArgumentNullException.ThrowIfNull(u);
        _ = ErrorOrder;
        var k = Stages(t, u, dt, slope, needed: null);
        var next = Combination.Of(u, dt, Tableau.B, k);
        double[] difference = [.. Tableau.B.Zip(Tableau.Embedded!, (b, hat) => b - hat)];
        var error = Combination.Of(k[0]! * (dt * difference[0]), dt, difference.AsSpan(1), k.AsSpan(1));
        var end = Tableau.IsFirstSameAsLast ? k[^1]! : ode.At(t + dt, next);
        return new(next, error, end, Tableau.Dense is null
            ? theta => Trial.Hermite(u, k[0]!, next, end, dt, theta)
            : theta => Combination.Of(u, dt, Tableau.DenseWeights(theta), k));
    }

    /// <summary>k₁ … kₛ; the stages that nothing needs stay null.</summary>
    private Tensor?[] Stages(double t, Tensor u, double dt, Tensor? slope, double[]? needed)
    {
        var (a, c, k) = (Tableau.A, Tableau.C, new Tensor?[Tableau.Stages]);
        var count = k.Length;
        while (needed is not null && count > 1 && needed[count - 1] == 0) count--;
        for (var i = 0; i < count; i++)
            k[i] = i == 0 ? slope ?? ode.At(t, u) : ode.At(t + c[i] * dt, Combination.Of(u, dt, a[i].AsSpan(0, i), k.AsSpan(0, i)));
        return k;
    }
}
