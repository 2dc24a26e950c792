using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>One multigrid cycle for −Δ − (1 + i/2)k², whose waves die out within a wavelength or two, so that coarse grids need not resolve waves: a preconditioner for Helmholtz's equation.</summary>
/// <remarks>
/// V(1,1) with damped Jacobi sweeps, linear interpolation and PᵀAP. Y. A. Erlangga, C. W. Oosterlee and C. Vuik, SIAM J. Sci. Comput. 27 (2006) 1471.
/// </remarks>
internal sealed class ShiftedLaplacian
{
    private const int Smallest = 300;
    private const double Damping = 0.6;
    private readonly List<(SparseMatrix Matrix, Tensor Jacobi, SparseMatrix? Interpolation)> levels = [];
    private readonly ComplexLu coarsest;

    public ShiftedLaplacian(EllipticOperator op, SparseMatrix matrix)
    {
        int[] counts = [.. op.Counts];
        using var scope = Tensor.Scope();
        while (true)
        {
            var last = matrix.Rows <= Smallest || counts.All(n => n < 5);
            var interpolation = last ? null : Interpolation(op, counts);
            levels.Add((Kept(matrix), (Damping / matrix.Diagonal()).Keep(), interpolation is null ? null : Kept(interpolation)));
            if (interpolation is null) break;
            matrix = matrix.Galerkin(interpolation);
            for (var d = 0; d < counts.Length; d++) counts[d] = Coarse(counts[d]);
        }

        coarsest = new(Kept(matrix));
    }

    /// <summary>An approximate solution for each vector along the last axis.</summary>
    public Tensor Precondition(Tensor r) => Cycle(0, r);

    private Tensor Cycle(int level, Tensor b)
    {
        var (matrix, jacobi, interpolation) = levels[level];
        if (interpolation is null)
            return coarsest.Solve(b);
        var x = jacobi * b;
        x = x + interpolation.Multiply(Cycle(level + 1, interpolation.MultiplyTransposed(b - matrix.Multiply(x))));
        return x + jacobi * (b - matrix.Multiply(x));
    }

    private static int Coarse(int n) => n < 5 ? n : (n + 1) / 2;

    /// <summary>Every second point of each axis, and half of two neighbours in between.</summary>
    private static SparseMatrix Interpolation(EllipticOperator op, int[] counts)
    {
        SparseMatrix? product = null;
        for (var d = 0; d < counts.Length; d++)
        {
            var (n, coarse, ring, wall) = (counts[d], Coarse(counts[d]), op.Boundaries[d].Low.IsPeriodic, op.Boundaries[d].High.IsDirichlet);
            var (rows, columns, values) = (new List<int>(), new List<int>(), new List<double>());
            for (var i = 0; i < n; i++)
            {
                var even = i % 2 == 0 || coarse == n;
                Add(i, coarse == n ? i : i / 2, even ? 1 : i + 1 < n || ring || wall ? 0.5 : 1);
                if (!even && (i + 1 < n || ring)) Add(i, (i / 2 + 1) % coarse, 0.5);
            }

            var along = SparseMatrix.FromTriplets(n, coarse, [.. rows], [.. columns], Tensor.Of([.. values]));
            product = product is null ? along : product.Kron(along);

            void Add(int row, int column, double value)
            {
                rows.Add(row);
                columns.Add(column);
                values.Add(value);
            }
        }

        return product!;
    }

    private static SparseMatrix Kept(SparseMatrix a) => new(a.Pattern, a.Values.Keep());
}
