namespace Kit.Learning.Online;

/// <summary>Which sample of a reservoir goes into a batch, and which makes room for a new one.</summary>
/// <remarks>The three buffers of Meyer, Schouler, Caulk, Ribés and Raffin, "Training deep surrogate models with large scale online learning", ICML 2023.</remarks>
public enum Eviction
{
    /// <summary>First in, first out: every sample is drawn once, in the order in which it came.</summary>
    FirstInFirstOut,

    /// <summary>First in, random out: every sample is drawn once, uniformly among those that are here.</summary>
    FirstInRandomOut,

    /// <summary>The reservoir: samples are drawn uniformly and stay; in a full one a new sample takes the place of a random seen one, and an unseen one is never lost.</summary>
    Seen,
}
