using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Functions;
using Complex = System.Numerics.Complex;

namespace Kit.Tests.Numerics;

/// <summary>Factorisations of complex matrices: they give back the matrix, are unitary or triangular as they say, and agree with those of real matrices.</summary>
public sealed class ComplexTests
{
    // As for the real ones: residuals are a small constant times n·ε of the operands' size.
    private const double Bound = 4;

    // The singular values go through two QRs and some sweeps of turns between them.
    private const double SvdBound = 2 * Bound;

    public static TheoryData<int, int, DType> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, DType>();
            foreach (var (m, n) in new[] { (1, 1), (2, 2), (5, 5), (33, 33), (64, 64), (5, 1), (1, 5), (40, 17), (17, 40) })
            {
                data.Add(m, n, DType.C128);
                data.Add(m, n, DType.C64);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(1, DType.C128)]
    [InlineData(4, DType.C128)]
    [InlineData(50, DType.C128)]
    [InlineData(50, DType.C64)]
    public void Cholesky_gives_back_the_matrix_and_a_positive_diagonal(int n, DType type)
    {
        var a = Definite(n, n).Cast(type);
        // Only the lower triangle and the real part of the diagonal are read.
        var l = LinearAlgebra.Cholesky(Tril(a) + Triu(Normal(2, (n, n)), 1).Cast(type) + (Tensor.Eye(n) * new Complex(0, 3)).Cast(type));
        Assert.Equal(type, l.DType);
        Assert.InRange(Units(l.MatMul(H(l)), a, a.Norm().Item(), type), 0, Bound);
        Assert.All(l.Diagonal().ToArray<Complex>(), d => Assert.True(d.Real > 0 && d.Imaginary == 0));
        Assert.Equal(0, Triu(l, 1).Norm().Item());
    }

    [Theory]
    [InlineData(1, DType.C128)]
    [InlineData(4, DType.C128)]
    [InlineData(50, DType.C128)]
    [InlineData(50, DType.C64)]
    public void Lu_gives_back_the_matrix_and_solves(int n, DType type)
    {
        var a = Normal(n, (n, n)).Cast(type);
        var lu = LinearAlgebra.Lu(a);
        var order = Enumerable.Range(0, n).ToArray();
        var pivots = lu.Pivots.ToArray<int>();
        for (var k = 0; k < n; k++) (order[k], order[pivots[k]]) = (order[pivots[k]], order[k]);
        var exchanged = Tensor.Stack([.. order.Select(i => a[i])]);
        Assert.InRange(Units(lu.L.MatMul(lu.U), exchanged, lu.L.Norm().Item() * lu.U.Norm().Item() / Math.Sqrt(n), type), 0, Bound);
        Assert.InRange(lu.L.Abs().Max().Item(), 0, 1 + 2 * Epsilon(type));
        var b = Normal(3, (n, 3)).Cast(type);
        var x = lu.Solve(b);
        Assert.InRange(Units(a.MatMul(x), b, a.Norm().Item() * x.Norm().Item(), type), 0, Bound);
        Assert.Equal(type, x.DType);
        Assert.InRange(Units(a.MatMul(LinearAlgebra.Solve(a, b)), b, a.Norm().Item() * x.Norm().Item(), type), 0, Bound);
        Assert.InRange(Units(LinearAlgebra.Inverse(a).MatMul(a), Tensor.Eye(n), a.Norm().Item() * LinearAlgebra.Inverse(a).Norm().Item(), type), 0, Bound);
        // Complex right sides of real factors, and real ones of complex factors.
        var (real, mixed) = (Matrices.Normal(4, (n, n)), Normal(5, n));
        Assert.InRange((real.Cast(DType.C128).MatMul(LinearAlgebra.Lu(real).Solve(mixed)) - mixed).Norm().Item(), 0, 1e-10);
        Assert.InRange((real.Cast(DType.C128).MatMul(LinearAlgebra.Solve(real.Cast(DType.F32), mixed)) - mixed).Norm().Item(), 0, 1e-3);
        Assert.Equal(DType.C128, LinearAlgebra.Solve(real.Cast(DType.F32), mixed).DType);
        Assert.InRange((a.Cast(DType.C128).MatMul(LinearAlgebra.Lu(a.Cast(DType.C128)).Solve(mixed.Real())) - mixed.Real()).Norm().Item(), 0, 1e-10);
    }

    [Fact]
    public void Determinants_are_products_of_eigenvalues_with_a_phase()
    {
        var a = Normal(1, (2, 6, 6));
        var exact = LinearAlgebra.EigValues(a).Prod(-1);
        Close(exact, LinearAlgebra.Determinant(a), 1e-13);
        var (sign, log) = LinearAlgebra.SlogDet(a);
        Assert.Equal((DType.C128, DType.F64), (sign.DType, log.DType));
        Close(exact / exact.Abs(), sign, 1e-13);
        Close(exact.Abs().Log(), log, 1e-13);
        Close(exact.Log(), LinearAlgebra.LogDet(a), 1e-13);
        // 300 times (3 + 4i)·10⁹: neither overflow, nor a phase other than 300 times that of 3 + 4i.
        (sign, log) = LinearAlgebra.SlogDet(Tensor.Eye(300) * new Complex(3e9, 4e9));
        Assert.Equal(300 * Math.Log(5e9), log.Item(), 1e-9);
        Close(Tensor.Of([Complex.Exp(new Complex(0, 300 * Math.Atan2(4, 3)))]), sign, 1e-12);
        var singular = ComplexOf(Tensor.Of(new double[,] { { 1, 2 }, { 2, 4 } }), 0);
        Assert.Equal((Complex.Zero, double.NegativeInfinity), (LinearAlgebra.SlogDet(singular).Sign.Item<Complex>(), LinearAlgebra.SlogDet(singular).LogAbs.Item()));
        Assert.Contains("has a determinant that is 0", Assert.Throws<ArithmeticException>(() => LinearAlgebra.LogDet(singular)).Message);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Qr_gives_back_the_matrix_from_unitary_columns_and_a_triangle(int m, int n, DType type)
    {
        var a = Normal(m + n, (m, n)).Cast(type);
        var (q, r) = LinearAlgebra.Qr(a);
        Assert.Equal(type, q.DType);
        Assert.InRange(Units(q.MatMul(r), a, a.Norm().Item(), type), 0, Bound);
        Assert.InRange(Unitarity(q, type), 0, Bound);
        Assert.All(r.Diagonal().ToArray<Complex>(), d => Assert.True(d.Real >= 0 && d.Imaginary == 0));
        Assert.Equal(0, Tril(r, -1).Norm().Item());
    }

    [Fact]
    public void Qr_of_a_deficient_matrix_still_has_unitary_columns()
    {
        var a = Normal(1, (50, 3)).MatMul(Normal(2, (3, 20)));
        foreach (var x in new[] { a, Tensor.Zeros((4, 3), DType.C128), a * 1e-300, a * 1e300 })
        {
            var (q, r) = LinearAlgebra.Qr(x);
            var scale = Math.Max(x.Abs().Max().Item(), 1e-300);
            Assert.InRange(Unitarity(q, DType.C128), 0, Bound);
            Assert.InRange((q.MatMul(r / scale) - x / scale).Norm().Item(), 0, 50 * 50 * 2.3e-16);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Svd_gives_back_the_matrix_from_unitary_vectors(int m, int n, DType type)
    {
        var a = Normal(m * n, (m, n)).Cast(type);
        var (u, s, vh) = LinearAlgebra.Svd(a);
        Assert.Equal((type, type.Real()), (u.DType, s.DType));
        Assert.InRange(Units((u * s).MatMul(vh), a, a.Norm().Item(), type), 0, SvdBound);
        Assert.InRange(Unitarity(u, type), 0, SvdBound);
        Assert.InRange(Unitarity(H(vh), type), 0, SvdBound);
        var values = s.ToDoubles();
        Assert.Equal(values.OrderDescending(), values);
        Assert.All(Enumerable.Range(0, values.Length), k => Assert.True(u[.., k][u[.., k].Abs().ArgMax().Item<int>()].Item<Complex>() is var z && z.Real > 0 && Math.Abs(z.Imaginary) < 1e-6));
        // The real matrix [[A, −B], [B, A]] has each value twice.
        var real = Tensor.Concat([Tensor.Concat([a.Real(), -a.Imag()], 1), Tensor.Concat([a.Imag(), a.Real()], 1)], 0);
        Assert.InRange((LinearAlgebra.SingularValues(real).Reshape(-1, 2)[.., 0] - LinearAlgebra.SingularValues(a)).Abs().Max().Item() / values[0], 0, SvdBound * Math.Max(m, n) * Epsilon(type));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(50, 30)]
    [InlineData(30, 50)]
    public void Svd_finds_a_graded_clustered_and_vanishing_spectrum_to_epsilon_of_the_largest(int m, int n)
    {
        var k = Math.Min(m, n);
        double[] exact = [.. Enumerable.Range(0, k).Select(i => i < 20 ? Math.Pow(10, -i) : 0)];
        for (var i = 5; i < 10; i++) exact[i] = 1e-5 * (1 + i % 2 * 1e-12);
        exact = [.. exact.OrderDescending()];
        var (p, q) = (LinearAlgebra.Qr(Normal(1, (m, k))).Q, LinearAlgebra.Qr(Normal(2, (n, k))).Q);
        var a = (p * Tensor.Of(exact)).MatMul(H(q));
        var (u, s, vh) = LinearAlgebra.Svd(a);
        Assert.InRange((s - Tensor.Of(exact)).Abs().Max().Item(), 0, 10 * 2.3e-16);
        Assert.InRange(Unitarity(u, DType.C128), 0, SvdBound);
        Assert.InRange(Unitarity(H(vh), DType.C128), 0, SvdBound);
        Assert.InRange(Units((u * s).MatMul(vh), a, a.Norm().Item(), DType.C128), 0, SvdBound);
    }

    [Fact]
    public void Svd_of_graded_columns_finds_each_value_to_its_own_digits()
    {
        // Unitary columns of lengths 1 … 10⁻⁹⁰ are the values themselves: one-sided rotations keep the digits of each.
        var lengths = Tensor.Of([.. Enumerable.Range(0, 10).Select(i => Math.Pow(10, -10.0 * i))]);
        var a = LinearAlgebra.Qr(Normal(3, (14, 10))).Q * lengths;
        foreach (var x in new[] { a, H(a), a.Flip(1), a * 1e200, a * 1e-200 })
        {
            var (u, s, vh) = LinearAlgebra.Svd(x);
            Assert.InRange((s / s[0] / lengths - 1).Abs().Max().Item(), 0, 1e-13);
            Assert.InRange(Unitarity(u, DType.C128), 0, SvdBound);
            Assert.InRange(Unitarity(H(vh), DType.C128), 0, SvdBound);
        }

        Assert.Equal([0, 0, 0], LinearAlgebra.SingularValues(Tensor.Zeros((3, 4), DType.C128)).ToDoubles());
        Assert.Equal((3, 0), LinearAlgebra.Svd(Tensor.Zeros((3, 0), DType.C128)).U.Shape);
        Assert.Equal(5e300, LinearAlgebra.SingularValues(Tensor.Of([new Complex(3e300, 0), new Complex(0, 4e300)]).Unsqueeze(0)).Item(), 1e286);
    }

    [Theory]
    [InlineData(20, 13, 13)]
    [InlineData(20, 13, 4)]
    [InlineData(13, 20, 4)]
    public void PseudoInverse_and_least_squares_satisfy_the_conditions_of_Penrose(int m, int n, int rank)
    {
        var a = Normal(1, (m, rank)).MatMul(Normal(2, (rank, n)));
        var p = LinearAlgebra.PseudoInverse(a);
        var bound = 100 * 2.3e-16 * LinearAlgebra.Norm(a).Item() * LinearAlgebra.Norm(p).Item();
        Assert.InRange((a.MatMul(p).MatMul(a) - a).Norm().Item() / a.Norm().Item(), 0, bound);
        Assert.InRange((p.MatMul(a).MatMul(p) - p).Norm().Item() / p.Norm().Item(), 0, bound);
        Assert.InRange((a.MatMul(p) - H(a.MatMul(p))).Norm().Item(), 0, bound);
        Assert.InRange((p.MatMul(a) - H(p.MatMul(a))).Norm().Item(), 0, bound);
        Assert.Equal(rank, LinearAlgebra.MatrixRank(a).Item<int>());
        foreach (var b in new[] { Normal(3, m), Normal(4, (m, 3)), Matrices.Normal(5, m) })
            Close(p.MatMul(b.Cast(DType.C128)), LinearAlgebra.LeastSquares(a, b), 1e-11);
    }

    [Fact]
    public void Real_matrices_as_complex_ones_have_their_real_factors()
    {
        var (a, d) = (Matrices.Normal(1, (2, 7, 5)), Matrices.Definite(2, 6));
        Close(LinearAlgebra.Qr(a).R, LinearAlgebra.Qr(a.Cast(DType.C128)).R, 1e-13);
        Close(LinearAlgebra.Svd(a).U, LinearAlgebra.Svd(a.Cast(DType.C128)).U, 1e-12);
        Close(LinearAlgebra.Svd(a).Vt, LinearAlgebra.Svd(a.Cast(DType.C128)).Vt, 1e-12);
        Close(LinearAlgebra.Cholesky(d), LinearAlgebra.Cholesky(d.Cast(DType.C128)), 1e-13);
        Close(LinearAlgebra.Lu(d).Factors, LinearAlgebra.Lu(d.Cast(DType.C128)).Factors, 1e-13);
        Close(LinearAlgebra.PseudoInverse(a), LinearAlgebra.PseudoInverse(a.Cast(DType.C128)), 1e-12);
    }

    [Fact]
    public void Expm_of_i_times_a_Hermitian_matrix_is_unitary_with_the_phases_of_its_values()
    {
        var h = Definite(1, 8);
        var (w, v) = LinearAlgebra.Eigh(h);
        var u = LinearAlgebra.Expm(h * Complex.ImaginaryOne);
        Assert.InRange(Unitarity(u, DType.C128), 0, 10);
        Close((v * ComplexOf(w.Cos(), w.Sin())).MatMul(H(v)), u, 1e-13);
    }

    [Fact]
    public void Gradients_of_what_does_not_depend_on_phases_are_those_of_differences()
    {
        var z = Normal(6, (4, 3));
        var w = Normal(7, (4, 4));
        Func<Tensor, Tensor>[] functions =
        [
            // Projectors, the unitary factor of the polar decomposition, values with vectors, and what the phases of R keep.
            x => LinearAlgebra.Svd(x).U[.., ..1] is var u ? (u.MatMul(H(u)) * w).Real().Sum() : x,
            x => LinearAlgebra.Svd(x) is var (u, s, vh) ? u.MatMul(vh).Imag().Exp().Sum() : x,
            x => LinearAlgebra.Svd(x) is var (u, s, vh) ? ((u * s.Exp()).MatMul(vh)).Real().Square().Sum() : x,
            x => LinearAlgebra.Svd(x).U.Abs().Pow(3).Sum() + LinearAlgebra.Svd(x).Vt[0].Abs().Sum(),
            x => LinearAlgebra.Qr(x).Q.Imag().Square().Sum() + LinearAlgebra.Qr(x).R.Real().Sin().Sum(),
            x => LinearAlgebra.PseudoInverse(x).Imag().Exp().Sum(), x => LinearAlgebra.Norm(x, MatrixNorm.Nuclear),
            x => LinearAlgebra.SlogDet(x[..3]) is var (sign, log) ? sign.Imag() + log : x, x => LinearAlgebra.Determinant(x[1..]).Real(),
            x => LinearAlgebra.Cholesky(H(x).MatMul(x)).Imag().Exp().Sum(),
        ];
        foreach (var f in functions) Assert.True(Grad.Check(f, z) is { Error: < 1e-7 }, Grad.Check(f, z).ToString());
    }

    [Fact]
    public void The_gradient_of_a_determinant_is_the_conjugate_cofactors_also_of_singular_matrices()
    {
        // Rank 2: the cofactors of the complex 3 × 3 matrix by their definition.
        var a = Normal(1, (3, 2)).MatMul(Normal(2, (2, 3)));
        var z = a.ToArray<Complex>();
        var exact = new Complex[9];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                exact[i * 3 + j] = Complex.Conjugate(At(i + 1, j + 1) * At(i + 2, j + 2) - At(i + 1, j + 2) * At(i + 2, j + 1));
        Close(Tensor.Of(exact).Reshape(3, 3), Grad.Of(x => LinearAlgebra.Determinant(x).Real())(a), 1e-13);
        Complex At(int i, int j) => z[i % 3 * 3 + j % 3];
    }

    [Fact]
    public void Bad_matrices_are_named()
    {
        var indefinite = Tensor.Eye(4, DType.C128);
        indefinite[2, 2] = -1.0;
        Assert.Contains("leading minor of order 3", Assert.Throws<ArithmeticException>(() => LinearAlgebra.Cholesky(indefinite)).Message);
        Assert.Contains("pivot 1 (of 0 to 1) is zero", Assert.Throws<ArithmeticException>(() => LinearAlgebra.Lu(Tensor.Ones((2, 2)).Cast(DType.C64)).Solve(Tensor.Ones(2))).Message);
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => LinearAlgebra.Svd(Tensor.Full((2, 3), double.NaN).Cast(DType.C128))).Message);
        Assert.Contains("is infinite", Assert.Throws<ArgumentException>(() => LinearAlgebra.Qr(Tensor.Of([new Complex(1, double.NegativeInfinity)]).Unsqueeze(0))).Message);
        Assert.Contains("diagonal element 1 is zero", Assert.Throws<ArithmeticException>(() => LinearAlgebra.SolveTriangular(ComplexOf(0, Tensor.Of(new double[,] { { 1, 0 }, { 1, 0 } })), Tensor.Ones(2))).Message);
    }

    private static double Epsilon(DType type) => Matrices.Epsilon(type.Real());

    private static Tensor Normal(int seed, Shape shape) => ComplexOf(Matrices.Normal(seed, shape), Matrices.Normal(seed + 1000, shape));

    private static Tensor Definite(int seed, int n) => Normal(seed, (n, n)) is var g ? H(g).MatMul(g) / n + Tensor.Eye(n) : Tensor.Eye(n);

    private static Tensor H(Tensor a) => a.Transpose().Conj();

    /// <summary>‖a − b‖_F / scale in units of n·ε.</summary>
    private static double Units(Tensor a, Tensor b, double scale, DType type) =>
        (a.Cast(DType.C128) - b.Cast(DType.C128)).Norm().Item() / (scale * Math.Max(a.Shape[-1], a.Shape[0]) * Epsilon(type));

    private static double Unitarity(Tensor q, DType type) =>
        Units(H(q.Cast(DType.C128)).MatMul(q.Cast(DType.C128)), Tensor.Eye(q.Shape[1], DType.C128), q.Shape[0] / (double)q.Shape[1], type);

    private static void Close(Tensor expected, Tensor found, double tolerance) =>
        Assert.InRange((expected - found).Abs().Max().Item() / Math.Max(1, expected.Abs().Max().Item()), 0, tolerance);
}
