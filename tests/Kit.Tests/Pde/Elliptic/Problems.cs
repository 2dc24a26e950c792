using Kit.Numerics;
using Kit.Pde;
using Kit.Tensors;

namespace Kit.Tests.Pde.Elliptic;

/// <summary>Grids, conditions and references that the elliptic tests share.</summary>
internal static class Problems
{
    public static Grid Square(AxisKind kind, int n, int m) => new(Of(kind, n), Of(kind, m));

    public static Axis Of(AxisKind kind, int n) => kind switch
    {
        AxisKind.Nodes => Axis.Nodes(n),
        AxisKind.Cells => Axis.Cells(n),
        _ => Axis.Periodic(n),
    };

    /// <summary>‖a − b‖/‖b‖.</summary>
    public static double Distance(Tensor a, Tensor b) => Size(a - b) / Size(b);

    public static double Size(Tensor a) => Math.Sqrt((a * a).Sum().Item());

    /// <summary>The solution by dense elimination with the matrix whose columns are what the operator does to unit vectors; rows of zeros belong to walls.</summary>
    public static Tensor Dense(Func<Tensor, Tensor> apply, Tensor f)
    {
        var n = (int)f.Size;
        var columns = apply(Tensor.Eye(n).Reshape([n, .. f.Shape])).Reshape(n, n);
        var matrix = columns.Transpose().Copy();
        var wall = Functions.Where(matrix.Abs().Sum(1).Equal(0), Tensor.Of(1.0), Tensor.Of(0.0));
        return LinearAlgebra.Solve(matrix + wall * Tensor.Eye(n), f.Reshape(n) * (1 - wall)).Reshape(f.Shape);
    }

    /// <summary>a u + b ∂u/∂n of u = sin(1.3x + 0.4) cos(0.9y + 0.2) on all sides of the unit square.</summary>
    public static Boundaries Manufactured(Grid grid, double a, double b)
    {
        Boundary Side(int axis, double at)
        {
            var other = grid.Axes[1 - axis].Points;
            var (x, y) = axis == 0 ? (Tensor.Of(at), other) : (other, Tensor.Of(at));
            var outward = (2 * at - 1) * (axis == 0 ? 1.3 * (1.3 * x + 0.4).Cos() * (0.9 * y + 0.2).Cos() : -0.9 * (1.3 * x + 0.4).Sin() * (0.9 * y + 0.2).Sin());
            return Boundary.Robin(a, b, (a * Exact(x, y) + b * outward).Keep());
        }

        return new(grid, (Side(0, 0), Side(0, 1)), (Side(1, 0), Side(1, 1)));
    }

    public static Tensor Exact(Tensor x, Tensor y) => (1.3 * x + 0.4).Sin() * (0.9 * y + 0.2).Cos();

    /// <summary>c u − Δu of <see cref="Exact"/>.</summary>
    public static Tensor Source(Grid grid, double c) => (c + 1.3 * 1.3 + 0.9 * 0.9) * grid.Sample(Exact);
}
