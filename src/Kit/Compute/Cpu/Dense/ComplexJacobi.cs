using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = U·Σ·Vᴴ of a complex matrix: columns of A are turned in pairs until all are normal to each other, A·V = U·Σ.</summary>
/// <remarks>
/// Hestenes, "Inversion of matrices by biorthogonalization and related results", J. SIAM 6 (1958); de Rijk, "A one-sided Jacobi algorithm for computing the
/// singular value decomposition on a vector computer", SIAM J. Sci. Stat. Comput. 10 (1989), for the order of the columns. A last QR gives U, also its columns for Σ = 0.
/// </remarks>
internal static unsafe class ComplexJacobi
{
    private const int Sweeps = 60;

    /// <summary>Squares of columns below this, of a matrix near 1, may have underflown.</summary>
    private const double Least = 1e-280;

    /// <param name="w">Aᵀ, n × m with m ≥ n and contiguous rows; destroyed.</param>
    /// <param name="u">m × n, any layout; becomes the left vectors as columns.</param>
    /// <param name="values">Becomes the n singular values, descending.</param>
    /// <param name="v">n × n, any layout; becomes the right vectors as columns, whose phases are those that come out.</param>
    /// <returns>False where the turns did not end.</returns>
    public static bool Run(Matrix<Complex> w, Matrix<Complex> u, double* values, Matrix<Complex> v)
    {
        var (n, m) = (w.Rows, w.Columns);
        if (n == 0) return true;
        var power = Scaling.Out(w.Parts());
        using var memory = new Scratch<Complex>(2L * n * n + (long)n * m);
        Matrix<Complex> turns = memory.Matrix(n, n), r = new(turns.Row(n), n, n, n, 1), left = new(r.Row(n), n, m, m, 1);
        for (var k = 0; k < n; k++) turns.Row(k)[k] = 1;
        var sweep = 0;
        while (Sweep(w, turns))
            if (++sweep == Sweeps) return false;
        ComplexQr.Factors(w, left.Transposed(), r);
        var order = new int[n];
        for (var k = 0; k < n; k++) (order[k], values[k]) = (k, -r.Row(k)[k].Real);
        new Span<double>(values, n).Sort(order.AsSpan());
        for (var k = 0; k < n; k++) values[k] = -values[k];
        Scaling.Back(new Span<double>(values, n), power);
        Signs.Gather(left, order, u.Transposed());
        Signs.Gather(turns, order, v.Transposed());
        return true;
    }

    /// <summary>Turns every pair of columns that are not normal to each other to ε, and brings the longer one to the front.</summary>
    /// <returns>True when there was one.</returns>
    private static bool Sweep(Matrix<Complex> w, Matrix<Complex> v)
    {
        var (found, tolerance) = (false, 4 * Math.ScaleB(1, -53) * Math.Sqrt(w.Columns));
        for (var p = 0; p < w.Rows; p++)
            for (var q = p + 1; q < w.Rows; q++)
            {
                Span<Complex> x = w.RowSpan(p), y = w.RowSpan(q);
                double a = ComplexVectors.Square(x), b = ComplexVectors.Square(y);
                if (a < b)
                {
                    Vectors.Swap(w.Parts().Row(p), w.Parts().Row(q), 2 * w.Columns);
                    Vectors.Swap(v.Parts().Row(p), v.Parts().Row(q), 2 * v.Columns);
                    (a, b) = (b, a);
                }

                if (b < Least) continue;
                var along = ComplexVectors.Dot(x, y);
                var size = Complex.Abs(along);
                if (size <= tolerance * Math.Sqrt(a) * Math.Sqrt(b)) continue;
                found = true;
                // Golub and Van Loan §8.5.2, of the Gram matrix [a, |g|; |g|, b] of x and e^{−iφ}·y with xᴴy = |g|·e^{iφ}.
                var ratio = (b - a) / (2 * size);
                var tangent = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + double.Hypot(1, ratio));
                var c = 1 / Math.Sqrt(1 + tangent * tangent);
                var s = c * tangent * (Complex.Conjugate(along) / size);
                ComplexVectors.Turn(s, 1 / (1 + c), x, y);
                ComplexVectors.Turn(s, 1 / (1 + c), v.RowSpan(p), v.RowSpan(q));
            }

        return found;
    }
}
