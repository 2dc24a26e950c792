using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = U·Σ·Vᵀ: a tall matrix first by QR to a square one, then bidiagonal form, bases from blocked reflections, implicit QR.</summary>
/// <remarks>Chan, "An improved algorithm for computing the singular value decomposition", ACM TOMS 8 (1982); Golub and Van Loan §8.6.</remarks>
internal static unsafe class SingularValues
{
    /// <param name="a">m × n, m ≥ n, any layout; only read.</param>
    /// <param name="u">m × n, any layout; becomes the left vectors as columns, the largest component of each positive.</param>
    /// <param name="values">Becomes the n singular values, descending.</param>
    /// <param name="vt">n × n, any layout; becomes the right vectors as rows. Without columns no vectors are computed.</param>
    /// <returns>False where QR did not converge.</returns>
    public static bool Run<T>(Matrix<T> a, Matrix<T> u, T* values, Matrix<T> vt) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, n, wanted) = (a.Rows, a.Columns, vt.Columns > 0);
        if (n == 0) return true;
        var turned = m > n;
        using var memory = new Scratch<T>(turned ? 2L * m * n + (long)n * n + n : (long)n * n);
        var columns = memory.Matrix(n, m);
        a.Transposed().CopyTo(columns);
        var power = Scaling.Out(columns);
        if (!turned) return Square(columns, u.Transposed(), values, vt, power, wanted);
        var v = new Matrix<T>(columns.Row(n), n, m, m, 1);
        var square = new Matrix<T>(v.Row(n), n, n, n, 1);
        var tau = square.Row(n);
        QrFactor.Run(columns, v, tau);
        for (var j = 0; j < n; j++) columns.RowSpan(j)[..(j + 1)].CopyTo(square.RowSpan(j));
        var left = columns.Block(0, 0, n, wanted ? n : 0);
        if (!Square(square, left, values, vt, power, wanted)) return false;
        if (!wanted) return true;
        // Left vectors of R, a row each, prolonged by zeros and reflected by Q; their signs are settled by what comes out.
        for (var k = 0; k < n; k++) columns.RowSpan(k)[n..].Clear();
        new Reflectors<T>(v, tau, 0).ApplyTransposed(columns);
        Settle(columns, vt);
        columns.CopyTo(u.Transposed());
        return true;
    }

    /// <summary>Of a square Aᵀ: left vectors of A as rows, values, right vectors of A as rows.</summary>
    private static bool Square<T>(Matrix<T> a, Matrix<T> ut, T* values, Matrix<T> vt, int power, bool wanted) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = a.Rows;
        var side = wanted ? n : 0;
        using var memory = new Scratch<T>((wanted ? 4L : 2L) * n * n + 4L * n);
        Matrix<T> u = memory.Matrix(n, n), v = new(u.Row(n), n - 1, n, n, 1);
        T* d = u.Row(2 * n), e = d + n, tauU = e + n, tauV = tauU + n;
        Matrix<T> us = new(tauV + n, n, side, side, 1), vs = new(us.Row(n), n, side, side, 1);
        Bidiagonal.Reduce(a, d, e, u, tauU, v, tauV);
        if (wanted)
        {
            new Reflectors<T>(u, tauU, 0).Form(us);
            new Reflectors<T>(v, tauV, 1).Form(vs);
        }

        using (var left = new Rotations<T>(us))
        using (var right = new Rotations<T>(vs))
            if (!BidiagonalQr.Run(n, d, e, left, right)) return false;
        var order = new int[n];
        for (var k = 0; k < n; k++)
        {
            order[k] = k;
            if (d[k] < T.Zero && wanted) Vectors.Scale(-T.One, us.Row(k), n);
            d[k] = -T.Abs(d[k]);
        }

        new Span<T>(d, n).Sort(order.AsSpan());
        for (var k = 0; k < n; k++) values[k] = -d[k];
        Scaling.Back(new Span<T>(values, n), power);
        if (!wanted) return true;
        // This is Aᵀ: its right vectors are A's left ones.
        for (var k = 0; k < n; k++)
            if (Signs.LargestIsNegative(vs.RowSpan(k)))
            {
                Vectors.Scale(-T.One, us.Row(k), n);
                Vectors.Scale(-T.One, vs.Row(k), n);
            }

        Signs.Gather(vs, order, ut);
        Signs.Gather(us, order, vt);
        return true;
    }

    /// <summary>Makes the largest component of each left vector, a row of any layout, positive; its right vector follows.</summary>
    public static void Settle<T>(Matrix<T> ut, Matrix<T> vt) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var k = 0; k < ut.Rows; k++)
        {
            var largest = T.Zero;
            for (var i = 0; i < ut.Columns; i++)
                if (T.Abs(*ut.At(k, i)) > T.Abs(largest)) largest = *ut.At(k, i);
            if (largest >= T.Zero) continue;
            for (var i = 0; i < ut.Columns; i++) *ut.At(k, i) = -*ut.At(k, i);
            for (var j = 0; j < vt.Columns; j++) *vt.At(k, j) = -*vt.At(k, j);
        }
    }
}
