using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = ∇·(D∇u) with a constant number or symmetric matrix D: ν Δu, or Σ_ij D_ij ∂ᵢ∂ⱼu.</summary>
/// <remarks>Fourier, 1822. Exact for any Δt: a mode decays as e^(−k·Dk t). Start from a hot spot or from noise.</remarks>
public sealed class Diffusion : SpectralEquation
{
    private readonly double[,] matrix;

    /// <summary>The same diffusivity in every direction.</summary>
    /// <param name="grid">Periodic.</param>
    /// <param name="diffusivity">ν ≥ 0: 0.01 on a side of length 1 flattens it in a unit of time or two.</param>
    public Diffusion(Grid grid, double diffusivity) : this(grid, Isotropic(grid, diffusivity))
    {
    }

    /// <summary>Different diffusivities in different directions.</summary>
    /// <param name="grid">Periodic.</param>
    /// <param name="matrix">D, symmetric, without negative eigenvalues.</param>
    /// <exception cref="ArgumentException">D has another size, is not symmetric, or would make some wave grow.</exception>
    public Diffusion(Grid grid, double[,] matrix) : base(new FourierSpace(grid))
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var n = grid.Dimensions;
        if (matrix.GetLength(0) != n || matrix.GetLength(1) != n) throw new ArgumentException($"Diffusion: a matrix of {matrix.GetLength(0)} × {matrix.GetLength(1)} in {n} dimensions");
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                if (matrix[i, j] != matrix[j, i]) throw new ArgumentException($"Diffusion: the matrix is not symmetric: {matrix[i, j]} and {matrix[j, i]}");
        this.matrix = matrix;
        if (Linear(Space).Max().Item() is var fastest && fastest > 1e-12 * Math.Abs(Linear(Space).Min().Item()))
            throw new ArgumentException($"Diffusion: a wave grows at rate {fastest}; diffusivities may not be negative");
    }

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) =>
        LinearTerms.Sum(k, i => LinearTerms.Sum(k, j => matrix[i, j] * (i == j ? k.Derivative(i, 2) : (k.Derivative(i) * k.Derivative(j)).Real())));

    private static double[,] Isotropic(Grid grid, double diffusivity)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var matrix = new double[grid.Dimensions, grid.Dimensions];
        for (var d = 0; d < grid.Dimensions; d++) matrix[d, d] = diffusivity;
        return matrix;
    }
}
