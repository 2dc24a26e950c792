using Kit.StatMech;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Tests.StatMech.Updates;

public class VectorUpdatesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Energy_OfAnOpenChain_IsThatOfABond(int n)
    {
        const int sites = 5;
        // Bonds of an open chain are independent: ⟨S_i · S_{i+1}⟩ = I_{n/2}(β)/I_{n/2−1}(β), which is coth β − 1/β for n = 3. Both signs of J are the same up to a gauge.
        var model = new VectorModel(Graph.Chain(sites, Wrap.Open), n, [1.0, -1, 1, -1]);
        IUpdate<VectorConfiguration>[] updates =
        [
            new VectorHeatBath(model), new Combined<VectorConfiguration>(new VectorHeatBath(model, SiteOrder.Sequential), new Overrelaxation(model)), new VectorWolff(model, 3),
            new HybridMonteCarlo<VectorConfiguration>(model, 0.35, 4), new Mala<VectorConfiguration>(model, 0.1),
        ];
        foreach (var beta in new[] { 0.6, 2.5 })
        {
            var exact = -(sites - 1) * SpecialFunctions.BesselI(n / 2.0, beta) / SpecialFunctions.BesselI(n / 2.0 - 1, beta);
            if (n == 3) Assert.Equal(-(sites - 1) * (1 / Math.Tanh(beta) - 1 / beta), exact, 10);
            foreach (var update in updates)
            {
                var rng = new Rng(1);
                var state = model.Start(rng);
                for (var sweep = 0; sweep < 200; sweep++) update.Sweep(state, beta, rng);
                var (mean, error) = Batches.Of(20_000, () =>
                {
                    update.Sweep(state, beta, rng);
                    return state.Energy;
                });
                // 30 comparisons with Student's law of 39 degrees: 4.5 standard errors are 6·10⁻⁵ each.
                Assert.True(Math.Abs(mean - exact) < 4.5 * error, $"{update.Name}, n = {n}, β = {beta}: {mean} ± {error}, exact {exact}");
                Assert.InRange(error, 0, 0.06);
                Assert.Equal(model.Energy(state), state.Energy, 9);
                for (var i = 0; i < sites; i++) Assert.Equal(1, state[i].ToArray().Sum(x => x * x), 12);
            }
        }
    }

    [Fact]
    public void Overrelaxation_KeepsTheEnergy()
    {
        var model = VectorModel.Heisenberg(Graph.Triangular(4), -1);
        var state = model.Start(new Rng(1));
        var before = model.Energy(state);
        for (var sweep = 0; sweep < 10; sweep++) new Overrelaxation(model).Sweep(state, 1, new Rng(2));
        Assert.Equal(before, model.Energy(state), 10);
    }

    [Fact]
    public void Leapfrog_ConservesEnergyToSecondOrder_AndRunsBackwards()
    {
        var model = VectorModel.Heisenberg(Graph.Square(4));
        var errors = new[] { 0.05, 0.025 }.Select(step =>
        {
            var (state, p, slope) = (model.Start(new Rng(4)), new double[48], new double[48]);
            var start = state.Components.ToArray();
            model.Momenta(state, p, new Rng(5));
            var before = model.Energy(state) + 0.5 * p.Sum(x => x * x);
            void Leap(int steps)
            {
                for (var k = 0; k < steps; k++)
                    foreach (var half in new[] { true, false })
                    {
                        if (!half) model.Drift(state, p, step);
                        model.Gradient(state, slope);
                        for (var c = 0; c < 48; c++) p[c] -= step / 2 * slope[c];
                    }
            }

            Leap((int)Math.Round(1 / step));
            var error = Math.Abs(model.Energy(state) + 0.5 * p.Sum(x => x * x) - before);
            for (var c = 0; c < 48; c++) p[c] = -p[c];
            Leap((int)Math.Round(1 / step));
            for (var c = 0; c < 48; c++) Assert.Equal(start[c], state.Components[c], 11);
            return error;
        }).ToArray();
        Assert.InRange(errors[0] / errors[1], 3.5, 4.5);
    }

    [Fact]
    public void Landscapes_HaveTheirMeans()
    {
        // E = ½ x² + ½ y² · 4 has ⟨E⟩ = T, half a T for each direction; x⁴/4 has ⟨E⟩ = T/4 (virial theorem).
        var model = new Landscape(3, x => 0.5 * x[0] * x[0] + 2 * x[1] * x[1] + x[2] * x[2] * x[2] * x[2] / 4, (x, g) => (g[0], g[1], g[2]) = (x[0], 4 * x[1], x[2] * x[2] * x[2]));
        foreach (var update in new IUpdate<double[]>[] { new HybridMonteCarlo<double[]>(model, 0.4, 4), new Mala<double[]>(model, 0.15) })
        {
            var rng = new Rng(6);
            var state = model.Start(rng);
            var (mean, error) = Batches.Of(80_000, () =>
            {
                update.Sweep(state, 0.8, rng);
                return model.Energy(state);
            });
            Assert.InRange(Math.Abs(mean - 1.25 / 0.8), 0, 4.5 * error);
            Assert.InRange(error, 0, 0.03);
        }
    }
}
