using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = Q·R of a complex matrix by Householder reflections I − 2·vvᴴ, on Aᵀ, whose rows are A's columns.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §5.2.2, §5.1.13 (complex reflections) and §5.4.2 (exchange of columns).</remarks>
internal static unsafe class ComplexQr
{
    /// <summary>Squares of columns below this may have underflown, of a matrix near 1: such columns count as zero.</summary>
    public const double Least = 1e-280;

    /// <summary>Q and R, whose diagonal is real and not negative.</summary>
    /// <param name="w">Aᵀ, n × m with m ≥ n, near 1; destroyed.</param>
    /// <param name="q">m × n, any layout.</param>
    /// <param name="r">n × n, any layout.</param>
    /// <param name="order">Unless empty becomes the columns of A in the order in which they were taken, of those left the longest first.</param>
    public static void Factors(Matrix<Complex> w, Matrix<Complex> q, Matrix<Complex> r, Span<int> order = default)
    {
        var (n, m) = (w.Rows, w.Columns);
        using var memory = new Scratch<Complex>(2L * n * m);
        Matrix<Complex> v = memory.Matrix(n, m), basis = new(v.Row(n), n, m, m, 1);
        for (var j = 0; j < order.Length; j++) order[j] = j;
        for (var j = 0; j < n; j++)
        {
            if (order.Length > 0 && Longest(w, j) is var next && next != j)
            {
                Vectors.Swap(w.Parts().Row(j), w.Parts().Row(next), 2 * m);
                (order[j], order[next]) = (order[next], order[j]);
            }

            var normal = v.RowSpan(j)[j..];
            Make(w.RowSpan(j)[j..], normal);
            for (var k = j; k < n; k++) Reflect(normal, w.RowSpan(k)[j..]);
        }

        // Column j of Q is H₀·…·Hₙ₋₁·eⱼ, of which the reflections behind j do nothing.
        for (var j = 0; j < n; j++)
        {
            *basis.At(j, j) = ComplexVectors.Phase(*w.At(j, j));
            for (var k = j; k >= 0; k--) Reflect(v.RowSpan(k)[k..], basis.RowSpan(j)[k..]);
        }

        basis.CopyTo(q.Transposed());
        for (var i = 0; i < n; i++)
        {
            var back = Complex.Conjugate(ComplexVectors.Phase(*w.At(i, i)));
            for (var j = 0; j < n; j++) *r.At(i, j) = j < i ? 0 : j > i ? back * *w.At(j, i) : Complex.Abs(*w.At(i, i));
        }
    }

    /// <summary>The column from j on that is longest below row j.</summary>
    private static int Longest(Matrix<Complex> w, int j)
    {
        var (longest, largest) = (j, -1.0);
        for (var k = j; k < w.Rows; k++)
            if (ComplexVectors.Square(w.RowSpan(k)[j..]) is var square && square > largest) (longest, largest) = (k, square);
        return longest;
    }

    /// <summary>The unit normal v of the mirror that turns x to −e^{iθ}·‖x‖·e₀, θ the angle of x₀; zeros where x counts as zero.</summary>
    private static void Make(ReadOnlySpan<Complex> x, Span<Complex> v)
    {
        v.Clear();
        var square = ComplexVectors.Square(x);
        if (square < Least) return;
        x.CopyTo(v);
        v[0] += ComplexVectors.Phase(x[0]) * Math.Sqrt(square);
        ComplexVectors.Scale(1 / Math.Sqrt(ComplexVectors.Square(v)), v);
    }

    private static void Reflect(ReadOnlySpan<Complex> v, Span<Complex> x) => ComplexVectors.Axpy(-2 * ComplexVectors.Dot(v, x), v, x);
}
