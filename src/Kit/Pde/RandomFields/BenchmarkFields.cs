namespace Kit.Pde.RandomFields;

/// <summary>The random coefficients and initial values of data sets that papers on operator learning compare on, by their published laws.</summary>
/// <remarks>Laws follow the published generators where paper and generator differ; all leave the constant wave out, as the generators do.</remarks>
public static class BenchmarkFields
{
    /// <summary>Darcy flow: 12 where g ≥ 0 and 3 elsewhere, g ~ N(0, 9 (−Δ + 9)^(−2)) with Neumann sides; the factor does not change signs.</summary>
    /// <param name="grid">The unit square; the published set has 421 × 421 cells.</param>
    /// <remarks>Li et al. (2021), Fourier neural operator for parametric partial differential equations, appendix A.3.2: g = idct2(n τ^(α−1) (π²|k|² + τ²)^(−α/2) ξ), τ = 3, α = 2.</remarks>
    public static IRandomField DarcySmooth(Grid grid) => MappedField.TwoValued(new GaussianField(grid, new InverseLaplacian(3, 2, 3), withoutConstant: true), 12, 3);

    /// <summary>Darcy flow with rougher and stronger contrast: 12 and 2, g ~ N(0, (−Δ + 20)^(−2)) with Neumann sides.</summary>
    /// <param name="grid">The unit square; the published set has 512 × 512 points.</param>
    /// <remarks>He, Liu, Xu (2024), MgNO, section 4.1.</remarks>
    public static IRandomField DarcyRough(Grid grid) => MappedField.TwoValued(new GaussianField(grid, new InverseLaplacian(Math.Sqrt(20), 2), withoutConstant: true), 12, 2);

    /// <summary>Initial values of Burgers' equation, N(0, 625 (−Δ + 25)^(−2)) on the circle of length 1.</summary>
    /// <param name="grid">Periodic, 8192 points in the published set.</param>
    /// <remarks>Li et al. (2021), appendix A.3.1.</remarks>
    public static GaussianField Burgers(Grid grid) => new(grid, new InverseLaplacian(5, 2, 25), withoutConstant: true);

    /// <summary>Initial vorticity of the Navier–Stokes equations, N(0, 7³ (−Δ + 49)^(−2.5)) on the unit torus.</summary>
    /// <param name="grid">Periodic, 256 × 256 points in the published set.</param>
    /// <remarks>Li et al. (2021), appendix A.3.3, prints the factor 7^(3/2); the generator's standard deviation is 7^(3/2).</remarks>
    public static GaussianField Vorticity(Grid grid) => new(grid, new InverseLaplacian(7, 2.5, Math.Pow(7, 1.5)), withoutConstant: true);

    /// <summary>Wave speed of a Helmholtz equation, 20 + tanh g, g the 100 largest terms of N(0, (−Δ + 9)^(−2)) with Neumann sides.</summary>
    /// <param name="grid">The unit square; 101 × 101 nodes in the published set.</param>
    /// <remarks>De Hoop, Huang, Qian, Stuart (2022), The cost-accuracy trade-off in operator learning with neural networks.</remarks>
    public static IRandomField HelmholtzSpeed(Grid grid) => MappedField.Tanh(new GaussianField(grid, new InverseLaplacian(3, 2), withoutConstant: true).Truncate(100), 20);

    /// <summary>Forcing of the Navier–Stokes equations, the 100 largest terms of N(0, (−Δ + 9)^(−4)) on the torus of length 2π.</summary>
    /// <param name="grid">Periodic, 64 × 64 points in the published set.</param>
    /// <inheritdoc cref="HelmholtzSpeed" path="/remarks"/>
    public static GaussianField Forcing(Grid grid) => new GaussianField(grid, new InverseLaplacian(3, 4), withoutConstant: true).Truncate(100);
}
