using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.MeanField;
using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MeanField;

public class PlefkaTests
{
    private static Ising Glass(int n, int seed, double scale = 1)
    {
        var (graph, rng) = (Graph.Complete(n), new Rng(seed));
        return new(graph, (scale / Math.Sqrt(n) * rng.Normal(graph.BondCount)).ToDoubles(), (0.3 * rng.Normal(n)).ToDoubles());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Error_FallsWithTheNextOrderOfBeta(int order)
    {
        var model = Glass(8, 3);
        var (all, theory) = (new Enumeration(model), new Plefka(model, order));
        double Error(double beta) => Math.Abs(-beta * theory.FreeEnergy(beta, theory.Solve(beta).OrThrow()) - all.LogPartition(beta));
        // ln Z has an error of order β^{order + 1}; with fields the magnetisations are of order β too, and the slope over one octave is near that.
        var slope = Math.Log2(Error(0.2) / Error(0.1));
        Assert.InRange(slope, order + 0.6, order + 2.4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Equations_AreTheStationarityOfTheFreeEnergy(int order)
    {
        var (theory, beta) = (new Plefka(Glass(7, 4), order), 0.6);
        double[] m = [.. new Rng(2).Uniform([7], -0.7, 0.7).ToDoubles()];
        var image = theory.Equations(beta, m);
        for (var i = 0; i < 7; i++)
        {
            double At(double shift) => theory.FreeEnergy(beta, [.. m.Select((v, k) => k == i ? v + shift : v)]);
            // ∂G/∂m = T(artanh m − artanh of the right-hand side).
            Assert.Equal((Math.Atanh(m[i]) - Math.Atanh(image[i])) / beta, (At(1e-5) - At(-1e-5)) / 2e-5, 1e-8);
        }
    }

    [Fact]
    public void Iteration_OfALargeGlass_ConvergesAboveTheAlmeidaThoulessLine_AndHasItsOverlap()
    {
        const int n = 500;
        var (graph, rng) = (Graph.Complete(n), new Rng(11));
        var model = new Ising(graph, (rng.Normal(graph.BondCount) / Math.Sqrt(n)).ToDoubles(), [.. Enumerable.Repeat(0.5, n)]);
        var theory = new Plefka(model);
        var m = theory.Solve(1 / 0.9).OrThrow();
        var symmetric = new SherringtonKirkpatrick(0.9, 0.5);
        // q of one sample has a spread of order 1/√N = 0.045, and f one of order 1/√N.
        Assert.Equal(symmetric.Solve().Overlap, m.Sum(v => v * v) / n, 0.09);
        Assert.Equal(symmetric.FreeEnergy(symmetric.Solve()), theory.FreeEnergy(1 / 0.9, m) / n, 0.09);
        // Far below the line it wanders.
        Assert.False(theory.Solve(1 / 0.2, maxIterations: 300).Converged);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        var model = new Ising(Graph.Chain(4));
        Assert.Contains("order 4", Assert.Throws<ArgumentException>(() => new Plefka(model, 4)).Message);
        Assert.Contains("3 magnetisations for 4", Assert.Throws<ArgumentException>(() => new Plefka(model).FreeEnergy(1, [0, 0, 0])).Message);
        Assert.Contains("β = 0", Assert.Throws<ArgumentException>(() => new Plefka(model).Solve(0)).Message);
    }
}
