using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Krylov;

public sealed class LanczosTests
{
    [Theory, InlineData(SpectrumEnd.Largest), InlineData(SpectrumEnd.Smallest)]
    public void Solve_EndsOfTheSpectrumOfDifferences(SpectrumEnd end)
    {
        // λₖ = 4 sin²(πk/2(n + 1)) with vectors sin(πkj/(n + 1)).
        const int n = 60;
        var pairs = Lanczos.Solve(Systems.Laplace, new Rng(1).Normal(n), 4, end);
        for (var k = 0; k < 4; k++)
        {
            var mode = end == SpectrumEnd.Smallest ? k + 1 : n - k;
            Assert.Equal(4 * Math.Pow(Math.Sin(Math.PI * mode / (2 * (n + 1))), 2), pairs.Values[k].Item(), 1e-9);
            var sine = (Math.PI * mode / (n + 1) * Tensor.Arange(1, n + 1)).Sin();
            Assert.Equal(1, Math.Abs((sine * pairs.Vectors[k]).Sum().Item() / sine.Norm().Item()), 1e-8);
        }

        Assert.Equal(4, pairs.Bounds.Length);
    }

    [Fact]
    public void Solve_GeneralisedProblem_IsSelfAdjointInTheMetric()
    {
        // Kx = λMx with diagonal K, M: λ = K/M; the operator M⁻¹K is not symmetric, but is so in ⟨x, My⟩.
        var (k, m) = (Tensor.Linspace(1, 9, 30), Tensor.Linspace(3, 1, 30));
        var q = Systems.Symmetric(Tensor.Linspace(1, 2, 30).ToDoubles());
        var stiffness = q.MatMul(q * k.Reshape(30, 1));
        var pairs = Lanczos.Solve(v => Systems.Operator(stiffness)(v) / m, new Rng(2).Normal(30), 3, metric: v => m * v, tolerance: 1e-12);
        var expected = Kit.Numerics.LinearAlgebra.Eigh(stiffness / (m.Sqrt() * m.Sqrt().Reshape(30, 1))).Values;
        for (var i = 0; i < 3; i++) Assert.Equal(expected[^(i + 1)].Item(), pairs.Values[i].Item(), 1e-9);
        var gram = (pairs.Vectors * m).MatMul(pairs.Vectors.Transpose());
        Assert.True((gram - Tensor.Eye(3)).Abs().Max().Item() < 1e-10);
    }

    [Fact]
    public void Solve_TooFewSteps_SaysHowFarItCame()
    {
        var message = Assert.Throws<ArithmeticException>(() => Lanczos.Solve(Systems.Laplace, new Rng(3).Normal(500), 2, SpectrumEnd.Smallest, maxSteps: 10)).Message;
        Assert.Contains("10 steps", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Lanczos.Solve(v => v, Tensor.Ones(3), 4));
    }
}
