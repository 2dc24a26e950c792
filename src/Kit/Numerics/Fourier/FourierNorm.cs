namespace Kit.Numerics;

/// <summary>Which of a transform and its inverse carries the factor 1/N. In every case the inverse undoes the transform.</summary>
public enum FourierNorm
{
    /// <summary>Transform 1, inverse 1/N.</summary>
    Backward,

    /// <summary>Both 1/√N, so that Σ|x|² = Σ|X|².</summary>
    Ortho,

    /// <summary>Transform 1/N, inverse 1.</summary>
    Forward,
}
