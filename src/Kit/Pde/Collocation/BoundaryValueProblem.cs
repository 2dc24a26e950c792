using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.Collocation;

/// <summary>Linear boundary value problems L u = f on a Chebyshev axis: the equation at the points inside, a condition at each end.</summary>
public static class BoundaryValueProblem
{
    /// <summary>u at the points, […, n].</summary>
    /// <param name="axis">Chebyshev points.</param>
    /// <param name="operatorMatrix">L, [n, n], made of <see cref="Chebyshev.DifferentiationMatrix"/>: <c>D2 + Diag(x) @ D1</c>.</param>
    /// <param name="f">The right-hand side at the points, […, n]; its ends do not count.</param>
    /// <param name="low">The condition at the lower end.</param>
    /// <param name="high">The condition at the upper end.</param>
    /// <param name="t">Time, for conditions that depend on it.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, a periodic side, or a problem without a unique solution.</exception>
    /// <remarks>Trefethen (2000), Spectral Methods in MATLAB, chapter 13.</remarks>
    public static Tensor Solve(Axis axis, Tensor operatorMatrix, Tensor f, Boundary low, Boundary high, double t = 0)
    {
        ArgumentNullException.ThrowIfNull(operatorMatrix);
        ArgumentNullException.ThrowIfNull(f);
        var (first, last) = Rows(axis, low, high);
        var n = axis.Count;
        if (operatorMatrix.Rank != 2 || operatorMatrix.Shape[0] != n || operatorMatrix.Shape[1] != n || f.Rank < 1 || f.Shape[-1] != n)
            throw new ArgumentException($"BoundaryValueProblem: the operator {operatorMatrix.Shape} and the right-hand side {f.Shape} must be [{n},{n}] and […,{n}]");
        var matrix = Tensor.Concat([first.Unsqueeze(0), operatorMatrix[1..^1], last.Unsqueeze(0)]);
        var ends = f[Slice.Ellipsis, ..1] * 0;
        var right = Tensor.Concat([ends + low.Value(t).Unsqueeze(-1), f[Slice.Ellipsis, 1..^1], ends + high.Value(t).Unsqueeze(-1)], -1);
        return LinearAlgebra.Solve(matrix, right.Unsqueeze(-1)).Squeeze(-1);
    }

    /// <summary>The conditions a u + b ∂u/∂n of both ends as rows, [n] each.</summary>
    internal static (Tensor First, Tensor Last) Rows(Axis axis, Boundary low, Boundary high)
    {
        Chebyshev.Check(axis);
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        if (low.IsPeriodic || high.IsPeriodic) throw new ArgumentException($"Collocation: {axis} cannot be periodic");
        var (one, derivative) = (Tensor.Eye(axis.Count), Chebyshev.DifferentiationMatrix(axis));
        return (low.A * one[0] - low.B * derivative[0], high.A * one[^1] + high.B * derivative[^1]);
    }
}
