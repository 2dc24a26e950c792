using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A map of functions, [N, C, n₁, …, n_d] → [N, O, …]: it knows where samples lie, and refining them changes its value less and less.</summary>
/// <remarks>
/// Berner et al., "Principled approaches for extending neural architectures to function spaces for operator learning" (2025): what acts on points alone stays, and every sum over points
/// becomes the quadrature of an integral over the domain, with weights that belong to the function and not to its samples.
/// </remarks>
/// <param name="name">In messages.</param>
/// <param name="inputs">C.</param>
/// <param name="domain">Where n samples lie when no grid is given.</param>
public abstract class FieldLayer(string name, int inputs, Domain domain) : Layer
{
    /// <summary>Where n samples lie when no grid is given.</summary>
    public Domain Domain => domain;

    /// <summary>The value on samples of any grid.</summary>
    /// <param name="x">[N, C, n₁, …, n_d].</param>
    /// <param name="grid">Of n₁ × … × n_d points.</param>
    /// <exception cref="ArgumentException">Shapes that differ, or a grid that is too coarse.</exception>
    public Tensor Forward(Tensor x, QuadratureGrid grid)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(grid);
        using var scope = Tensor.Scope();
        Check(x);
        Require(new Shape(x.Shape.Dims[2..]) == grid.Shape, x, name, $"[N,{inputs}] and the grid's {grid.Shape}");
        return Compute(x, grid).Keep();
    }

    /// <inheritdoc/>
    protected sealed override Tensor Compute(Tensor x)
    {
        Check(x);
        return Compute(x, domain.Grid(x.Shape.Dims.AsSpan(2)));
    }

    /// <summary>The value on a grid that fits.</summary>
    protected abstract Tensor Compute(Tensor x, QuadratureGrid grid);

    private void Check(Tensor x) => Require(x.Rank == domain.Dimensions + 2 && x.Shape[1] == inputs, x, name, $"[N,{inputs}] and {domain.Dimensions} axes of space");
}
