using System.Globalization;
using Kit.Compute;
using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Numerics.Sparse;

/// <summary>Multigrid that finds its coarse levels in the matrix itself, for symmetric positive definite A whose off-diagonal entries are mostly negative: coefficients of any contrast, any mesh.</summary>
/// <remarks>
/// A V(1,1) cycle of Gauss–Seidel, forward before and backward after the coarse level, is symmetric and preconditions conjugate gradients; PᵀAP are the coarse matrices.
/// A matrix that is singular by a constant (Neumann, rings) is taken too, for right-hand sides of sum zero.
/// J. W. Ruge and K. Stüben (1987), Algebraic multigrid; H. De Sterck, R. D. Falgout, J. W. Nolting and U. M. Yang, Numer. Linear Algebra Appl. 15 (2008) 115.
/// </remarks>
public sealed class AlgebraicMultigrid
{
    private const int Smallest = 64;
    private readonly List<AlgebraicLevel> levels = [];
    private readonly SemidefiniteCholesky coarsest;

    /// <summary>Finds the levels.</summary>
    /// <param name="matrix">A, symmetric, real.</param>
    /// <param name="threshold">θ in (0, 1): couplings of at least this part of the largest of their row are strong; 0.25 in a plane, up to 0.5 in space.</param>
    /// <param name="entries">Most weights in a row of the interpolation, 2 to 8; fewer make coarse levels sparser.</param>
    /// <exception cref="ArgumentException">Not square, complex, a diagonal entry is not positive, or a parameter lies outside.</exception>
    public AlgebraicMultigrid(SparseMatrix matrix, double threshold = 0.25, int entries = 4)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("AlgebraicMultigrid");
        if (!(threshold > 0 && threshold < 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"AlgebraicMultigrid: the threshold {threshold} is not in (0, 1)"));
        if (entries < 1) throw new ArgumentException($"AlgebraicMultigrid: {entries} weights a row; 2 to 8 make sense");
        Matrix = matrix;
        using var scope = Tensor.Scope();
        var (pattern, values) = (matrix.Pattern, matrix.RealValues("AlgebraicMultigrid"));
        long total = pattern.Count;
        while (pattern.Rows > Smallest)
        {
            var splitting = new Splitting(pattern, values, threshold);
            var interpolation = ExtendedInterpolation.Of(pattern, values, splitting, entries);
            levels.Add(new(pattern, values, interpolation));
            var coarse = new SparseMatrix(pattern, Tensor.Of(values)).Galerkin(interpolation);
            (pattern, values) = (coarse.Pattern, coarse.Values.ToDoubles());
            total += pattern.Count;
        }

        levels.Add(new(pattern, values, null));
        coarsest = new(pattern, values);
        Complexity = (double)total / Math.Max(1, matrix.Count);
    }

    /// <summary>A.</summary>
    public SparseMatrix Matrix { get; }

    /// <summary>Number of levels.</summary>
    public int Levels => levels.Count;

    /// <summary>Entries of the matrices of all levels beside those of A, 1.5 to 3: what a cycle costs.</summary>
    public double Complexity { get; }

    /// <summary>One cycle from zero, an approximate A⁻¹ r of r's shape.</summary>
    /// <param name="r">n elements in all.</param>
    /// <exception cref="ArgumentException">There are not n.</exception>
    public Tensor Precondition(Tensor r)
    {
        ArgumentNullException.ThrowIfNull(r);
        if (r.Size != Matrix.Rows) throw new ArgumentException($"AlgebraicMultigrid: {Matrix.Rows} unknowns, applied to shape {r.Shape}");
        Tensor b = r.Cast(DType.F64).Contiguous(), x = Tensor.Zeros(r.Shape);
        Cycle(b.Span<double>(), x.Span<double>());
        return x;
    }

    /// <summary>x with A x = b by preconditioned conjugate gradients.</summary>
    /// <param name="b">[n].</param>
    /// <param name="stopping">When to stop.</param>
    public KrylovResult Solve(Tensor b, Stopping? stopping = null) => ConjugateGradient.Solve(Matrix.Operator(), b, Precondition, stopping: stopping);

    /// <summary>One cycle from zero.</summary>
    internal void Cycle(ReadOnlySpan<double> b, Span<double> x)
    {
        lock (levels)
        {
            b.CopyTo(levels[0].Right);
            for (var l = 0; l + 1 < levels.Count; l++) levels[l].Down(levels[l + 1].Right);
            coarsest.Solve(levels[^1].Right, levels[^1].Solution);
            for (var l = levels.Count - 2; l >= 0; l--) levels[l].Up(levels[l + 1].Solution);
            levels[0].Solution.CopyTo(x);
        }
    }
}
