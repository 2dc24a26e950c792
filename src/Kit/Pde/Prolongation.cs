namespace Kit.Pde;

/// <summary>How values between coarse points are made.</summary>
public enum Prolongation
{
    /// <summary>Every fine cell takes the value of its coarse cell; cells only. The adjoint of averaging cells.</summary>
    Constant,

    /// <summary>Straight between neighbours; on cells at the ends continued straight. On nodes and circles the adjoint of full weighting.</summary>
    Linear,

    /// <summary>The Fourier series; periodic axes only.</summary>
    Fourier,
}
