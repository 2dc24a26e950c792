using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

public class MetropolisTests
{
    [Theory]
    [InlineData(SiteOrder.Random)]
    [InlineData(SiteOrder.Sequential)]
    public void Energy_OnASmallLattice_IsThatOfTheEnumeration(SiteOrder order)
    {
        var model = new Ising(Graph.Hypercubic([3, 4]), 1, 0.2);
        var (update, exact, rng) = (new Metropolis(model, order), new Enumeration(model), new Rng(7));
        foreach (var beta in new[] { 0.2, 0.35, 0.5 })
        {
            var (state, bins) = (model.Start(rng), new List<double>());
            for (var sweep = 0; sweep < 100; sweep++) update.Sweep(state, beta, rng);
            for (var bin = 0; bin < 50; bin++)
            {
                var sum = 0.0;
                for (var sweep = 0; sweep < 1000; sweep++)
                {
                    update.Sweep(state, beta, rng);
                    sum += state.Energy;
                }

                bins.Add(sum / 1000);
            }

            var mean = bins.Average();
            var error = Math.Sqrt(bins.Average(x => (x - mean) * (x - mean)) / (bins.Count - 1));
            // Bins of 1000 sweeps are independent here; four standard errors, of 50 bins.
            Assert.InRange(Math.Abs(mean - exact.Mean(beta, state => state.Energy)), 0, 4 * error);
            Assert.InRange(error, 1e-6, 0.2);
        }
    }
}
