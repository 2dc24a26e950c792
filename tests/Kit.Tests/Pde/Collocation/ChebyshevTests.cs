using Kit.Autodiff;
using Kit.Numerics;
using Kit.Pde;
using Kit.Pde.Collocation;
using Kit.Tensors;

namespace Kit.Tests.Pde.Collocation;

public sealed class ChebyshevTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    public void Matrices_and_transforms_differentiate_polynomials_exactly(int n)
    {
        var axis = Axis.Chebyshev(n, 1, 4);
        var x = axis.Points;
        for (var m = 0; m <= 3; m++)
            for (var q = 0; q < n; q++)
            {
                var factor = Enumerable.Range(0, m).Aggregate(1.0, (product, k) => product * (q - k));
                var exact = q < m ? Tensor.Zeros(n) : factor * (x - 2).Pow(q - m);
                var u = (x - 2).Pow(q);
                var size = 1 + exact.Abs().Max().Item();
                Assert.True((Chebyshev.DifferentiationMatrix(axis, m).MatMul(u.Unsqueeze(1)).Squeeze(1) - exact).Abs().Max().Item() < 1e-11 * size);
                Assert.True((Chebyshev.Derivative(u, axis, m) - exact).Abs().Max().Item() < 1e-11 * size);
            }
    }

    [Fact]
    public void Coefficients_are_those_of_Chebyshev_polynomials_and_come_back()
    {
        var axis = Axis.Chebyshev(6);
        var x = axis.Points;
        var u = 2 - 3 * x + 0.5 * (2 * x * x - 1) + 4 * (16 * x.Pow(5) - 20 * x.Pow(3) + 5 * x);
        var a = Chebyshev.Coefficients(u, axis).ToDoubles();
        double[] exact = [2, -3, 0.5, 0, 0, 4];
        for (var k = 0; k < 6; k++) Assert.Equal(exact[k], a[k], 1e-13);
        Assert.True((Chebyshev.Values(Tensor.Of(a), axis) - u).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Errors_for_an_analytic_function_fall_at_the_rate_of_its_ellipse()
    {
        // 1/(1 + 25 x²/4) has poles at ±0.4i: ρ = 0.4 + √1.16, errors of interpolation ~ ρ⁻ⁿ; even n − 1 and n fall in pairs, so steps of 8.
        var rho = 0.4 + Math.Sqrt(1.16);
        var points = Tensor.Linspace(-1, 1, 501);
        Tensor Runge(Tensor x) => (1 + 6.25 * x * x).Reciprocal();
        double Error(int n) => (Chebyshev.Interpolate(Runge(Axis.Chebyshev(n).Points), Axis.Chebyshev(n), points) - Runge(points)).Abs().Max().Item();
        Assert.Equal(rho, Math.Pow(Error(21) / Error(61), 1.0 / 40), 0.01);
        double Slope(int n) => (Chebyshev.Derivative(Runge(Axis.Chebyshev(n).Points), Axis.Chebyshev(n)) + 12.5 * Axis.Chebyshev(n).Points * Runge(Axis.Chebyshev(n).Points).Square()).Abs().Max().Item();
        // A derivative costs a factor of order n.
        Assert.Equal(rho, Math.Pow(Slope(21) / 21 / (Slope(61) / 61), 1.0 / 40), 0.03);
    }

    [Fact]
    public void Interpolation_is_exact_for_polynomials_and_at_points()
    {
        var axis = Axis.Chebyshev(5, 0, 3);
        var y = Tensor.Of([0, 0.2, 1.5, 2.99, 3]);
        var u = Tensor.Stack([axis.Points.Pow(4) - axis.Points, axis.Points]);
        Assert.True((Chebyshev.Interpolate(u, axis, y) - Tensor.Stack([y.Pow(4) - y, y])).Abs().Max().Item() < 1e-12);
        Assert.True((Chebyshev.Interpolate(u.T, axis, y, 0).T - Tensor.Stack([y.Pow(4) - y, y])).Abs().Max().Item() < 1e-12);
        Assert.Contains("outside", Assert.Throws<ArgumentException>(() => Chebyshev.Interpolate(u, axis, Tensor.Of([3.1]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Chebyshev.Derivative(u, Axis.Cells(5)));
    }

    [Fact]
    public void Eigenvalues_of_the_second_derivative_are_those_of_sines()
    {
        var second = Chebyshev.DifferentiationMatrix(Axis.Chebyshev(37), 2)[1..^1, 1..^1];
        var values = LinearAlgebra.EigValues(second).Real().ToDoubles().OrderDescending().ToArray();
        // A third of them is exact: Trefethen (2000), program 15, with 36 intervals.
        for (var k = 1; k <= 12; k++) Assert.Equal(-k * k * Math.PI * Math.PI / 4, values[k - 1], 1e-8 * k * k);
    }

    [Fact]
    public void Derivatives_of_derivatives_are_their_transposes()
    {
        var axis = Axis.Chebyshev(6);
        Grad.Check(u => Chebyshev.Derivative(u, axis, 2), new Rng(1).Normal((2, 6)));
    }

    [Theory]
    // Orszag (1971), J. Fluid Mech. 50: the unstable mode at Re = 10⁴, and the critical point.
    [InlineData(10000, 1, 0.23752649, 0.00373967, 1e-7)]
    [InlineData(5772.22, 1.02056, 0.26400, 0, 1e-5)]
    public void Least_stable_mode_of_plane_Poiseuille_flow_is_that_of_Orszag(double reynolds, double alpha, double real, double imaginary, double tolerance)
    {
        var modes = LinearAlgebra.EigValues(OrrSommerfeld(80, reynolds, alpha)).ToArray<System.Numerics.Complex>();
        // λ = −iαc
        var c = modes.Select(value => value * System.Numerics.Complex.ImaginaryOne / alpha).MaxBy(value => value.Imaginary);
        Assert.Equal(real, c.Real, tolerance);
        Assert.Equal(imaginary, c.Imaginary, tolerance);
    }

    /// <summary>(D² − α²)⁻¹ [(D⁴ − 2α²D² + α⁴)/Re − 2iα − iα(1 − x²)(D² − α²)] on φ with φ = φ′ = 0 at the walls: φ = (1 − x²) p with p = 0 there (Trefethen, program 40).</summary>
    private static Tensor OrrSommerfeld(int intervals, double reynolds, double alpha)
    {
        var axis = Axis.Chebyshev(intervals + 1);
        var (x, i) = (axis.Points[1..^1].Unsqueeze(1), System.Numerics.Complex.ImaginaryOne);
        Tensor Inside(int m) => Chebyshev.DifferentiationMatrix(axis, m)[1..^1, 1..^1];
        var parabola = 1 - x * x;
        var fourth = (parabola * Inside(4) - 8 * x * Inside(3) - 12 * Inside(2)) / parabola.T;
        var (second, one, square) = (Inside(2), Tensor.Eye(intervals - 1), alpha * alpha);
        var helmholtz = second - square * one;
        var real = (fourth - 2 * square * second + square * square * one) / reynolds;
        var left = real - i * (2 * alpha * one + alpha * parabola * helmholtz);
        return LinearAlgebra.Inverse(helmholtz).Cast(Kit.Compute.DType.C128).MatMul(left);
    }
}
