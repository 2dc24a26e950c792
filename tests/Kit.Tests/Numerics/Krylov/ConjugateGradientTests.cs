using Kit.Autodiff;
using Kit.Compute;
using Kit.Numerics;
using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Krylov;

[Collection("threads")]
public sealed class ConjugateGradientTests
{
    [Fact]
    public void Solve_AsManyStepsAsDistinctEigenvalues()
    {
        // The residual polynomial of degree 4 vanishes at all four eigenvalues.
        var a = Systems.Operator(Systems.Symmetric([1, 1, 1, 2, 2, 5, 5, 5, 5, 9]));
        var b = new Rng(2).Normal(10);
        var result = ConjugateGradient.Solve(a, b, stopping: new(1e-12));
        Assert.True(result.Converged, result.Reason);
        Assert.Equal(4, result.Iterations);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-12);
        Assert.Equal(Systems.Residual(a, result.Solution, b), result.Residual, 1e-15);
    }

    [Fact]
    public void Solve_ErrorStaysBelowChebyshevsBound()
    {
        const double kappa = 100;
        var spectrum = Tensor.Linspace(1, kappa, 60).ToDoubles();
        var matrix = Systems.Symmetric(spectrum);
        var (a, exact) = (Systems.Operator(matrix), new Rng(3).Normal(60));
        var b = a(exact);
        double Energy(Tensor e) => Math.Sqrt((e * a(e)).Sum().Item());
        var (start, rate) = (Energy(exact), (Math.Sqrt(kappa) - 1) / (Math.Sqrt(kappa) + 1));
        var last = start;
        for (var k = 5; k <= 30; k += 5)
        {
            var error = Energy(exact - ConjugateGradient.Solve(a, b, stopping: new(0, 0, k)).Solution);
            Assert.InRange(error, 0, 2 * Math.Pow(rate, k) * start);
            Assert.True(error < last);
            last = error;
        }
    }

    [Fact]
    public void Solve_KeepsAnyShapeAndTakesAGuess()
    {
        var b = new Rng(4).Normal((3, 4, 5));
        Func<Tensor, Tensor> a = u => 3 * u + u.Roll(1, 1) + u.Roll(-1, 1);
        var result = ConjugateGradient.Solve(a, b);
        Assert.Equal(b.Shape, result.Solution.Shape);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-10);
        Assert.Equal(0, ConjugateGradient.Solve(a, b, x0: result.Solution).Iterations);
    }

    [Fact]
    public void Solve_ComplexHermitian()
    {
        var rng = new Rng(5);
        var c = rng.Normal((12, 12)) + rng.Normal((12, 12)) * System.Numerics.Complex.ImaginaryOne;
        var a = Systems.Operator(c.MatMul(c.Transpose().Conj()) + Tensor.Eye(12, DType.C128));
        var b = rng.Normal(12).Cast(DType.C128);
        var result = ConjugateGradient.Solve(a, b);
        Assert.True(result.Converged, result.Reason);
        Assert.True(Systems.Residual(a, result.Solution, b) <= 1e-10);
        var message = Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(a, b.Real())).Message;
        Assert.Contains("C128", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_SinglePrecision()
    {
        var result = ConjugateGradient.Solve(Systems.Laplace, Tensor.Ones(40, DType.F32), stopping: new(1e-5));
        Assert.True(result.Converged, result.Reason);
        Assert.Equal(DType.F32, result.Solution.DType);
        // −u″ = 1 with u₀ = u₄₁ = 0: uᵢ = i(41 − i)/2, κ ≈ 700 times the tolerance.
        var i = Tensor.Arange(1, 41);
        Assert.True(Systems.Relative(result.Solution.Cast(DType.F64), i * (41 - i) / 2.0) < 700e-5);
    }

    [Fact]
    public void Solve_JacobiPreconditionerEvensOutABadScaling()
    {
        var scale = Tensor.Logspace(0, 4, 50);
        Func<Tensor, Tensor> a = v => scale * (Systems.Laplace(scale * v) + scale * v);
        var b = new Rng(6).Normal(50);
        var plain = ConjugateGradient.Solve(a, b, stopping: new(1e-8, 0, 5000));
        var jacobi = ConjugateGradient.Solve(a, b, r => r / (3 * scale * scale), stopping: new(1e-8, 0, 5000));
        Assert.True(jacobi.Converged, jacobi.Reason);
        Assert.True(3 * jacobi.Iterations < plain.Iterations, $"{jacobi.Iterations} against {plain.Iterations}");
    }

    [Fact]
    public void Solve_IndefiniteOperator_SaysSoAndNamesMinres()
    {
        var result = ConjugateGradient.Solve(Systems.Operator(Systems.Symmetric([-2, 1, 3, 4])), new Rng(7).Normal(4));
        Assert.False(result.Converged);
        Assert.Contains("not positive definite", result.Reason, StringComparison.Ordinal);
        Assert.Contains("Minres", result.Reason, StringComparison.Ordinal);
        Assert.Throws<ArithmeticException>(result.OrThrow);
        var preconditioned = ConjugateGradient.Solve(v => v, Tensor.Ones(4), r => -r);
        Assert.Contains("preconditioner is not positive definite", preconditioned.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_ToleranceBelowRounding_StopsAndSaysSo()
    {
        var result = ConjugateGradient.Solve(Systems.Laplace, new Rng(8).Normal(200), stopping: new(1e-18, 0, 100_000));
        Assert.False(result.Converged);
        Assert.InRange(result.Iterations, 100, 5000);
        Assert.Contains("rounding", result.Reason, StringComparison.Ordinal);
        Assert.InRange(result.Residual, 0, 1e-12);
    }

    [Fact]
    public void Solve_BadArguments_AreNamed()
    {
        var b = Tensor.Ones(4);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(v => v[1..], b)).Message, StringComparison.Ordinal);
        Assert.Contains("first guess", Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(v => v, b, x0: Tensor.Ones(5))).Message, StringComparison.Ordinal);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => ConjugateGradient.Solve(v => v, b, stopping: new(-1))).Message, StringComparison.Ordinal);
        Assert.Contains("diverged", ConjugateGradient.Solve(v => v, b * double.NaN).Reason, StringComparison.Ordinal);
        Assert.Equal(0, ConjugateGradient.Solve(v => v, 0 * b).Iterations);
    }

    [Fact]
    public void Solve_DeflatedByTheSmallestEigenvectors_NeedsTheStepsOfTheRest()
    {
        // Eight tiny eigenvalues stretch κ from 4 to 4·10⁶.
        double[] spectrum = [.. Enumerable.Range(0, 8).Select(k => 1e-6 * (1 + k)), .. Tensor.Linspace(1, 4, 72).ToDoubles()];
        var matrix = Systems.Symmetric(spectrum);
        var (a, b) = (Systems.Operator(matrix), new Rng(9).Normal(80));
        var subspace = LinearAlgebra.Eigh(matrix).Vectors[.., ..8].Transpose();
        var plain = ConjugateGradient.Solve(a, b);
        var deflated = ConjugateGradient.Solve(a, b, deflation: new(a, subspace));
        Assert.True(deflated.Converged, deflated.Reason);
        // √κ = 2 of the rest: ln(2·10¹⁰)/ln 3 = 22 steps.
        Assert.InRange(deflated.Iterations, 1, 24);
        Assert.True(plain.Iterations > deflated.Iterations + 8);
        Assert.True(Systems.Residual(a, deflated.Solution, b) <= 1e-10);
    }

    [Fact]
    public void GradLinearSolve_WithConjugateGradients_HasTheDerivativesOfTheSolution()
    {
        // x(θ) = (L + diag θ)⁻¹b: ∂J/∂θ = −λ∘x, ∂J/∂b = λ with Aλ = ∂J/∂x.
        var (b, theta) = (new Rng(10).Normal(20), new Rng(11).Uniform(20, 0.5, 1.5));
        Tensor Solution(Tensor right, Tensor t) => Grad.LinearSolve(
            (v, p) => Systems.Laplace(v) + p[0] * v, right, [t], (op, c) => ConjugateGradient.Solve(op, c, stopping: new(1e-13)).OrThrow());
        var (toRight, toTheta) = Grad.Of((right, t) => (Solution(right, t) * Solution(right, t)).Sum() / 2)(b, theta);
        var x = Solution(b, theta);
        var adjoint = Solution(x, theta);
        Assert.True(Systems.Relative(toRight, adjoint) < 1e-11);
        Assert.True(Systems.Relative(toTheta, -adjoint * x) < 1e-11);
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Solve_ManyThreads_SameBits(int threads)
    {
        var before = Threads.Count;
        try
        {
            var b = new Rng(12).Normal(100_000);
            Threads.Count = 2;
            var two = ConjugateGradient.Solve(u => Systems.Laplace(u) + u, b).Solution.ToDoubles();
            Threads.Count = threads;
            Assert.Equal(two, ConjugateGradient.Solve(u => Systems.Laplace(u) + u, b).Solution.ToDoubles());
        }
        finally
        {
            Threads.Count = before;
        }
    }
}
