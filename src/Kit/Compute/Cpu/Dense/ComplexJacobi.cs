using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = U·Σ·Vᴴ of a complex matrix: the columns of Rᴴ, of A·P = Q·R, are turned in pairs until all are normal to each other.</summary>
/// <remarks>
/// Hestenes, "Inversion of matrices by biorthogonalization and related results", J. SIAM 6 (1958); Drmač and Veselić, "New fast and accurate Jacobi SVD
/// algorithm", SIAM J. Matrix Anal. Appl. 29 (2008), for the QR in front. Rᴴ·J = V′·Σ by a last QR, which has the columns for Σ = 0 too: A = (Q·J)·Σ·(P·V′)ᴴ.
/// </remarks>
internal static unsafe class ComplexJacobi
{
    private const int Sweeps = 60;

    /// <param name="w">Aᵀ, n × m with m ≥ n and contiguous rows; destroyed.</param>
    /// <param name="u">m × n, any layout; becomes the left vectors as columns, with the phases that come out.</param>
    /// <param name="values">Becomes the n singular values, descending.</param>
    /// <param name="v">n × n, any layout; becomes the right vectors as columns. Without rows no vectors are computed.</param>
    /// <returns>False where the turns did not end.</returns>
    public static bool Run(Matrix<Complex> w, Matrix<Complex> u, double* values, Matrix<Complex> v)
    {
        var (n, m) = (w.Rows, w.Columns);
        if (n == 0) return true;
        var power = Scaling.Out(w.Parts());
        using var memory = new Scratch<Complex>((long)n * m + 3L * n * n);
        Matrix<Complex> turned = memory.Matrix(n, m), r = new(turned.Row(n), n, n, n, 1), right = new(r.Row(n), n, n, n, 1), rest = new(right.Row(n), n, n, n, 1);
        var (columns, order) = (new int[n], new int[n]);
        ComplexQr.Factors(w, turned.Transposed(), r, columns);
        for (var i = 0; i < n; i++)
            foreach (ref var z in r.RowSpan(i)) z = Complex.Conjugate(z);
        for (var sweep = 0; Sweep(r, turned.Block(0, 0, n, v.Rows > 0 ? m : 0)); sweep++)
            if (sweep == Sweeps) return false;
        ComplexQr.Factors(r, right.Transposed(), rest);
        for (var k = 0; k < n; k++) (order[k], values[k]) = (k, -rest.Row(k)[k].Real);
        new Span<double>(values, n).Sort(order.AsSpan());
        for (var k = 0; k < n; k++) values[k] = -values[k];
        Scaling.Back(new Span<double>(values, n), power);
        if (v.Rows == 0) return true;
        Signs.Gather(turned, order, u.Transposed());
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++) *v.At(columns[i], k) = right.Row(order[k])[i];
        return true;
    }

    /// <summary>Turns every pair of columns (rows here) that are not normal to each other to ε, and brings the longer one to the front.</summary>
    /// <returns>True when there was one.</returns>
    private static bool Sweep(Matrix<Complex> w, Matrix<Complex> turned)
    {
        var (found, tolerance) = (false, 4 * Math.ScaleB(1, -53) * Math.Sqrt(w.Columns));
        using var memory = new Scratch<double>(w.Rows);
        var squares = memory.Data;
        for (var k = 0; k < w.Rows; k++) squares[k] = ComplexVectors.Square(w.RowSpan(k));
        for (var p = 0; p < w.Rows; p++)
            for (var q = p + 1; q < w.Rows; q++)
            {
                if (squares[p] < squares[q])
                {
                    Vectors.Swap(w.Parts().Row(p), w.Parts().Row(q), 2 * w.Columns);
                    Vectors.Swap(turned.Parts().Row(p), turned.Parts().Row(q), 2 * turned.Columns);
                    (squares[p], squares[q]) = (squares[q], squares[p]);
                }

                var (a, b) = (squares[p], squares[q]);
                if (b < ComplexQr.Least) continue;
                var along = ComplexVectors.Dot(w.RowSpan(p), w.RowSpan(q));
                var size = Complex.Abs(along);
                if (size <= tolerance * Math.Sqrt(a) * Math.Sqrt(b)) continue;
                found = true;
                // Golub and Van Loan §8.5.2, of the Gram matrix [a, |g|; |g|, b] of x and e^{−iφ}·y with xᴴy = |g|·e^{iφ}.
                var ratio = (b - a) / (2 * size);
                var tangent = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + double.Hypot(1, ratio));
                var c = 1 / Math.Sqrt(1 + tangent * tangent);
                var s = c * tangent * (Complex.Conjugate(along) / size);
                ComplexVectors.Turn(s, 1 / (1 + c), w.RowSpan(p), w.RowSpan(q));
                ComplexVectors.Turn(s, 1 / (1 + c), turned.RowSpan(p), turned.RowSpan(q));
                (squares[p], squares[q]) = (ComplexVectors.Square(w.RowSpan(p)), ComplexVectors.Square(w.RowSpan(q)));
            }

        return found;
    }
}
