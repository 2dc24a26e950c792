using Kit.Compute;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;
using Matrix = Kit.Compute.Cpu.Matrix<double>;

namespace Kit.Numerics.Sparse;

/// <summary>P·A·Pᵀ = L·Lᵀ of a sparse symmetric positive definite matrix, by fronts in nested dissection order: half the work and memory of <see cref="SparseLu"/>.</summary>
/// <remarks>J. W. H. Liu, SIAM Rev. 34 (1992) 82.</remarks>
public sealed unsafe class SparseCholesky
{
    private readonly double[] factors;
    private readonly long[] offsets;

    /// <summary>Factorises a matrix.</summary>
    /// <param name="matrix">Symmetric positive definite; of entries (i, j) and (j, i) the one that is eliminated later is read.</param>
    /// <param name="tree">The plan for its pattern, to be had once for many matrices; made here if null.</param>
    /// <exception cref="ArgumentException">Not square, complex, or the plan is for another pattern.</exception>
    /// <exception cref="ArithmeticException">Not positive definite; the message names the unknown.</exception>
    public SparseCholesky(SparseMatrix matrix, FrontalTree? tree = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        matrix.RequireSquare("SparseCholesky");
        if (tree is not null && tree.Pattern != matrix.Pattern) throw new ArgumentException("SparseCholesky: the plan is for another pattern; make one with FrontalTree.Of(matrix.Pattern)");
        Tree = tree ?? FrontalTree.Of(matrix.Pattern);
        (offsets, var largest) = (new long[Tree.Count + 1], 0);
        for (var s = 0; s < Tree.Count; s++)
        {
            var (own, order) = (Tree.Fronts[s].Own, Tree.Fronts[s].Own + Tree.Fronts[s].Rows.Length);
            (offsets[s + 1], largest) = (offsets[s] + (long)own * order, Math.Max(largest, order));
        }

        factors = GC.AllocateUninitializedArray<double>(checked((int)offsets[^1]));
        Factor(matrix.RealValues("SparseCholesky"), new double[checked(largest * largest)]);
    }

    /// <summary>The plan, good for every matrix of the same pattern.</summary>
    public FrontalTree Tree { get; }

    /// <summary>x with A x = b for each vector along the last axis.</summary>
    /// <param name="b">[.., n].</param>
    /// <exception cref="ArgumentException">The last axis is not n long, or b is complex.</exception>
    public Tensor Solve(Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        var n = Tree.Order.Length;
        if (b.Rank == 0 || b.Shape[-1] != n || b.DType.IsComplex()) throw new ArgumentException($"SparseCholesky: right-hand side {b.DType} {b.Shape} for a real matrix of {n} × {n}; the last axis must be {n} long");
        if (b.Size == 0) return b;
        using var scope = Tensor.Scope();
        var rows = b.Cast(DType.F64).Reshape(-1, n).Transpose().Take(Tensor.Of(Tree.Order), 0).Contiguous();
        fixed (double* x = rows.Span<double>(), data = factors)
        {
            var sides = new Matrix(x, n, rows.Shape[1], rows.Shape[1], 1);
            for (var s = 0; s < Tree.Count; s++) Sweep(s, data, sides, down: true);
            for (var s = Tree.Count - 1; s >= 0; s--) Sweep(s, data, sides, down: false);
        }

        return scope.Own(rows.Take(Tensor.Of(Tree.Place), 0).Transpose().Contiguous().Reshape(b.Shape), scope.Outer);
    }

    private void Factor(double[] values, double[] front)
    {
        var (stack, top) = (Array.Empty<double>(), 0);
        for (var s = 0; s < Tree.Count; s++)
        {
            var plan = Tree.Fronts[s];
            var (order, rest) = (plan.Own + plan.Rows.Length, plan.Rows.Length);
            var dense = front.AsSpan(0, order * order);
            dense.Clear();
            plan.Scatter(values, dense, order, 0);
            for (var c = plan.Children.Count - 1; c >= 0; c--)
            {
                var places = Tree.Fronts[plan.Children[c]].Relative;
                top -= places.Length * places.Length;
                for (var i = 0; i < places.Length; i++)
                    for (var j = 0; j <= i; j++) dense[places[i] * order + places[j]] += stack[top + i * places.Length + j];
            }

            fixed (double* data = dense) Eliminate(new(data, order, order, order, 1), plan);
            for (var i = 0; i < order; i++) dense.Slice(i * order, plan.Own).CopyTo(factors.AsSpan((int)offsets[s] + i * plan.Own));
            if (stack.Length < top + rest * rest) Array.Resize(ref stack, Math.Max(2 * stack.Length, top + rest * rest));
            for (var i = 0; i < rest; i++) dense.Slice((plan.Own + i) * order + plan.Own, i + 1).CopyTo(stack.AsSpan(top + i * rest));
            top += rest * rest;
        }
    }

    /// <summary>L₁₁L₁₁ᵀ = A₁₁, L₂₁ = A₂₁L₁₁⁻ᵀ and the lower triangle of A₂₂ − L₂₁L₂₁ᵀ.</summary>
    private void Eliminate(Matrix f, Front plan)
    {
        const int Width = 128;
        var (own, rest) = (plan.Own, plan.Rows.Length);
        if (CholeskyFactor.Run(f.Block(0, 0, own, own)) is > 0 and var minor)
            throw new ArithmeticException($"SparseCholesky: the matrix is not positive definite: the pivot of unknown {Tree.Order[plan.First + minor - 1]} is not positive; SparseLu solves such systems");
        if (rest == 0) return;
        using var scratch = new Scratch<double>((long)own * rest);
        var (below, turned) = (f.Block(own, 0, rest, own), scratch.Matrix(own, rest));
        below.Transposed().CopyTo(turned);
        Triangular.Solve(f.Block(0, 0, own, own), lower: true, unit: false, turned);
        turned.CopyTo(below.Transposed());
        for (var k = 0; k < rest; k += Width)
        {
            var n = Math.Min(Width, rest - k);
            Blocks.Product(below.Block(k, 0, rest - k, own), turned.Block(0, k, own, n), f.Block(own + k, own + k, rest - k, n), -1);
        }
    }

    private void Sweep(int s, double* data, Matrix x, bool down)
    {
        var plan = Tree.Fronts[s];
        var (own, rest) = (x.Block(plan.First, 0, plan.Own, x.Columns), plan.Rows.Length);
        Matrix square = new(data + offsets[s], plan.Own, plan.Own, plan.Own, 1), below = new(square.At(plan.Own, 0), rest, plan.Own, plan.Own, 1);
        using var scratch = new Scratch<double>((long)rest * x.Columns);
        var others = scratch.Matrix(rest, x.Columns);
        if (down)
        {
            Triangular.Solve(square, lower: true, unit: false, own);
            Blocks.Product(below, own, others, -1);
            for (var i = 0; i < rest; i++) Vectors.Axpy(1.0, others.Row(i), x.Row(plan.Rows[i]), x.Columns);
            return;
        }

        for (var i = 0; i < rest; i++) x.RowSpan(plan.Rows[i]).CopyTo(others.RowSpan(i));
        Blocks.Product(below.Transposed(), others, own, -1);
        Triangular.Solve(square.Transposed(), lower: false, unit: false, own);
    }
}
