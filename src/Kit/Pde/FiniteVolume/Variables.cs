namespace Kit.Pde.FiniteVolume;

/// <summary>What is reconstructed at faces.</summary>
public enum Variables
{
    /// <summary>The conserved variables, one by one; for shallow water surface, depth and velocity.</summary>
    Conserved,

    /// <summary>The strengths of the waves, for laws whose eigenvectors are known.</summary>
    Characteristic,
}
