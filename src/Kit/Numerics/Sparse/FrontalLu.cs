using Kit.Compute.Cpu.Dense;
using Matrix = Kit.Compute.Cpu.Matrix<double>;

namespace Kit.Numerics.Sparse;

/// <summary>The numbers of a multifrontal factorisation, front by front from the leaves to the roots.</summary>
internal sealed unsafe class FrontalLu
{
    private readonly FrontalTree tree;
    private readonly Piece[] pieces;
    private double[] factors, front = [], stack = [];
    private long used;
    private int top;

    /// <param name="tree">The plan.</param>
    /// <param name="values">Entries of the matrix, equilibrated.</param>
    public FrontalLu(FrontalTree tree, ReadOnlySpan<double> values)
    {
        this.tree = tree;
        pieces = new Piece[tree.Count];
        factors = GC.AllocateUninitializedArray<double>(checked((int)tree.Fill));
        var remainders = new Remainder[tree.Count];
        for (var s = 0; s < tree.Count; s++) (pieces[s], remainders[s]) = Factor(tree.Fronts[s], values, remainders);
        (front, stack) = ([], []);
    }

    /// <summary>Entries of L and U.</summary>
    public long Fill => used;

    /// <summary>Pivots that had to wait for a parent.</summary>
    public int Delayed { get; private set; }

    /// <summary>X with A·X = B or Aᵀ·X = B in the order of elimination, in the place of B [n, m], by blocks of right-hand sides.</summary>
    public void Solve(Matrix b, bool transpose)
    {
        var x = new double[(long)b.Rows * b.Columns];
        fixed (double* solved = x, data = factors)
        {
            var result = new Matrix(solved, b.Rows, b.Columns, b.Columns, 1);
            foreach (var piece in pieces)
                if (piece.Pivots > 0) Down(piece, data, b, result, transpose);
            for (var s = pieces.Length - 1; s >= 0; s--)
                if (pieces[s].Pivots > 0) Up(pieces[s], data, result, transpose);
            result.CopyTo(b);
        }
    }

    private (Piece, Remainder) Factor(Front plan, ReadOnlySpan<double> values, Remainder[] remainders)
    {
        var late = 0;
        foreach (var child in plan.Children) late += remainders[child].Late;
        var (complete, order) = (late + plan.Own, late + plan.Own + plan.Rows.Length);
        if (front.Length < order * order) front = GC.AllocateUninitializedArray<double>(checked(order * order));
        var dense = front.AsSpan(0, order * order);
        dense.Clear();
        plan.Scatter(values, dense, order, late);
        int[] rows = new int[order], columns = new int[order];
        var (offset, position) = (0, top);
        for (var c = plan.Children.Count - 1; c >= 0; c--)
        {
            // Last in, first out: the youngest child's remainder lies on top.
            var child = remainders[plan.Children[c]];
            position -= child.Order * child.Order;
            child.Rows.AsSpan(0, child.Late).CopyTo(rows.AsSpan(offset));
            child.Columns.AsSpan(0, child.Late).CopyTo(columns.AsSpan(offset));
            Add(stack.AsSpan(position, child.Order * child.Order), child, tree.Fronts[plan.Children[c]].Relative, dense, order, offset, late);
            offset += child.Late;
        }

        top = position;
        for (var k = 0; k < plan.Own; k++) rows[late + k] = columns[late + k] = plan.First + k;
        plan.Rows.CopyTo(rows.AsSpan(complete));
        plan.Rows.CopyTo(columns.AsSpan(complete));
        int done;
        fixed (double* data = dense) done = DenseFront.Eliminate(new(data, order, order, order, 1), complete, rows, columns);
        if (plan.Rows.Length == 0 && done < complete) throw new SingularException(columns[done]);
        Delayed += complete - done;
        var piece = new Piece(used, done, order, rows, columns);
        Store(dense, done, order);
        var rest = order - done;
        if (stack.Length < top + rest * rest) Array.Resize(ref stack, Math.Max(2 * stack.Length, top + rest * rest));
        for (var i = 0; i < rest; i++) dense.Slice((done + i) * order + done, rest).CopyTo(stack.AsSpan(top + i * rest));
        top += rest * rest;
        return (piece, new(complete - done, rest, rows[done..], columns[done..]));
    }

    private static void Add(ReadOnlySpan<double> remainder, in Remainder child, int[] relative, Span<double> dense, int order, int offset, int late)
    {
        var places = new int[child.Order];
        for (var k = 0; k < places.Length; k++) places[k] = k < child.Late ? offset + k : late + relative[k - child.Late];
        for (var i = 0; i < places.Length; i++)
        {
            var from = remainder.Slice(i * places.Length, places.Length);
            var to = dense.Slice(places[i] * order, order);
            for (var j = 0; j < places.Length; j++) to[places[j]] += from[j];
        }
    }

    /// <summary>Keeps the eliminated rows [p, order], of L and U, and below them the eliminated columns [order − p, p] of L.</summary>
    private void Store(ReadOnlySpan<double> dense, int done, int order)
    {
        var size = (long)done * (2 * order - done);
        if (factors.Length < used + size) Array.Resize(ref factors, checked((int)Math.Max(used + size, factors.Length + factors.Length / 4)));
        dense[..(done * order)].CopyTo(factors.AsSpan((int)used));
        for (var i = done; i < order; i++) dense.Slice(i * order, done).CopyTo(factors.AsSpan((int)used + done * order + (i - done) * done));
        used += size;
    }

    /// <summary>Through L (or Uᵀ) of one front.</summary>
    private static void Down(in Piece piece, double* data, Matrix b, Matrix y, bool transpose)
    {
        var (names, results) = transpose ? (piece.Columns, piece.Rows) : (piece.Rows, piece.Columns);
        var (p, rest) = (piece.Pivots, piece.Order - piece.Pivots);
        using var scratch = new Scratch<double>((long)piece.Order * b.Columns);
        Matrix own = scratch.Matrix(p, b.Columns), others = new(own.At(p, 0), rest, b.Columns, b.Columns, 1);
        for (var i = 0; i < p; i++) b.RowSpan(names[i]).CopyTo(own.RowSpan(i));
        var square = piece.Square(data);
        Triangular.Solve(transpose ? square.Transposed() : square, lower: true, unit: !transpose, own);
        Blocks.Product(transpose ? piece.Right(data).Transposed() : piece.Below(data), own, others, -1);
        for (var i = 0; i < rest; i++) Vectors.Axpy(1.0, others.Row(i), b.Row(names[p + i]), b.Columns);
        // The half-solved pivots wait where their unknowns will be.
        for (var i = 0; i < p; i++) own.RowSpan(i).CopyTo(y.RowSpan(results[i]));
    }

    /// <summary>Through U (or Lᵀ) of one front.</summary>
    private static void Up(in Piece piece, double* data, Matrix x, bool transpose)
    {
        var names = transpose ? piece.Rows : piece.Columns;
        var (p, rest) = (piece.Pivots, piece.Order - piece.Pivots);
        using var scratch = new Scratch<double>((long)piece.Order * x.Columns);
        Matrix own = scratch.Matrix(p, x.Columns), others = new(own.At(p, 0), rest, x.Columns, x.Columns, 1);
        for (var i = 0; i < p; i++) x.RowSpan(names[i]).CopyTo(own.RowSpan(i));
        for (var i = 0; i < rest; i++) x.RowSpan(names[p + i]).CopyTo(others.RowSpan(i));
        Blocks.Product(transpose ? piece.Below(data).Transposed() : piece.Right(data), others, own, -1);
        var square = piece.Square(data);
        Triangular.Solve(transpose ? square.Transposed() : square, lower: false, unit: transpose, own);
        for (var i = 0; i < p; i++) own.RowSpan(i).CopyTo(x.RowSpan(names[i]));
    }

    /// <summary>What a front leaves to its parent: pivots put off, and the sums for later unknowns.</summary>
    private readonly record struct Remainder(int Late, int Order, int[] Rows, int[] Columns);

    /// <summary>The factors of one front and the names of its rows and columns.</summary>
    private readonly record struct Piece(long Offset, int Pivots, int Order, int[] Rows, int[] Columns)
    {
        public Matrix Square(double* data) => new(data + Offset, Pivots, Pivots, Order, 1);

        public Matrix Right(double* data) => new(data + Offset + Pivots, Pivots, Order - Pivots, Order, 1);

        public Matrix Below(double* data) => new(data + Offset + (long)Pivots * Order, Order - Pivots, Pivots, Pivots, 1);
    }

    /// <summary>No pivot was left for this column.</summary>
    public sealed class SingularException(int column) : Exception
    {
        /// <summary>Its number in the order of elimination.</summary>
        public int Column { get; } = column;
    }
}
