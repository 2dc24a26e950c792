using Kit.Compute;
using Kit.Pde.FiniteElements;
using Kit.Tensors;

namespace Kit.Tests.Pde.FiniteElements;

[Collection("threads")]
public sealed class HelmholtzQ1Tests
{
    [Fact]
    public void Solve_UniformSpeed_PlaneWaveWithOrderTwo()
    {
        // u = −cos(κy)/(κ sin κ) with κ = ω/c = 7.
        double Error(int n)
        {
            var y = Tensor.Linspace(0, 1, n + 1);
            var u = new HelmholtzQ1(n).Solve(Tensor.Full((n + 1, n + 1), 2), 14, x => Tensor.OnesLike(x));
            return (u + (7 * y).Cos() / (7 * Math.Sin(7))).Abs().Max().Item();
        }

        Assert.InRange(Math.Log2(Error(20) / Error(40)), 1.9, 2.1);
    }

    [Fact]
    public void Solve_BatchOfBenchmarkSpeeds_SolvesEachAlikeOnAnyNumberOfThreads()
    {
        const int n = 40;
        var (x, y) = (Tensor.Linspace(0, 1, n + 1).Unsqueeze(1), Tensor.Linspace(0, 1, n + 1));
        var c = 20 + (Tensor.Of([0.5, -1.0]).Reshape(2, 1, 1) * (5 * x).Sin() * (3 * y).Cos()).Tanh();
        Func<Tensor, Tensor> g = s => ((s - 0.5).Abs() < 0.15).Cast(DType.F64);
        var (problem, before) = (new HelmholtzQ1(n), Threads.Count);
        try
        {
            Threads.Count = 1;
            var both = problem.Solve(c, 300, g);
            Threads.Count = 2;
            Assert.Equal(both.ToDoubles(), problem.Solve(c, 300, g).ToDoubles());
            Assert.Equal(both[1].ToDoubles(), problem.Solve(c[1], 300, g).ToDoubles());
            Assert.Equal(c.Shape, both.Shape);
            // The weak form with v = 1: −∫(ω/c)²u = ∫g = 0.3, though 0.35 and 0.65 are nodes here.
            var space = new FiniteElementSpace(Mesh.Quadrilaterals(n, n));
            var u = space.AtPoints(both[0].Reshape(-1)) * (300 / space.AtPoints(c[0].Reshape(-1))).Square();
            Assert.Equal(-0.3, space.Integrate(u).Item(), 1e-10);
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void Solve_BadSpeed_IsNamed()
    {
        var problem = new HelmholtzQ1(4);
        Assert.Contains("5 × 5", Assert.Throws<ArgumentException>(() => problem.Solve(Tensor.Ones((4, 5)), 1, x => x)).Message, StringComparison.Ordinal);
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => problem.Solve(Tensor.Zeros((5, 5)), 1, x => x)).Message, StringComparison.Ordinal);
    }
}
