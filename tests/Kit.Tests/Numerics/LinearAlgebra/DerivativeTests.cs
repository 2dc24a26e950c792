using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

/// <summary>Gradients with closed forms, where the table of rules does not reach: equal eigenvalues, singular matrices, the choice of symmetric gradients.</summary>
public sealed class DerivativeTests
{
    [Fact]
    public void A_sum_over_equal_eigenvalues_has_the_gradient_f_prime_of_A()
    {
        // tr f(A) has the gradient f′(A): eᴬ for f = exp; ε of the eigenvalues' size is lost.
        foreach (var a in Degenerate())
        {
            var exact = LinearAlgebra.Expm(a);
            Close(exact, Grad.Of(x => LinearAlgebra.EighValues(x).Exp().Sum())(a), 1e-13);
            Close(exact, Grad.Of(x => LinearAlgebra.SingularValues(x).Exp().Sum())(a), 1e-13);
            Close(2 * a, Grad.Of(x => LinearAlgebra.Eigh(x) is var (w, v) ? (v * w.Square()).MatMul(v.T).Trace() : x)(a), 1e-13);
        }
    }

    [Fact]
    public void A_spectral_projector_has_the_gradient_of_perturbation_theory()
    {
        // P = Σ_k v vᵀ of the doubly degenerate lowest value 1 and W against it: dP = Σ (P_a dA P_b + P_b dA P_a)/(λ_a − λ_b), here with one other value 4.
        var q = LinearAlgebra.Qr(Matrices.Normal(3, (3, 3))).Q;
        var a = (q * Tensor.Of([1.0, 1, 4])).MatMul(q.T);
        var w = Matrices.Normal(4, (3, 3)) is var g ? g + g.T : a;
        var (low, high) = (q[.., ..2].MatMul(q[.., ..2].T), q[.., 2..].MatMul(q[.., 2..].T));
        var exact = (low.MatMul(w).MatMul(high) + high.MatMul(w).MatMul(low)) / (1.0 - 4);
        Func<Tensor, Tensor> projector = x => LinearAlgebra.Eigh(x).Vectors[.., ..2] is var v ? v.MatMul(v.T) : x;
        Close(exact, Grad.Of(x => (projector(x) * w).Sum())(a), 1e-13);
        // dP in the direction D, and the projector of differences.
        var d = Matrices.Normal(5, (3, 3)) is var h ? h + h.T : a;
        var step = 1e-5;
        Close((projector(a + d * step) - projector(a - d * step)) / (2 * step), Grad.Jvp(projector, a, d).Tangent, 1e-8);
    }

    [Fact]
    public void Where_a_sum_is_not_smooth_the_gradient_is_finite()
    {
        var a = Tensor.Eye(3);
        Assert.All(Grad.Of(x => LinearAlgebra.Eigh(x) is var (w, v) ? (w * v[0]).Sum() : x)(a).ToDoubles(), x => Assert.True(double.IsFinite(x)));
        Assert.All(Grad.Of(x => LinearAlgebra.Svd(x) is var (u, s, vt) ? (s * u[0] + vt[.., 1]).Sum() : x)(Tensor.Zeros((3, 2))).ToDoubles(), x => Assert.True(double.IsFinite(x)));
        // The nuclear norm of a regular matrix: U·Vᵀ, for any orthogonal matrix itself.
        var q = LinearAlgebra.Qr(Matrices.Normal(6, (4, 4))).Q;
        Close(q, Grad.Of(x => LinearAlgebra.Norm(x, MatrixNorm.Nuclear))(q), 1e-13);
    }

    [Fact]
    public void The_gradient_of_a_determinant_is_the_cofactors_also_of_singular_matrices()
    {
        var regular = Tensor.Of(new double[,] { { 2, 1, 0 }, { 1, 3, 1 }, { 0, 1, 4 } });
        var rank2 = Tensor.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } });
        var rank1 = Tensor.Of(new double[,] { { 1, 2, 3 }, { 2, 4, 6 }, { 3, 6, 9 } });
        var batch = Tensor.Stack([regular, rank2, rank1]);
        var found = Grad.Of(x => LinearAlgebra.Determinant(x).Sum())(batch);
        Close(Tensor.Of(new double[,] { { 11, -4, 1 }, { -4, 8, -2 }, { 1, -2, 5 } }), found[0], 1e-13);
        Close(Tensor.Of(new double[,] { { -3, 6, -3 }, { 6, -12, 6 }, { -3, 6, -3 } }), found[1], 1e-13);
        Close(Tensor.Zeros((3, 3)), found[2], 1e-13);
        Assert.Contains("singular", Assert.Throws<ArithmeticException>(() => Grad.Of(x => LinearAlgebra.SlogDet(x).LogAbs)(rank1)).Message);
    }

    [Fact]
    public void What_reads_one_triangle_has_symmetric_gradients()
    {
        var a = Matrices.Definite(7, 4);
        Func<Tensor, Tensor>[] functions =
        [
            x => (LinearAlgebra.Cholesky(x) * Tensor.Arange(16).Reshape(4, 4)).Sum(),
            x => LinearAlgebra.Eigh(x) is var (w, v) ? (w.Exp() * v).Sum() : x,
        ];
        foreach (var f in functions)
        {
            var gradient = Grad.Of(f)(a);
            Assert.Equal(gradient.ToDoubles(), gradient.T.ToDoubles());
            // The change along a symmetric direction is the one of differences.
            var d = Matrices.Definite(8, 4);
            Assert.Equal((f(a + d * 1e-5) - f(a - d * 1e-5)).Item() / 2e-5, (gradient * d).Sum().Item(), 1e-7);
        }
    }

    [Fact]
    public void Factors_live_as_long_as_the_derivative_needs_them()
    {
        var a = Matrices.Definite(9, 5);
        var b = Matrices.Normal(10, 5);
        Func<Tensor, Tensor> free = x => LinearAlgebra.Solve(x, LinearAlgebra.Solve(x, b)).Square().Sum();
        Func<Tensor, Tensor> scoped = x =>
        {
            using var scope = Tensor.Scope();
            return free(x).Keep();
        };
        Assert.Equal(Grad.Of(free)(a).ToDoubles(), Grad.Of(scoped)(a).ToDoubles());
        Assert.Equal(Grad.HessianVector(free, a, a).ToDoubles(), Grad.HessianVector(scoped, a, a).ToDoubles());
    }

    [Theory]
    [InlineData(DType.F32)]
    [InlineData(DType.F64)]
    public void Gradients_have_the_type_of_the_argument(DType type)
    {
        var a = Matrices.Definite(11, 4, type);
        var b = Matrices.Normal(12, (4, 2), type == DType.F32 ? DType.F64 : DType.F32);
        var exact = Grad.Of(x => Loss(x, b.Cast(DType.F64)))(a.Cast(DType.F64));
        var found = Grad.Of(x => Loss(x, b))(a);
        Assert.Equal(type, found.DType);
        // Tens of roundings of numbers up to the gradient's size.
        Close(exact, found.Cast(DType.F64), 100 * Matrices.Epsilon(DType.F32));

        static Tensor Loss(Tensor x, Tensor b) =>
            LinearAlgebra.Solve(x, b).Square().Sum() + LinearAlgebra.LogDet(x) + LinearAlgebra.Eigh(x).Values.Max() + LinearAlgebra.Svd(x).S.Exp().Sum() + LinearAlgebra.Qr(x).R.Diagonal().Log().Sum();
    }

    [Fact]
    public void A_complex_argument_gives_the_direction_of_steepest_ascent()
    {
        var z = Functions.ComplexOf(Matrices.Definite(13, 3), Matrices.Normal(14, (3, 3)) * 0.3);
        var b = Functions.ComplexOf(Matrices.Normal(15, 3), Matrices.Normal(16, 3));
        Func<Tensor, Tensor>[] functions =
        [
            x => LinearAlgebra.Solve(x, b).Abs().Square().Sum(), x => LinearAlgebra.EigValues(x).Abs().Square().Sum(), x => LinearAlgebra.Inverse(x).Real().Sum(),
            x => Fourier.Fft2(x).Abs().Sum(), x => LinearAlgebra.MatrixPower(x, 3).Imag().Sum(),
        ];
        foreach (var f in functions) Assert.True(Grad.Check(f, z) is { Passed: true } or { Error: < 1e-7 }, Grad.Check(f, z).ToString());
    }

    private static IEnumerable<Tensor> Degenerate()
    {
        yield return Tensor.Eye(3);
        var q = LinearAlgebra.Qr(Matrices.Normal(1, (5, 5))).Q;
        yield return (q * Tensor.Of([2, 2, 2, 0.5, 0.5])).MatMul(q.T);
    }

    private static void Close(Tensor expected, Tensor found, double tolerance) =>
        Assert.InRange((expected - found).Abs().Max().Item() / Math.Max(1, expected.Abs().Max().Item()), 0, tolerance);
}
