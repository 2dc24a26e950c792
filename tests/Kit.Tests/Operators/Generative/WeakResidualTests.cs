using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Generative;
using Kit.Tensors;

namespace Kit.Tests.Operators.Generative;

public sealed class WeakResidualTests
{
    /// <summary>|R| of u = part·ω in −∇·(a∇u) = f with a = 1 + x + y and the f of u = ω, 2π²aω − ω_x − ω_y.</summary>
    private static double Size(int nodes, int gauss, double part = 1)
    {
        static Tensor Source(Tensor points)
        {
            var (value, x, y) = WeakResidual.Omega(points);
            return 2 * Math.PI * Math.PI * (1 + points.Sum(-1)) * value - x - y;
        }

        var residual = new WeakResidual(nodes, WendlandFunctions.Lattice(4, 2), Source, gauss, whiten: false, DType.F64);
        var line = Tensor.Linspace(0, 1, nodes);
        var a = residual.Interpolate((1 + line.Unsqueeze(1) + line).Unsqueeze(0));
        return residual.Of(a, part * Tensor.OnesLike(a), Tensor.ZerosLike(a), Tensor.ZerosLike(a)).Square().Sum().Sqrt().Item();
    }

    [Fact]
    public void The_residual_of_the_solution_vanishes_with_the_order_of_the_quadrature()
    {
        // Midpoints have order 2 at least: 4 for half the cells.
        Assert.True(Size(17, 1) / Size(33, 1) > 3.5, $"{Size(17, 1)} and {Size(33, 1)}");
        // Two Gauss points on half as many cells, of order 4 but for the third derivatives of test functions, do better than as many midpoints.
        Assert.True(Size(17, 2) < 0.5 * Size(33, 1), $"{Size(17, 2)} and {Size(33, 1)}");
        // Half the solution is no solution.
        Assert.True(Size(33, 1, 0.5) > 100 * Size(33, 1));
    }

    [Fact]
    public void The_whitened_residual_of_a_function_of_the_span_is_its_energy()
    {
        // With f = 0 and a = c the residual of u = Σ β_j w_j is c G β, and |L⁻¹ G β|² = βᵀGβ = ∫ |∇u|² dx.
        var tests = WendlandFunctions.Lattice(3, 2);
        var (plain, white) = (new WeakResidual(17, tests, 0, whiten: false, dtype: DType.F64), new WeakResidual(17, tests, 0, dtype: DType.F64));
        var beta = new Rng(1).Normal([1, tests.Count]);
        var (w, slopes) = tests.At(plain.Points);
        var (v, vx, vy) = (beta.MatMul(w), beta.MatMul(slopes[0]), beta.MatMul(slopes[1]));
        var a = plain.Interpolate(Tensor.Full([1, 17, 17], 3.0));
        var energy = 3 * plain.Of(a / 3, v, vx, vy).MatMul(beta.T).Item(); // a = 1: βᵀGβ
        Assert.Equal(3 * energy, white.Of(a, v, vx, vy).Square().Sum().Item(), 6 * energy * 1e-6); // 1e-10 of the trace is added to G
    }

    [Fact]
    public void Interpolation_is_exact_for_bilinear_fields()
    {
        var residual = new WeakResidual(5, WendlandFunctions.Lattice(2), gauss: 3, dtype: DType.F64);
        var line = Tensor.Linspace(0, 1, 5);
        var a = 1 + 2 * line.Unsqueeze(1) - line + 3 * line.Unsqueeze(1) * line;
        var (x, y) = (residual.Points[.., 0], residual.Points[.., 1]);
        Assert.True((residual.Interpolate(a.Unsqueeze(0))[0] - (1 + 2 * x - y + 3 * x * y)).Abs().Max().Item() < 1e-14);
        Assert.Empty(Model.Parameters(residual));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Contains("cannot be told apart", Assert.Throws<ArgumentException>(() => new WeakResidual(5, WendlandFunctions.Lattice(5))).Message);
        Assert.Contains("1 to 4", Assert.Throws<ArgumentException>(() => new WeakResidual(5, WendlandFunctions.Lattice(2), gauss: 5)).Message);
        Assert.Contains("[N,5,5]", Assert.Throws<ArgumentException>(() => new WeakResidual(5, WendlandFunctions.Lattice(2)).Interpolate(Tensor.Ones([1, 6, 5]))).Message);
    }
}
