using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>Derivatives whose formulas are known.</summary>
public sealed class ClosedFormTests
{
    // Each formula is a few sums of numbers of order 1 to 10³.
    private const double Rounding = 1e-12;

    [Fact]
    public void Rosenbrock_has_its_gradient_and_hessian()
    {
        Func<Tensor, Tensor> f = u => (1 - u[0]).Square() + 100 * (u[1] - u[0].Square()).Square();
        var (x, y) = (-1.2, 0.7);
        var u = Tensor.Of([x, y]);
        Close([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)], Grad.Of(f)(u));
        Close([2 - 400 * y + 1200 * x * x, -400 * x, -400 * x, 200], Grad.Hessian(f, u));
        Close([0, 0], Grad.Of(f)(Tensor.Of([1.0, 1])));
    }

    [Fact]
    public void A_quadratic_form_has_gradient_Ax_plus_ATx_and_hessian_A_plus_AT()
    {
        var rng = new Rng(1);
        var (a, x, v) = (rng.Normal((4, 4)), rng.Normal(4), rng.Normal(4));
        Func<Tensor, Tensor> f = z => z.Dot(a.MatMul(z));
        Close((a + a.T).MatMul(x), Grad.Of(f)(x));
        Close(a + a.T, Grad.Hessian(f, x));
        Close((a + a.T).MatMul(v), Grad.HessianVector(f, x, v));
    }

    [Fact]
    public void Softmax_has_jacobian_diag_s_minus_s_sT_and_is_the_gradient_of_logsumexp()
    {
        var x = new Rng(2).Normal(5);
        var s = Softmax(x);
        var jacobian = Tensor.Eye(5) * s - s.Outer(s);
        Close(jacobian, Grad.Jacobian(Softmax, x));
        Close(s, Grad.Of(z => z.LogSumExp())(x));
        Close(jacobian, Grad.Hessian(z => z.LogSumExp(), x));
        Close(s, Grad.Of(z => (z + 800).LogSumExp())(x));

        static Tensor Softmax(Tensor z) => (z - z.Max()).Exp() is var e ? e / e.Sum() : z;
    }

    [Fact]
    public void A_jacobian_by_rows_equals_one_by_columns()
    {
        var a = new Rng(3).Normal((5, 3));
        Close(a, Grad.Jacobian(a.MatMul, new Rng(4).Normal(3)));
        Close(a.T, Grad.Jacobian(a.T.MatMul, new Rng(4).Normal(5)));
        var wide = Grad.Jacobian(z => z.Outer(z), Tensor.Of([1.0, 2]));
        Assert.Equal([2, 2, 2], wide.Shape.ToArray());
        Close([2, 0, 2, 1, 2, 1, 0, 4], wide);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Derivatives_of_high_order_of_sin_and_exp(int order)
    {
        var x = Tensor.Of(0.7);
        var (sin, exp, mixed) = ((Func<Tensor, Tensor>)(z => z.Sin()), (Func<Tensor, Tensor>)(z => (2 * z).Exp()), (Func<Tensor, Tensor>)(z => z.Sin()));
        for (var n = 0; n < order; n++)
        {
            (sin, exp) = (Grad.Of(sin), Grad.Of(exp));
            var before = mixed;
            mixed = n % 2 == 0 ? z => Grad.Jvp(before, z, 1).Tangent : Grad.Of(before);
        }

        Assert.Equal(Math.Sin(0.7 + order * Math.PI / 2), sin(x).Item(), Rounding);
        Assert.Equal(Math.Sin(0.7 + order * Math.PI / 2), mixed(x).Item(), Rounding);
        Assert.Equal(Math.Pow(2, order) * Math.Exp(1.4), exp(x).Item(), 1e3 * Rounding);
    }

    /// <summary>d/dx x·d/dy(x + y) = 1; taking the two changes for one gives 2.</summary>
    [Fact]
    public void Nested_derivatives_do_not_confuse_their_perturbations()
    {
        Tensor x = 3.0;
        Assert.Equal(1, Grad.Of(a => a * Grad.Of(b => a + b)(Tensor.Of(1.0)))(x).Item());
        Assert.Equal(1, Grad.Jvp(a => a * Grad.Jvp(b => a + b, 1.0, 1).Tangent, x, 1).Tangent.Item());
        Assert.Equal(1, Grad.Of(a => a * Grad.Jvp(b => a + b, 1.0, 1).Tangent)(x).Item());
        Assert.Equal(1, Grad.Jvp(a => a * Grad.Of(b => a + b)(1.0), x, 1).Tangent.Item());
        // d/dx x·d/dy(x y²) at y = x is d/dx 2x³ = 6x².
        Assert.Equal(54, Grad.Of(a => a * Grad.Of(b => a * b * b)(a))(x).Item());
        // A pullback taken outside and called inside another derivative is an ordinary function there: d/dg (2x g)² = 8x²g.
        var (_, pullback) = Grad.Vjp(b => b.Square(), x);
        Assert.Equal(8 * 9 * 5, Grad.Of(g => pullback(g).Square())(5.0).Item());
    }

    [Fact]
    public void A_product_with_zeros_has_derivatives_of_every_order()
    {
        Close([0, 8, 0], Grad.Of(z => z.Prod())(Tensor.Of([2.0, 0, 4])));
        Close([0, 4, 0, 4, 0, 2, 0, 2, 0], Grad.Hessian(z => z.Prod(), Tensor.Of([2.0, 0, 4])));
        Close([0, 0, 3, 0, 0, 0, 3, 0, 0], Grad.Hessian(z => z.Prod(), Tensor.Of([0.0, 3, 0])));
        Close([0, 1, 20, 30], Grad.Of(z => z.Prod(0).Sum())(Tensor.Of(new[,] { { 20.0, 30 }, { 0, 1 } })));
    }

    [Fact]
    public void Polygamma_functions_have_their_known_values()
    {
        var square = Math.PI * Math.PI;
        Func<Tensor, Tensor> trigamma = Grad.Of(z => z.Digamma().Sum());
        Close([square / 6, square / 2, square / 2 + 4, square / 6 - 1], trigamma(Tensor.Of([1, 0.5, -0.5, 2])));
        // −2ζ(3) and π⁴/15
        Assert.Equal(-2 * 1.2020569031595942, Grad.Of(trigamma)(1.0).Item(), Rounding);
        Assert.Equal(square * square / 15, Grad.Of(Grad.Of(trigamma))(1.0).Item(), Rounding);
    }

    [Fact]
    public void Kinks_follow_the_stated_conventions()
    {
        Close([0], Grad.Of(z => z.Abs().Sum())(Tensor.Of([0.0])));
        Close([0, 0], Grad.Of(z => z.Norm())(Tensor.Of([0.0, 0])));
        Close([0.5, 0, 0.5], Grad.Of(z => z.Max())(Tensor.Of([2.0, 1, 2])));
        Close([0.5, 0], Grad.Of(z => z.Maximum(1).Sum())(Tensor.Of([1.0, 0])));
        Close([0, 0], Grad.Of(z => z.Pow(0).Sum())(Tensor.Of([0.0, 1])));
        Close([0, 12], Grad.Of(z => z.Pow(3).Sum())(Tensor.Of([0.0, 2])));
        Close([0], Grad.Of(z => Tensor.Of([0.0]).Pow(z).Sum())(Tensor.Of([2.0])));
    }

    /// <summary>Steepest ascent: z̄ = ∂f/∂Re z + i ∂f/∂Im z.</summary>
    [Fact]
    public void Complex_gradients_point_uphill()
    {
        var z = Tensor.Of([new(1, 2), new(-0.5, 0.3), new System.Numerics.Complex(0.2, -1)]);
        Close(2 * z, Grad.Of(u => u.Abs().Square().Sum())(z));
        Close(2 * z, Grad.Of(u => (u * u.Conj()).Real().Sum())(z));
        Close(z.Exp().Conj(), Grad.Of(u => u.Exp().Real().Sum())(z));
        Close(Tensor.Ones(3) * new System.Numerics.Complex(0, 1), Grad.Of(u => u.Imag().Sum())(z));
        foreach (var f in new Func<Tensor, Tensor>[]
        {
            u => u.Sin() * u, u => 1 / u + u.Sqrt(), u => u.Log() * u.Conj(), u => u.Tanh() + u.Asin() * u.Atan(), u => u.Abs() * u.Angle(), u => u.Pow(2.5), u => u.Outer(u).MatMul(u.Conj()),
            u => u.CumSum() * u[1], u => u.Real() * u.Imag(), u => u.Norm(), u => u.Sum() * u.Acos(),
        })
        {
            var check = Grad.Check(f, z);
            Assert.True(check.Passed, check.ToString());
            var second = Grad.Check(Grad.Of(u => f(u) is var y && y.DType == DType.C128 ? (y.Real() + 2 * y.Imag()).Sum() : y.Sum()), z);
            Assert.True(second.Error < 5 * GradCheck.Tolerance, second.ToString());
            var v = new Rng(5).Normal(3) * new System.Numerics.Complex(0.3, 1.1);
            var (value, pullback) = Grad.Vjp(f, z);
            var w = (new Rng(6).Normal(value.Shape) + (value.DType == DType.C128 ? new System.Numerics.Complex(0, 0.7) : 0));
            // ⟨w, Jv⟩ = ⟨Jᵀw, v⟩ in the inner product Re Σ conj(a) b.
            Assert.Equal((w.Conj() * Grad.Jvp(f, z, v).Tangent).Real().Sum().Item(), (pullback(w).Conj() * v).Real().Sum().Item(), 10 * Rounding);
        }
    }

    [Fact]
    public void Real_arguments_among_complex_ones_get_real_gradients()
    {
        var (x, k) = (Tensor.Of([0.4, -1.0]), new System.Numerics.Complex(2, 3));
        var gradient = Grad.Of(u => (u * k).Exp().Real().Sum())(x);
        Assert.Equal(DType.F64, gradient.DType);
        Close(((x * k).Exp() * k).Real(), gradient);
        Assert.Equal(DType.F32, Grad.Of(u => (u / 3 + 2 * u.Sin()).Sum())(x.Cast(DType.F32)).DType);
        Assert.Equal(DType.F32, Grad.Jvp(u => u / 3, x.Cast(DType.F32), x).Tangent.DType);
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(0, (expected - actual).Abs().Max().Item(), Rounding * Math.Max(1, expected.Abs().Max().Item()));
    }

    private static void Close(double[] expected, Tensor actual) => Close(Tensor.Of(expected), actual.Flatten());
}
