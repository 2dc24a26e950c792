using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>Sums over the axes of space in linear symbols.</summary>
internal static class LinearTerms
{
    /// <summary>Σ_d s_d.</summary>
    public static Tensor Sum(FourierSpace k, Func<int, Tensor> symbol) => Enumerable.Range(0, k.Dimensions).Select(symbol).Aggregate((a, b) => a + b);

    /// <summary>One coefficient an axis; a single one is for all.</summary>
    /// <exception cref="ArgumentException">Their number is neither one nor that of the axes.</exception>
    public static double[] PerAxis(Grid grid, double[] values, string what)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != 1 && values.Length != grid.Dimensions) throw new ArgumentException($"{what} has {values.Length} entries; one, or one for each of {grid.Dimensions} axes");
        return values.Length == grid.Dimensions ? values : [.. Enumerable.Repeat(values[0], grid.Dimensions)];
    }
}
