using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Implicit–explicit Runge–Kutta methods for u′ = f_E(t, u) + f_I(t, u): the stiff part by equations, the rest by evaluation.</summary>
public sealed class ImexRungeKutta : IStepper, ICountsEvaluations
{
    private readonly Field ode;
    private readonly ImplicitPart stiff;

    /// <param name="tableau"><see cref="ImexTableau.Ars222"/>, <see cref="ImexTableau.Ars232"/> or <see cref="ImexTableau.Ars343"/>.</param>
    /// <param name="f">f_E.</param>
    /// <param name="stiff">f_I.</param>
    public ImexRungeKutta(ImexTableau tableau, Func<double, Tensor, Tensor> f, ImplicitPart stiff)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        ArgumentNullException.ThrowIfNull(stiff);
        (Tableau, ode, this.stiff) = (tableau, new(f), stiff);
    }

    /// <summary>The method.</summary>
    public ImexTableau Tableau { get; }

    /// <inheritdoc/>
    public int Order => Tableau.Order;

    /// <inheritdoc/>
    public long Evaluations => ode.Calls + (stiff.Field?.Calls ?? 0);

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt) => StepAndSlope(t, u, dt).Next;

    /// <summary>The next state and f_I of the last stage, which is that state where both methods end with their last stage.</summary>
    internal (Tensor Next, Tensor StiffSlope) StepAndSlope(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        var (e, i, s) = (Tableau.Explicit, Tableau.Implicit, Tableau.Explicit.Stages);
        var (slopes, stiffs, stage) = (new Tensor?[s], new Tensor?[s], u);
        for (var k = 0; k < s; k++)
        {
            if (k > 0)
            {
                var rhs = Combination.Of(u, dt, [.. e.A[k].AsSpan(0, k), .. i.A[k].AsSpan(0, k)], [.. slopes.AsSpan(0, k), .. stiffs.AsSpan(0, k)]);
                (stage, stiffs[k]) = stiff.Solve(t + i.C[k] * dt, dt * i.A[k][k], rhs, stage);
            }

            if (e.B[k] != 0 || Array.Exists(e.A, row => row[k] != 0)) slopes[k] = ode.At(t + e.C[k] * dt, stage);
        }

        var next = e.A[^1].SequenceEqual(e.B) && i.A[^1].SequenceEqual(i.B) ? stage : Combination.Of(u, dt, [.. e.B, .. i.B], [.. slopes, .. stiffs]);
        return (next, stiffs[^1]!);
    }
}
