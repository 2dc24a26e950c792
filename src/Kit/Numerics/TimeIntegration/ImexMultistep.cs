using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Implicit–explicit two-step methods for u′ = f_E(t, u) + f_I(t, u): one evaluation and one equation a step. The first step is ARS(2,2,2)'s.</summary>
/// <remarks>U. M. Ascher, S. J. Ruuth, B. T. R. Wetton, SIAM J. Numer. Anal. 32 (1995) 797.</remarks>
public sealed class ImexMultistep : IMultistep, ICountsEvaluations
{
    private readonly Field ode;
    private readonly ImplicitPart stiff;
    private readonly ImexRungeKutta starter;
    private readonly bool backward;
    private readonly History history = new(1);

    private ImexMultistep(bool backward, Func<double, Tensor, Tensor> f, ImplicitPart stiff)
    {
        ArgumentNullException.ThrowIfNull(stiff);
        (this.backward, ode, this.stiff) = (backward, new(f), stiff);
        starter = new(ImexTableau.Ars222, ode.At, stiff);
    }

    /// <summary>Crank–Nicolson with Adams–Bashforth: u⁺ − h/2 f_I⁺ = u + h/2 f_I + h (3/2 f_E − 1/2 f_E⁻). Stiff parts are hardly damped.</summary>
    /// <param name="f">f_E.</param>
    /// <param name="stiff">f_I.</param>
    public static ImexMultistep CnAb2(Func<double, Tensor, Tensor> f, ImplicitPart stiff) => new(false, f, stiff);

    /// <summary>Backward differences with extrapolation: u⁺ − 2/3 h f_I⁺ = (4u − u⁻)/3 + 2/3 h (2 f_E − f_E⁻). Stiff parts are damped.</summary>
    /// <param name="f">f_E.</param>
    /// <param name="stiff">f_I.</param>
    public static ImexMultistep Sbdf2(Func<double, Tensor, Tensor> f, ImplicitPart stiff) => new(true, f, stiff);

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public long Evaluations => ode.Calls + (stiff.Field?.Calls ?? 0);

    /// <inheritdoc/>
    public void Restart() => history.Clear();

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        history.Expect(t, dt);
        var slope = ode.At(t, u);
        if (history.Count == 0)
        {
            var (first, atFirst) = starter.StepAndSlope(t, u, dt);
            history.Add(u, slope, atFirst);
            return first;
        }

        var (before, slopeBefore) = (history[0][0], history[0][1]);
        var (share, rhs) = backward
            ? (2 / 3.0, Combination.Of(u * (4 / 3.0), 1, [-1 / 3.0, 4 / 3.0 * dt, -2 / 3.0 * dt], [before, slope, slopeBefore]))
            : (1 / 2.0, Combination.Of(u, dt, [1 / 2.0, 3 / 2.0, -1 / 2.0], [history[0][2], slope, slopeBefore]));
        var (next, stiffSlope) = stiff.Solve(t + dt, share * dt, rhs, u);
        history.Add(u, slope, stiffSlope);
        return next;
    }
}
