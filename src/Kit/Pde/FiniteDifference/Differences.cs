using Kit.Tensors;

namespace Kit.Pde.FiniteDifference;

/// <summary>Derivatives of fields by finite differences, linear and differentiable, for any axes before space.</summary>
/// <remarks>
/// Inside central differences; near ends one-sided ones of the same order of accuracy. Where conditions are given, they take the place of one point of
/// the stencil (an interpolation of Hermite and Birkhoff), so that u = g, ∂u/∂n = g and a u + b ∂u/∂n = g are all met to that order.
/// </remarks>
public static class Differences
{
    /// <summary>∂ᵐu/∂xᵐ to O(hᵖ), without conditions at ends.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="d">The coordinate.</param>
    /// <param name="order">m, 1 to 4.</param>
    /// <param name="accuracy">p: 2, 4, 6 or 8.</param>
    /// <exception cref="ArgumentException">The axis has too few points or unequal distances.</exception>
    public static Tensor Derivative(Tensor u, Grid grid, int d = 0, int order = 1, int accuracy = 2)
    {
        ArgumentNullException.ThrowIfNull(grid);
        grid.Check(u, "Differences.Derivative");
        CheckOrders(order, accuracy);
        return AxisStencils.Of(grid.Axes[d], order, accuracy).Apply(u, u.Rank + grid.TensorAxis(d));
    }

    /// <summary>∂ᵐu/∂xᵐ to O(hᵖ) with the conditions of both ends of the axis.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    /// <param name="boundaries">The grid and the conditions of its sides; where a point lies on a side with u = g, its value counts as g.</param>
    /// <param name="d">The coordinate.</param>
    /// <param name="order">m, 1 to 4.</param>
    /// <param name="accuracy">p: 2, 4, 6 or 8.</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    /// <exception cref="ArgumentException">The axis has too few points or unequal distances.</exception>
    public static Tensor Derivative(Tensor u, Boundaries boundaries, int d = 0, int order = 1, int accuracy = 2, double t = 0)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        boundaries.Grid.Check(u, "Differences.Derivative");
        CheckOrders(order, accuracy);
        return Apply(u, boundaries, d, order, accuracy, 0, t);
    }

    /// <summary>∇u to O(hᵖ), components before space: […, D, n_x, n_y, n_z].</summary>
    /// <inheritdoc cref="Derivative(Tensor, Grid, int, int, int)"/>
    public static Tensor Gradient(Tensor u, Grid grid, int accuracy = 2)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return Tensor.Stack([.. Enumerable.Range(0, grid.Dimensions).Select(d => Derivative(u, grid, d, 1, accuracy))], -grid.Dimensions - 1);
    }

    /// <summary>∇u to O(hᵖ) with conditions.</summary>
    /// <inheritdoc cref="Derivative(Tensor, Boundaries, int, int, int, double)"/>
    public static Tensor Gradient(Tensor u, Boundaries boundaries, int accuracy = 2, double t = 0)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        var dimensions = boundaries.Grid.Dimensions;
        return Tensor.Stack([.. Enumerable.Range(0, dimensions).Select(d => Derivative(u, boundaries, d, 1, accuracy, t))], -dimensions - 1);
    }

    /// <summary>∇·v to O(hᵖ).</summary>
    /// <param name="v">D components before space: […, D, n_x, n_y, n_z].</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="accuracy">p.</param>
    /// <exception cref="ArgumentException">Not D components.</exception>
    public static Tensor Divergence(Tensor v, Grid grid, int accuracy = 2)
    {
        ArgumentNullException.ThrowIfNull(grid);
        grid.Check(v, "Differences.Divergence");
        var (dimensions, axis) = (grid.Dimensions, v.Rank - grid.Dimensions - 1);
        if (axis < 0 || v.Shape[axis] != dimensions) throw new ArgumentException($"Divergence: {dimensions} components before the axes of space are needed, the shape is {v.Shape}");
        return Sum(dimensions, d => Derivative(v.Along(axis, d, d + 1).Squeeze(axis), grid, d, 1, accuracy));
    }

    /// <summary>Δu to O(hᵖ), without conditions at ends.</summary>
    /// <inheritdoc cref="Derivative(Tensor, Grid, int, int, int)"/>
    public static Tensor Laplacian(Tensor u, Grid grid, int accuracy = 2)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return Sum(grid.Dimensions, d => Derivative(u, grid, d, 2, accuracy));
    }

    /// <summary>Δu to O(hᵖ) with conditions, p = 2, 4, 6 or 8 up to the sides; <see cref="Conservative.Laplacian"/> is the symmetric one.</summary>
    /// <inheritdoc cref="Derivative(Tensor, Boundaries, int, int, int, double)"/>
    public static Tensor Laplacian(Tensor u, Boundaries boundaries, int accuracy = 2, double t = 0)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        return Sum(boundaries.Grid.Dimensions, d => Derivative(u, boundaries, d, 2, accuracy, t));
    }

    /// <summary>v ∂u/∂x by differences that lean against the wind v, of first or third order: (uᵢ − uᵢ₋₁)/h or (2uᵢ₊₁ + 3uᵢ − 6uᵢ₋₁ + uᵢ₋₂)/6h where v > 0, mirrored where v &lt; 0.</summary>
    /// <param name="u">[…, n_x, n_y, n_z].</param>
    /// <param name="velocity">v, a number or a field.</param>
    /// <param name="boundaries">The grid and the conditions of its sides, which count where the wind blows in or the stencil needs them.</param>
    /// <param name="d">The coordinate.</param>
    /// <param name="accuracy">1 or 3.</param>
    /// <param name="t">Time.</param>
    /// <exception cref="ArgumentException">Another accuracy.</exception>
    public static Tensor Upwind(Tensor u, Tensor velocity, Boundaries boundaries, int d = 0, int accuracy = 1, double t = 0)
    {
        ArgumentNullException.ThrowIfNull(velocity);
        ArgumentNullException.ThrowIfNull(boundaries);
        boundaries.Grid.Check(u, "Differences.Upwind");
        if (accuracy is not (1 or 3)) throw new ArgumentException($"Upwind: accuracy {accuracy}; there are 1 and 3");
        return velocity.Maximum(0) * Apply(u, boundaries, d, 1, accuracy, 1, t) + velocity.Minimum(0) * Apply(u, boundaries, d, 1, accuracy, -1, t);
    }

    private static Tensor Apply(Tensor u, Boundaries boundaries, int d, int order, int accuracy, int bias, double t)
    {
        var (grid, (low, high)) = (boundaries.Grid, boundaries[d]);
        var stencils = AxisStencils.Of(grid.Axes[d], order, accuracy, bias, low, high);
        var axis = u.Rank + grid.TensorAxis(d);
        return low.IsPeriodic ? stencils.Apply(u, axis) : stencils.Apply(u, axis, boundaries.Value(low, d, t, 0), boundaries.Value(high, d, t, 0));
    }

    private static Tensor Sum(int count, Func<int, Tensor> term)
    {
        var sum = term(0);
        for (var d = 1; d < count; d++) sum += term(d);
        return sum;
    }

    private static void CheckOrders(int order, int accuracy)
    {
        if (order is < 1 or > 4) throw new ArgumentOutOfRangeException(nameof(order), $"Differences: derivative {order}; there are 1 to 4");
        if (accuracy is not (2 or 4 or 6 or 8)) throw new ArgumentOutOfRangeException(nameof(accuracy), $"Differences: accuracy {accuracy}; there are 2, 4, 6 and 8");
    }
}
