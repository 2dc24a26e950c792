using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>a(x, y) = Πₖ (1 + ½ cos aₖπ(x + y)) (1 + ½ sin aₖπ(y − 3x)), aₖ uniform on [2^(k−1), 1.5 · 2^(k−1)], k = 1 … scales: conductivity on many scales at once.</summary>
/// <remarks>The multiscale Darcy set of He, Liu, Xu (2024), MgNO: Efficient parameterization of linear operators via multigrid, with six scales; 2^(−12) &lt; a &lt; (3/2)^12.</remarks>
/// <param name="grid">Two dimensions, of any kind.</param>
/// <param name="scales">Number of scales.</param>
public sealed class MultiscaleCoefficient(Grid grid, int scales = 6) : IRandomField
{
    /// <inheritdoc/>
    public Grid Grid { get; } = grid is { Dimensions: 2 } ? grid : throw new ArgumentException($"MultiscaleCoefficient: a grid of two dimensions is needed, not {grid}");

    /// <inheritdoc/>
    public Tensor Sample(Rng rng, int count, long first = 0)
    {
        ArgumentNullException.ThrowIfNull(rng);
        using var scope = Tensor.Scope();
        var (x, y) = (Grid.Coordinate(0), Grid.Coordinate(1));
        var u = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => rng.Stream(first + i).Uniform(scales))]);
        Tensor product = 1.0;
        for (var k = 0; k < scales; k++)
        {
            var frequency = (Math.PI * Math.ScaleB(1, k) * (1 + 0.5 * u[.., k])).Reshape(-1, 1, 1);
            product *= (1 + 0.5 * (frequency * (x + y)).Cos()) * (1 + 0.5 * (frequency * (y - 3 * x)).Sin());
        }

        return product.Keep();
    }
}
