using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu.Dense;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>P·A = L·U of square matrices: L has ones on the diagonal, P exchanges rows so that |Lᵢⱼ| ≤ 1.</summary>
/// <param name="Factors">U on and above the diagonal, L below it; [.., n, n].</param>
/// <param name="Pivots">I32 [.., n]: row k was exchanged with row Pivots[k] ≥ k, for k = 0, 1, ….</param>
public sealed record LuFactors(Tensor Factors, Tensor Pivots)
{
    /// <summary>The unit lower triangle L.</summary>
    public Tensor L => Triangle(lower: true);

    /// <summary>The upper triangle U.</summary>
    public Tensor U => Triangle(lower: false);

    private int Order => Factors.Shape[-1];

    /// <summary>X with A·X = B.</summary>
    /// <param name="b">A vector [n], or matrices [.., n, m] whose leading axes broadcast with those of A.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or b is complex or not finite.</exception>
    /// <exception cref="ArithmeticException">A pivot is zero: A is singular.</exception>
    public Tensor Solve(Tensor b) => Solve(b, "Solve");

    /// <summary>det A = ± ∏ Uᵢᵢ, [..]; overflows where <see cref="SlogDet"/> does not.</summary>
    public Tensor Determinant()
    {
        var (sign, log) = Diagonals((product, u) => product * u, 1);
        log.Dispose();
        return sign;
    }

    /// <summary>The sign (−1, 0, 1) and ln|det A|, [..] each; a singular matrix has sign 0 and −∞.</summary>
    public (Tensor Sign, Tensor LogAbs) SlogDet() => Diagonals((sign, u) => sign * Math.Sign(u), 1);

    internal static LuFactors Of(Tensor a, string caller)
    {
        var copy = Operand.Square(a, caller);
        var pivots = Operand.Empty((copy.Shape[0], copy.Shape[2]), DType.I32);
        if (copy.DType == DType.F32) Run<float>(copy, pivots);
        else Run<double>(copy, pivots);
        return new(copy.Reshape(a.Shape), pivots.Reshape(a.Shape.ToArray()[..^1]));
    }

    internal Tensor Solve(Tensor b, string caller)
    {
        CheckRegular(caller);
        var (x, lead) = Operand.Sides(b, Factors.Shape, Factors.DType, caller);
        var (factors, pivots) = (Operand.Spread(Factors, lead, 2), Operand.Spread(Pivots, lead, 1));
        if (x.DType == DType.F32) Substitute<float>(factors, pivots, x);
        else Substitute<double>(factors, pivots, x);
        return b.Rank == 1 ? x.Reshape([.. lead, Order]) : x.Reshape([.. lead, Order, x.Shape[-1]]);
    }

    private void CheckRegular(string caller)
    {
        var diagonal = Factors.Diagonal().ToDoubles();
        var zero = Array.IndexOf(diagonal, 0.0);
        if (zero >= 0)
            throw new ArithmeticException($"{caller}: {Operand.Which(zero / Order, diagonal.Length / Order)} of shape [{Order},{Order}] is singular: pivot {zero % Order} (of 0 to {Order - 1}) is zero; LeastSquares solves such systems");
    }

    private static unsafe void Run<T>(Tensor a, Tensor pivots) where T : unmanaged, IFloatingPointIeee754<T> =>
        Threads.For(a.Shape[0], batch => LuFactor.Run(Operand.At<T>(a, batch), Operand.Pointer<int>(pivots) + (long)batch * a.Shape[2]));

    private static unsafe void Substitute<T>(Tensor factors, Tensor pivots, Tensor x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Threads.For(x.Shape[0], batch =>
        {
            var (lu, sides) = (Operand.At<T>(factors, batch), Operand.At<T>(x, batch));
            LuFactor.Exchange(sides, Operand.Pointer<int>(pivots) + (long)batch * lu.Rows, lu.Rows);
            Triangular.Solve(lu, lower: true, unit: true, sides);
            Triangular.Solve(lu, lower: false, unit: false, sides);
        });
        GC.KeepAlive((factors, pivots));
    }

    /// <summary>Folds the diagonal of each U, with a change of sign for each exchange, and sums the logarithms.</summary>
    private (Tensor Fold, Tensor Log) Diagonals(Func<double, double, double> step, double start)
    {
        var (u, pivots, n) = (Factors.Diagonal().ToDoubles(), Pivots.ToArray<int>(), Order);
        var lead = Operand.Lead(Factors.Shape);
        var (folds, logs) = (new double[lead.Size], new double[lead.Size]);
        for (var batch = 0; batch < folds.Length; batch++)
        {
            folds[batch] = start;
            for (var k = 0; k < n; k++)
            {
                var value = u[batch * n + k];
                folds[batch] = step(folds[batch], pivots[batch * n + k] == k ? value : -value);
                logs[batch] += Math.Log(Math.Abs(value));
            }
        }

        return (Tensor.Of(folds, Factors.DType).Reshape(lead), Tensor.Of(logs, Factors.DType).Reshape(lead));
    }

    private Tensor Triangle(bool lower)
    {
        var (row, column) = (Tensor.Arange(Order).Unsqueeze(1), Tensor.Arange(Order));
        return lower
            ? Functions.Where(column < row, Factors, 0) + Tensor.Eye(Order, Factors.DType)
            : Functions.Where(column < row, 0, Factors);
    }
}
