using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;
using Kit.Tests.StatMech.Estimators;

namespace Kit.Tests.StatMech.Updates;

/// <summary>On a lattice that is too large to enumerate, all updates give the same means.</summary>
public class AgreementTests
{
    [Fact]
    public void Energies_OfTheCriticalIsingModel_Agree()
    {
        var model = new Ising(Graph.Square(12));
        var beta = Math.Log(1 + Math.Sqrt(2)) / 2;
        Agree(model, beta, 4000, new Metropolis(model), new HeatBath(model, SiteOrder.Sequential), new Checkerboard(model), new NFoldWay(model, 2), new Wolff(model, 3), new SwendsenWang(model));
    }

    [Fact]
    public void Energies_OfTheThreeStatePottsModel_Agree()
    {
        var model = new Potts(Graph.Triangular(8), 3);
        Agree(model, 0.55, 2000, new Metropolis(model), new HeatBath(model), new Wolff(model, 3), new SwendsenWang(model));
    }

    [Fact]
    public void EnergiesAndMagnetizations_OfALargeLattice_AgreeForEveryPairOfUpdates()
    {
        const double Temperature = 2.6;
        var model = new Ising(Graph.Square(24));
        var (bits, exact) = (new MultiSpinLattice(24), new IsingTorus(24, 24).Energy(1 / Temperature));
        var plan = new Plan { Temperatures = [Temperature], Sweeps = 6000, Thermalization = 500 };
        IUpdate<Configuration>[] updates =
        [
            new Metropolis(model), new Metropolis(model, SiteOrder.Sequential), new HeatBath(model), new HeatBath(model, SiteOrder.Sequential), new Checkerboard(model), new NFoldWay(model), new Wolff(model, 5), new SwendsenWang(model),
        ];
        Results[] all = [.. updates.Select((update, k) => MonteCarlo.Run(model, update, plan with { Seed = 40 + k })), MonteCarlo.Run(bits, new MultiSpinMetropolis(bits), plan with { Seed = 50 })];
        for (var a = 0; a < all.Length; a++)
        {
            // Nine against the exact energy, 36 pairs of two numbers that are not independent: one choice of seeds in ten has a pair beyond three standard errors.
            Assert.InRange(all[a]["energy"][0].Deviation(exact), 0, 3);
            Assert.InRange(all[a]["energy"][0].Error, 0, 0.01);
            for (var b = 0; b < a; b++)
                foreach (var name in new[] { "energy", "|m|" }) Assert.InRange(all[a][name][0].Deviation(all[b][name][0].Value, all[b][name][0].Error), 0, 3);
        }
    }

    [Theory]
    [InlineData("Metropolis")]
    [InlineData("heat bath in order")]
    [InlineData("Wolff")]
    public void StandardErrors_Of200Runs_CoverTheExactEnergyAndSpecificHeat(string name)
    {
        // The periodic square lattice 8 × 8 somewhat above its transition; exact numbers by Kaufman.
        const double Temperature = 2.7;
        var (model, exact) = (new Ising(Graph.Square(8)), new IsingTorus(8, 8));
        IUpdate<Configuration> update = name switch
        {
            "Metropolis" => new Metropolis(model),
            "Wolff" => new Wolff(model, 3),
            _ => new HeatBath(model, SiteOrder.Sequential),
        };
        List<double> energy = [], heat = [];
        for (var run = 0; run < 200; run++)
        {
            var results = MonteCarlo.Run(model, update, new() { Temperatures = [Temperature], Sweeps = 2000, Thermalization = 200, Bins = 40, Seed = 1000 + run });
            var (e, c) = (results["energy"][0], results["specific heat"][0]);
            energy.Add((e.Value - exact.Energy(1 / Temperature)) / e.Error);
            heat.Add((c.Value - exact.SpecificHeat(1 / Temperature)) / c.Error);
        }

        Chains.AssertNormal(energy);
        Chains.AssertNormal(heat);
    }

    [Fact]
    public void ImprovedEstimators_HaveTheSameMeans_AndSmallerErrors()
    {
        var model = new Ising(Graph.Square(12));
        var (update, rng) = (new SwendsenWang(model), new Rng(3));
        var state = model.Start(rng);
        var improved = update.Improved.Single(o => o.Name == "improved m^2");
        var (plain, value) = (new List<double>(), new double[1]);
        var clusters = Batches.Of(8000, () =>
        {
            update.Sweep(state, 0.38, rng);
            plain.Add(Math.Pow(Ising.Magnetization(state), 2));
            improved.Measure(state, value);
            return value[0];
        });
        var k = 0;
        var spins = Batches.Of(8000, () => plain[k++]);
        // They come from one run, so that the difference has a smaller error than this; four of them.
        Assert.InRange(Math.Abs(clusters.Mean - spins.Mean), 0, 4 * spins.Error);
        Assert.InRange(clusters.Error / spins.Error, 0, 0.9);
        // ⟨|C|⟩/N of Wolff's clusters is ⟨m²⟩ too.
        var wolff = new Wolff(model);
        var sizes = Batches.Of(40_000, () => wolff.Turn(state, 0.38, rng) / 144.0);
        Assert.InRange(Math.Abs(clusters.Mean - sizes.Mean) / Math.Sqrt(clusters.Error * clusters.Error + sizes.Error * sizes.Error), 0, 4);
    }

    [Fact]
    public void ResidenceTimes_AreTheWeightsOfEvents()
    {
        var model = new Ising(Graph.Chain(8), 1, 0.2);
        var exact = new Enumeration(model).Mean(0.8, state => state.Energy);
        var (update, rng, sum, time) = (new NFoldWay(model), new Rng(2), 0.0, 0.0);
        var state = model.Start(rng);
        for (var k = 0; k < 60_000; k++)
        {
            var energy = state.Energy;
            var residence = update.Next(state, 0.8, rng);
            (sum, time) = (sum + residence * energy, time + residence);
        }

        // 60,000 events, a few tens of them correlated, of a spread of 3: a standard error of 0.05; four of them.
        Assert.InRange(sum / time, exact - 0.2, exact + 0.2);
        Assert.Contains("lasts longer", Assert.Throws<InvalidOperationException>(() =>
        {
            for (var k = 0; k < 100; k++) update.Next(state, 1e4, rng);
        }).Message);
    }

    private static void Agree(IDiscreteModel model, double beta, int sweeps, params IUpdate<Configuration>[] updates)
    {
        var results = updates.Select((update, k) =>
        {
            var rng = new Rng(20 + k);
            var state = model.Start(rng);
            for (var sweep = 0; sweep < sweeps / 10; sweep++) update.Sweep(state, beta, rng);
            var result = Batches.Of(sweeps, () =>
            {
                update.Sweep(state, beta, rng);
                return state.Energy / model.Sites;
            });
            Assert.Equal(model.Energy(state), state.Energy, 7);
            return result;
        }).ToArray();
        for (var a = 0; a < results.Length; a++)
            for (var b = 0; b < a; b++)
            {
                // 15 pairs and 6 pairs; 40 batches have Student's law with 39 degrees, for which 4.5 is 10⁻⁴ on either side.
                var error = Math.Sqrt(results[a].Error * results[a].Error + results[b].Error * results[b].Error);
                Assert.InRange(Math.Abs(results[a].Mean - results[b].Mean) / error, 0, 4.5);
                Assert.InRange(error, 0, 0.06);
            }
    }
}
