using System.Numerics;

namespace Kit.Compute.Cpu.Dense;

/// <summary>A = Q·R of a complex matrix by Householder reflections I − 2·vvᴴ, on Aᵀ, whose rows are A's columns.</summary>
/// <remarks>Golub and Van Loan, "Matrix Computations", 4th ed., §5.2.2 and §5.1.13 (complex reflections).</remarks>
internal static unsafe class ComplexQr
{
    /// <summary>Squares of columns below this may have underflown, of a matrix near 1: such columns count as zero.</summary>
    private const double Least = 1e-280;

    /// <summary>Q and R, whose diagonal is real and not negative.</summary>
    /// <param name="w">Aᵀ, n × m with m ≥ n, near 1; destroyed.</param>
    /// <param name="q">m × n, any layout.</param>
    /// <param name="r">n × n, any layout.</param>
    public static void Factors(Matrix<Complex> w, Matrix<Complex> q, Matrix<Complex> r)
    {
        var (n, m) = (w.Rows, w.Columns);
        using var memory = new Scratch<Complex>(2L * n * m);
        Matrix<Complex> v = memory.Matrix(n, m), basis = new(v.Row(n), n, m, m, 1);
        for (var j = 0; j < n; j++)
        {
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
