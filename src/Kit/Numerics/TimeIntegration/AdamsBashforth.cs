using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Adams–Bashforth methods: the polynomial through the last slopes, integrated over the step; one evaluation a step. Runge–Kutta steps of the same order begin.</summary>
/// <remarks>AB3 is stable on the imaginary axis up to 0.72 and so suits waves and pseudo-spectral codes; AB2 is not stable there.</remarks>
public sealed class AdamsBashforth : IMultistep, ICountsEvaluations
{
    private static readonly double[][] Weights = [[1], [3 / 2.0, -1 / 2.0], [23 / 12.0, -16 / 12.0, 5 / 12.0], [55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0]];
    private readonly Field ode;
    private readonly RungeKutta starter;
    private readonly History history;

    /// <param name="order">2, 3 or 4.</param>
    /// <param name="f">(t, u) → du/dt, of u's shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another order.</exception>
    public AdamsBashforth(int order, Func<double, Tensor, Tensor> f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 4);
        (Order, ode, history) = (order, new(f), new(order - 1));
        starter = new(order == 2 ? Tableau.Heun : order == 3 ? Tableau.SspRk3 : Tableau.Rk4, ode.At);
    }

    /// <inheritdoc/>
    public int Order { get; }

    /// <inheritdoc/>
    public long Evaluations => ode.Calls;

    /// <inheritdoc/>
    public void Restart() => history.Clear();

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        history.Expect(t, dt);
        var slope = ode.At(t, u);
        Tensor[] slopes = [slope, .. Enumerable.Range(0, history.Count).Select(back => history[back][0])];
        var next = slopes.Length < Order ? starter.Step(t, u, dt, slope) : Combination.Of(u, dt, Weights[Order - 1], slopes);
        history.Add(slope);
        return next;
    }
}
