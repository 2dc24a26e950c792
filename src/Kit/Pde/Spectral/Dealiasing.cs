namespace Kit.Pde.Spectral;

/// <summary>How products of fields are kept free of aliases: modes j + n that a grid of n points cannot tell from j.</summary>
/// <remarks>Orszag, "On the elimination of aliasing in finite-difference schemes by filtering high-wavenumber components", 1971.</remarks>
public enum Dealiasing
{
    /// <summary>Products are taken as they come.</summary>
    None,

    /// <summary>Products of two: modes |j| ≥ n/3 are left out of the factors and of the product.</summary>
    TwoThirds,

    /// <summary>Products of three: modes |j| ≥ n/4 are left out.</summary>
    OneHalf,

    /// <summary>Products of two on a grid of 3n/2 points, so that all modes |j| &lt; n/2 are kept.</summary>
    ThreeHalves,
}
