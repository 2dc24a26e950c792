using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>A law of functions on a grid, from which samples are drawn.</summary>
public interface IRandomField
{
    /// <summary>Where the functions are sampled.</summary>
    Grid Grid { get; }

    /// <summary>Samples first … first + count − 1 of a seed, [count, n_x, n_y, n_z].</summary>
    /// <remarks>Sample i depends on the seed, the stream and i alone: parts of a data set may be drawn in any order, on any machine.</remarks>
    /// <param name="rng">Seed and stream; it is not moved on.</param>
    /// <param name="count">How many.</param>
    /// <param name="first">Number of the first one.</param>
    Tensor Sample(Rng rng, int count, long first = 0);
}
