using Kit.Compute;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

[Collection("threads")]
public class ThreadsTests
{
    [Fact]
    public void ManyThreads_GiveTheSameBits()
    {
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            var one = Numbers();
            Threads.Count = 3;
            Assert.Equal(one, Numbers());
        }
        finally
        {
            Threads.Count = before;
        }
    }

    private static double[] Numbers()
    {
        var large = Ising.Gaussian(Graph.Square(160), new Rng(1));
        var (update, rng) = (new Checkerboard(large), new Rng(2));
        var state = large.Start(rng);
        for (var sweep = 0; sweep < 4; sweep++) update.Sweep(state, 0.5, rng);
        var small = Ising.SherringtonKirkpatrick(12, new Rng(3));
        var population = PopulationAnnealing.Run(small, new Metropolis(small), [0, 0.5, 1], 50, 2, new Rng(4));
        return [state.Energy, .. state.Cache, .. population.Steps.Select(step => step.LogPartition), .. population.Population.Select(replica => replica.Energy)];
    }
}
