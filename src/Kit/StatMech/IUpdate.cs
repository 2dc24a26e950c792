using Kit.Tensors;

namespace Kit.StatMech;

/// <summary>A Markov chain that leaves the weight e^{−βE} of its model invariant.</summary>
/// <remarks>Bound to its model at construction, where it says whether it fits; it holds no state of the chain, so that one may serve many chains on several threads.</remarks>
/// <typeparam name="TState">A configuration of the model.</typeparam>
public interface IUpdate<TState> where TState : class
{
    /// <summary>What it is, in words.</summary>
    string Name { get; }

    /// <summary>One sweep: as many attempts as the model has variables, or what comes nearest to that.</summary>
    /// <param name="state">Is changed.</param>
    /// <param name="beta">β = 1/T.</param>
    /// <param name="rng">Random numbers of this chain.</param>
    void Sweep(TState state, double beta, Rng rng);
}
