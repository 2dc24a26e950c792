namespace Kit.Pde;

/// <summary>What runs through the points of a grid.</summary>
public enum InterpolationKind
{
    /// <summary>A line through the two nearest points: O(h²).</summary>
    Linear,

    /// <summary>A cubic through the four nearest points: O(h⁴).</summary>
    Cubic,

    /// <summary>The Fourier series of a periodic axis: exponentially accurate for analytic functions.</summary>
    Spectral,
}
