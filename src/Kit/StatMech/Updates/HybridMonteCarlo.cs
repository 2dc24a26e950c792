using System.Buffers;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Draws momenta, follows the equations of motion of ½|p|² + βE by leapfrog, and takes the end with probability min(1, e^{−ΔH}).</summary>
/// <remarks>
/// Duane, Kennedy, Pendleton, Roweth (1987); on spheres with great circles between the kicks: Byrne and Girolami (2013). Leapfrog can be run backwards and keeps volumes, so that the weight e^{−βE} is exact for any step; H changes by O(ε²).
/// A good step gives an acceptance between 0.6 and 0.9.
/// </remarks>
/// <typeparam name="TState">A configuration of the model.</typeparam>
public sealed class HybridMonteCarlo<TState> : IUpdate<TState> where TState : class
{
    private readonly IContinuousModel<TState> model;
    private readonly double step;
    private readonly int steps;

    /// <summary>Binds the update to a model.</summary>
    /// <param name="model">A model with a gradient.</param>
    /// <param name="step">ε of leapfrog; 0.1 to 0.5 over the root of βJ times the number of neighbours.</param>
    /// <param name="steps">Steps of one trajectory; ε times steps of about 1 to 3.</param>
    /// <exception cref="ArgumentException">A step that is not positive and finite, or no steps.</exception>
    public HybridMonteCarlo(IContinuousModel<TState> model, double step, int steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(step > 0) || !double.IsFinite(step) || steps < 1) throw new ArgumentException($"HybridMonteCarlo: {steps} steps of ε = {step}; at least one step, and ε > 0");
        (this.model, this.step, this.steps) = (model, step, steps);
    }

    /// <inheritdoc/>
    public string Name => "hybrid Monte Carlo";

    /// <inheritdoc/>
    public void Sweep(TState state, double beta, Rng rng) => Propose(state, beta, rng);

    /// <summary>One trajectory, and whether it was taken.</summary>
    public bool Propose(TState state, double beta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Boltzmann.RequireBeta(beta, Name);
        var n = model.Coordinates(state).Length;
        var (old, momenta, slopes) = (ArrayPool<double>.Shared.Rent(n), ArrayPool<double>.Shared.Rent(n), ArrayPool<double>.Shared.Rent(n));
        try
        {
            model.Coordinates(state).CopyTo(old);
            var (p, slope) = (momenta.AsMemory(0, n), slopes.AsMemory(0, n));
            model.Momenta(state, p.Span, rng);
            var before = Kinetic(p.Span) + beta * model.Refresh(state);
            Kick(state, beta, step / 2, p.Span, slope.Span);
            for (var k = 1; k <= steps; k++)
            {
                model.Drift(state, p.Span, step);
                Kick(state, beta, k < steps ? step : step / 2, p.Span, slope.Span);
            }

            var after = Kinetic(p.Span) + beta * model.Refresh(state);
            if (after <= before || rng.NextDouble() < Math.Exp(before - after)) return true;
            old.AsSpan(0, n).CopyTo(model.Coordinates(state));
            model.Refresh(state);
            return false;
        }
        finally
        {
            foreach (var array in new[] { old, momenta, slopes }) ArrayPool<double>.Shared.Return(array);
        }
    }

    private void Kick(TState state, double beta, double time, Span<double> momenta, Span<double> slope)
    {
        model.Gradient(state, slope);
        for (var k = 0; k < momenta.Length; k++) momenta[k] -= time * beta * slope[k];
    }

    private static double Kinetic(ReadOnlySpan<double> momenta) => 0.5 * UnitVectors.Dot(momenta, momenta);
}
