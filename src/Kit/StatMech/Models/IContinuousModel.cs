using Kit.Tensors;

namespace Kit.StatMech.Models;

/// <summary>A model of continuous variables with a gradient, on ℝⁿ or on a curved space on which one can move freely.</summary>
/// <remarks>Free motion has the kinetic energy ½|p|² and keeps to the space: lines on ℝⁿ, great circles on spheres.</remarks>
/// <typeparam name="TState">A configuration of the model.</typeparam>
public interface IContinuousModel<TState> : IModel<TState> where TState : class
{
    /// <summary>The numbers that a state consists of; momenta and gradients have as many.</summary>
    Span<double> Coordinates(TState state);

    /// <summary>Computes anew what a state keeps beside its coordinates, and gives its energy E.</summary>
    double Refresh(TState state);

    /// <summary>Writes ∇E, along the space: without the part that leaves it.</summary>
    void Gradient(TState state, Span<double> gradient);

    /// <summary>Draws momenta with the weight e^{−½|p|²}, along the space.</summary>
    void Momenta(TState state, Span<double> momenta, Rng rng);

    /// <summary>Moves freely for a time; momenta are carried along.</summary>
    void Drift(TState state, Span<double> momenta, double time);
}
