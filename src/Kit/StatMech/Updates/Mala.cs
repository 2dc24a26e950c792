using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Updates;

/// <summary>Langevin's step x − h β∇E + √(2h) η, taken or refused so that the weight e^{−βE} is exact: the Metropolis-adjusted Langevin algorithm.</summary>
/// <remarks>
/// Besag (1994); Roberts and Tweedie (1996). One leapfrog step of hybrid Monte Carlo with ε = √(2h) is that step, and its ΔH is the logarithm of their ratio of proposals (Neal 2011, section 5.2), so that it is written as one here; on spheres it goes
/// along great circles. An acceptance of 0.57 is best in high dimension.
/// </remarks>
/// <typeparam name="TState">A configuration of the model.</typeparam>
public sealed class Mala<TState> : IUpdate<TState> where TState : class
{
    private readonly HybridMonteCarlo<TState> leap;

    /// <summary>Binds the update to a model.</summary>
    /// <param name="model">A model with a gradient.</param>
    /// <param name="time">h, the time of Langevin's step.</param>
    /// <exception cref="ArgumentException">A time that is not positive and finite.</exception>
    public Mala(IContinuousModel<TState> model, double time)
    {
        if (!(time > 0) || !double.IsFinite(time)) throw new ArgumentException($"Mala: a time step of {time}; it must be positive and finite");
        leap = new(model, Math.Sqrt(2 * time), 1);
    }

    /// <inheritdoc/>
    public string Name => "Metropolis-adjusted Langevin";

    /// <inheritdoc/>
    public void Sweep(TState state, double beta, Rng rng) => leap.Propose(state, beta, rng);

    /// <summary>One step, and whether it was taken.</summary>
    public bool Propose(TState state, double beta, Rng rng) => leap.Propose(state, beta, rng);
}
