using Kit.Tensors;

namespace Kit.StatMech.Memories;

/// <summary>How patterns come into the couplings: the vectors x = v/a that a network stores, and the weight w of each in the energy E = −(N/P!) w Σ_v ((1/N) Σ_i x_i s_i)^P.</summary>
/// <remarks>
/// <para>Storing: the patterns themselves, w = a = 1.</para>
/// <para>Supervised: a teacher says which examples belong together, so that their mean η̄^μ = (1/M) Σ_a η^{μ,a} is stored, K vectors with a = √R (M√R for the sum), w = 1.</para>
/// <para>Unsupervised: nobody does, and every example is stored alone, MK vectors with a = √R, w = 1/M.</para>
/// </remarks>
public sealed class Teaching
{
    private Teaching(Patterns truth, Patterns vectors, double scale, double weight, string how) => (Truth, Vectors, Scale, Weight, How) = (truth, vectors, scale, weight, how);

    /// <summary>The patterns ξ^μ behind it, with which overlaps are measured.</summary>
    public Patterns Truth { get; }

    /// <summary>The vectors v.</summary>
    public Patterns Vectors { get; }

    /// <summary>a.</summary>
    public double Scale { get; }

    /// <summary>w.</summary>
    public double Weight { get; }

    /// <summary>In words.</summary>
    public string How { get; }

    /// <summary>The patterns themselves are stored.</summary>
    public static Teaching Storing(Patterns patterns) => new(patterns ?? throw new ArgumentNullException(nameof(patterns)), patterns, 1, 1, "storing");

    /// <summary>The mean of the examples of each pattern is stored.</summary>
    public static Teaching Supervised(Patterns patterns, NoisyExamples data, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return new(patterns, patterns.SumsOfExamples(data, rng), data.Count * Math.Sqrt(data.MeanSquare), 1, "supervised");
    }

    /// <summary>Every example is stored.</summary>
    public static Teaching Unsupervised(Patterns patterns, NoisyExamples data, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return new(patterns, patterns.Examples(data, rng), Math.Sqrt(data.MeanSquare), 1.0 / data.Count, "unsupervised");
    }
}
