using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Autodiff;

/// <summary>Matrices of derivatives: real, second and complex.</summary>
public sealed class JacobianTests
{
    private static readonly Tensor Z = ComplexOf(new Rng(3).Normal(3), new Rng(4).Normal(3));

    [Fact]
    public void Rows_and_columns_are_the_same_matrix()
    {
        var (x, a) = (new Rng(1).Normal((2, 2)), new Rng(2).Normal((2, 2)));
        Func<Tensor, Tensor> f = u => u.MatMul(a).Sin();
        var rows = Grad.Jacobian(f, x);
        var columns = Grad.Jacobian(u => Tensor.Stack([f(u), f(u) * 2]), x);
        Close(rows, columns[0]);
        Close(rows * 2, columns[1]);
        for (var i = 0; i < 4; i++) Close(Grad.Of((Tensor u) => f(u).Flatten()[i])(x), rows.Reshape(4, 2, 2)[i]);
        Close(Grad.Hessian(u => (u * u * u).Sum(), x).Reshape(4, 4), Diag(6 * x.Flatten()));
        Assert.Equal([2, 0, 2, 2], Grad.Jacobian(u => u[.., ..0], x).Shape.ToArray());
        Close(Tensor.Zeros((3, 2, 2)), Grad.Jacobian(_ => Tensor.Ones(3), x));
        // d³/dx³ of x⁴
        Close(Tensor.Of([24 * 0.7]), Grad.Jacobian(v => Grad.Hessian(u => u.Pow(4).Sum(), v).Flatten(), Tensor.Of([0.7])).Flatten());
    }

    [Fact]
    public void A_complex_function_of_reals_has_a_complex_jacobian()
    {
        var x = new Rng(5).Normal(4);
        var dft = Fourier.Fft(Tensor.Eye(4).Cast(DType.C128));
        Close(dft, Grad.Jacobian(u => Fourier.Fft(u), x));
    }

    [Fact]
    public void Wirtinger_gives_the_linear_and_the_conjugate_part()
    {
        Check(z => z * z, 2 * Z, 0 * Z);
        Check(z => z * z.Conj(), Z.Conj(), Z);
        Check(z => z.Abs().Square(), Z.Conj(), Z);
        Check(z => z.Conj(), 0 * Z, Z * 0 + 1);
        Check(z => z.Real(), Z * 0 + 0.5, Z * 0 + 0.5);
        Check(z => z.Exp() / z, (Z - 1) * Z.Exp() / Z.Square(), 0 * Z);
        Check(z => z.Conj().Square() * z, Z.Conj().Square(), 2 * Z * Z.Conj());

        static void Check(Func<Tensor, Tensor> f, Tensor linear, Tensor conjugate)
        {
            // As many results as arguments: by rows. Twice as many: by columns.
            var (a, b) = Grad.Wirtinger(f, Z);
            Close(Diag(linear), a);
            Close(Diag(conjugate), b);
            (a, b) = Grad.Wirtinger(z => Tensor.Stack([f(z), f(z)]), Z);
            Close(Diag(linear), a[1]);
            Close(Diag(conjugate), b[1]);
        }
    }

    [Fact]
    public void Holomorphic_functions_satisfy_the_equations_of_Cauchy_and_Riemann()
    {
        var matrix = ComplexOf(new Rng(6).Normal((3, 3)), new Rng(7).Normal((3, 3)));
        foreach (var f in new Func<Tensor, Tensor>[] { z => matrix.MatMul(z.Sin()), z => Fourier.Fft(z * z * z), z => LinearAlgebra.Solve(matrix, z.Exp()) })
        {
            var (linear, conjugate) = Grad.Wirtinger(f, Z);
            Close(0 * linear, conjugate);
            // The same from two real Jacobians: ∂u/∂x = ∂v/∂y and ∂u/∂y = −∂v/∂x.
            var parts = Grad.Jacobian(r => f(ComplexOf(r[0], r[1])) is var y ? Tensor.Stack([y.Real(), y.Imag()]) : r, Tensor.Stack([Z.Real(), Z.Imag()]));
            Close(parts[0, .., 0], linear.Real());
            Close(parts[1, .., 0], linear.Imag());
            Close(parts[0, .., 0], parts[1, .., 1]);
            Close(parts[0, .., 1], -parts[1, .., 0]);
        }
    }

    [Fact]
    public void A_real_functions_gradient_is_twice_its_conjugate_part()
    {
        Func<Tensor, Tensor> loss = z => (z * z.Sin()).Abs().Square().Sum();
        Close(Grad.Of(loss)(Z), 2 * Grad.Wirtinger(loss, Z).Conjugate);
        Assert.Contains("Wirtinger", Assert.Throws<ArgumentException>(() => Grad.Jacobian(loss, Z)).Message);
        Assert.Contains("Jacobian", Assert.Throws<ArgumentException>(() => Grad.Wirtinger(loss, Z.Real())).Message);
        Assert.Throws<ArgumentException>(() => Grad.Wirtinger(z => z.Equal(0), Z));
    }

    // Some tens of roundings of numbers of ordinary size.
    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected - actual).Abs().Max().Item() < 1e-12 * Math.Max(1, expected.Abs().Max().Item()), $"{expected} {actual}");
    }
}
