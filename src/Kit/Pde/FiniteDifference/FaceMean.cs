namespace Kit.Pde.FiniteDifference;

/// <summary>The coefficient on the face between two points.</summary>
public enum FaceMean
{
    /// <summary>(a + b)/2: conductors side by side.</summary>
    Arithmetic,

    /// <summary>2ab/(a + b): conductors one behind the other.</summary>
    Harmonic,
}
