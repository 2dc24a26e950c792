using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>P·A = L·U of square matrices: L has ones on the diagonal, P exchanges rows so that |Lᵢⱼ| ≤ 1, the modulus of complex numbers.</summary>
/// <param name="Factors">U on and above the diagonal, L below it; [.., n, n].</param>
/// <param name="Pivots">I32 [.., n]: row k was exchanged with row Pivots[k] ≥ k, for k = 0, 1, ….</param>
public sealed record LuFactors(Tensor Factors, Tensor Pivots)
{
    /// <summary>The unit lower triangle L.</summary>
    public Tensor L => Functions.Tril(Factors, -1) + Tensor.Eye(Size, Factors.DType);

    /// <summary>The upper triangle U.</summary>
    public Tensor U => Functions.Triu(Factors);

    private int Size => Factors.Shape[-1];

    /// <summary>In F64 or C128, so that products of F32 neither overflow on the way nor lose digits.</summary>
    private Tensor Diagonal => Factors.Diagonal().Cast(Factors.DType.IsComplex() ? DType.C128 : DType.F64);

    /// <summary>X with A·X = B.</summary>
    /// <param name="b">A vector [n], or matrices [.., n, m] whose leading axes broadcast with those of A.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or b is not finite.</exception>
    /// <exception cref="ArithmeticException">A pivot is zero: A is singular.</exception>
    public Tensor Solve(Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        CheckRegular("Solve");
        Operand.RequireRows(b, Factors, "Solve");
        var columns = b.Rank == 1 ? b.Unsqueeze(1) : b;
        var x = (Factors.Tracer ?? b.Tracer) is null ? Substitute(columns, transpose: false, "Solve")
            : LinearAlgebra.SolveTriangular(Factors, LinearAlgebra.SolveTriangular(Factors, Exchange(columns, Order()), unit: true), lower: false);
        return b.Rank == 1 ? x.Squeeze(-1) : x;
    }

    /// <summary>det A = ± ∏ Uᵢᵢ, [..]; overflows where <see cref="SlogDet"/> does not.</summary>
    public Tensor Determinant() => (Diagonal.Prod(-1) * Parity()).Cast(Factors.DType);

    /// <summary>The sign (−1, 0, 1; of complex matrices the phase det A/|det A| or 0) and ln|det A|, [..] each; a singular matrix has sign 0 and −∞.</summary>
    public (Tensor Sign, Tensor LogAbs) SlogDet()
    {
        var (diagonal, size) = (Diagonal, Diagonal.Abs());
        var signs = diagonal.DType.IsComplex() ? diagonal / Functions.Where(size.Equal(0), 1, size) : diagonal.Sign();
        return ((signs.Prod(-1) * Parity()).Cast(Factors.DType), size.Log().Sum(-1).Cast(Factors.DType.Real()));
    }

    internal static LuFactors Of(Tensor a, string caller)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (a.Plain.Tracer is not null && a.Leading(m => Of(m, caller) is var (lu, exchanges) ? [lu, exchanges] : []) is [var factors, var rows]) return new(factors, rows);
        var copy = Operand.Square(a.Plain, caller);
        var pivots = Operand.Empty((copy.Shape[0], copy.Shape[2]), DType.I32);
        if (copy.DType == DType.F32) Run<float>(copy, pivots);
        else if (copy.DType == DType.F64) Run<double>(copy, pivots);
        else RunComplex(copy, pivots);
        return new(Operand.Rounded(copy.Reshape(a.Shape), a.DType), pivots.Reshape(a.Shape.ToArray()[..^1]));
    }

    /// <summary>X with A·X = B or Aᵀ·X = B, nothing watched.</summary>
    internal Tensor Substitute(Tensor b, bool transpose, string caller)
    {
        var type = b.DType.IsComplex() ? DTypes.Promote(Factors.DType, b.DType) : Factors.DType;
        var (x, lead) = Operand.Sides(b, Factors.Shape, type, caller);
        var (factors, pivots) = (Operand.Spread(Factors.Cast(x.DType), lead, 2), Operand.Spread(Pivots, lead, 1));
        if (x.DType == DType.F32) Substitute<float>(factors, pivots, x, transpose, Triangular.Solve);
        else if (x.DType == DType.F64) Substitute<double>(factors, pivots, x, transpose, Triangular.Solve);
        else Substitute<Complex>(factors, pivots, x, transpose, ComplexTriangular.Solve);
        return Operand.Rounded(x.Reshape([.. lead, Size, x.Shape[-1]]), type);
    }

    internal void CheckRegular(string caller)
    {
        if (!(bool)Factors.Diagonal().Equal(0).Any()) return;
        var diagonal = Factors.Diagonal().Abs().ToDoubles();
        var zero = Array.IndexOf(diagonal, 0.0);
        throw new ArithmeticException($"{caller}: {Operand.Which(zero / Size, diagonal.Length / Size)} of shape [{Size},{Size}] is singular: pivot {zero % Size} (of 0 to {Size - 1}) is zero; LeastSquares solves such systems");
    }

    /// <summary>Row i of P·A is row Order()[.., i] of A.</summary>
    internal Tensor Order(bool inverse = false)
    {
        if (Pivots.Tracer is not null) return Pivots.Leading(p => [new LuFactors(Factors, p).Order(inverse)])[0];
        var (pivots, order) = (Pivots.ToArray<int>(), new int[Pivots.Size]);
        for (var start = 0; start < order.Length; start += Size)
        {
            var rows = order.AsSpan(start, Size);
            for (var k = 0; k < Size; k++) rows[k] = k;
            for (var k = 0; k < Size; k++) (rows[k], rows[pivots[start + k]]) = (rows[pivots[start + k]], rows[k]);
        }

        var result = Tensor.Of(order).Reshape(Pivots.Shape);
        return inverse ? Functions.ArgSort(result) : result;
    }

    /// <summary>Rows of x in this order, leading axes broadcast.</summary>
    internal static Tensor Exchange(Tensor x, Tensor order)
    {
        int[] dims = [.. Shape.Broadcast(Operand.Lead(x.Shape), order.Shape.ToArray()[..^1], "Solve"), x.Shape[-2], x.Shape[-1]];
        return Functions.TakeAlong(x.BroadcastTo(dims), order.Unsqueeze(-1).BroadcastTo(dims), -2);
    }

    private static unsafe void Run<T>(Tensor a, Tensor pivots) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var library = Lapack.Current;
        Threads.For(a.Shape[0], batch =>
        {
            var matrix = Operand.At<T>(a, batch);
            var exchanges = Operand.Pointer<int>(pivots) + (long)batch * matrix.Rows;
            if (library is null || matrix.Rows == 0) LuFactor.Run(matrix, exchanges);
            else library.Lu(matrix, exchanges);
        });
    }

    private static unsafe void RunComplex(Tensor a, Tensor pivots) =>
        Threads.For(a.Shape[0], batch => ComplexLu.Run(Operand.At<Complex>(a, batch), Operand.Pointer<int>(pivots) + (long)batch * a.Shape[1]));

    private static unsafe void Substitute<T>(Tensor factors, Tensor pivots, Tensor x, bool transpose, Action<Matrix<T>, bool, bool, Matrix<T>> solve) where T : unmanaged
    {
        Threads.For(x.Shape[0], batch =>
        {
            var (lu, sides) = (Operand.At<T>(factors, batch), Operand.At<T>(x, batch));
            var exchanges = Operand.Pointer<int>(pivots) + (long)batch * lu.Rows;
            for (var k = 0; !transpose && k < lu.Rows; k++) Exchange(sides, k, exchanges[k]);
            // Aᵀ = Uᵀ·Lᵀ·P
            solve(transpose ? lu.Transposed() : lu, true, !transpose, sides);
            solve(transpose ? lu.Transposed() : lu, false, transpose, sides);
            for (var k = lu.Rows - 1; transpose && k >= 0; k--) Exchange(sides, k, exchanges[k]);
        });
        GC.KeepAlive((factors, pivots));
    }

    private static unsafe void Exchange<T>(Matrix<T> a, int i, int j) where T : unmanaged
    {
        if (i != j) Vectors.Swap((byte*)a.Row(i), (byte*)a.Row(j), a.Columns * sizeof(T));
    }

    /// <summary>−1 for an odd number of exchanges, [..].</summary>
    private Tensor Parity() => 1.0 - 2.0 * (Pivots.NotEqual(Tensor.Arange(Size)).Sum(-1) % 2);
}
