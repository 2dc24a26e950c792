using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.StatMech.Running;
using Kit.StatMech.Updates;
using Kit.Tensors;
using MathNet.Numerics.Integration;

namespace Kit.Tests.StatMech;

/// <summary>Simulators that are no single update of one configuration, against all states of small systems at three temperatures.</summary>
/// <remarks>Every update on every model of discrete variables is <see cref="Updates.ExactnessTests"/>, bits of random graphs are <see cref="MultiSpin.ReplicaUpdateTests"/>.</remarks>
public class ExactnessTests
{
    private static readonly double[] Temperatures = [1.4, 2.5, 5];

    [Fact]
    public void Parallel_tempering_has_all_states_at_every_temperature()
    {
        var model = Ising.Gaussian(Graph.Square(3), new Rng(4));
        var (exact, chains) = (new Enumeration(model), new ParallelTempering<Configuration>(model, new Metropolis(model), Temperatures, new Rng(5)));
        var counts = Temperatures.Select(_ => new int[512]).ToArray();
        for (var sample = 0; sample < 4000; sample++)
        {
            for (var sweep = 0; sweep < 20; sweep++)
            {
                for (var t = 0; t < 3; t++) chains.SweepOne(t);
                chains.Exchange();
            }

            for (var t = 0; t < 3; t++) counts[t][exact.IndexOf(chains.State(t))]++;
        }

        for (var t = 0; t < 3; t++) Likely(counts[t], exact.Probabilities(1 / Temperatures[t]));
    }

    [Fact]
    public void Pairs_with_Houdayers_swaps_have_the_weights_of_two_independent_copies()
    {
        var model = Ising.PlusMinus(Graph.Hypercubic([2, 3], [Wrap.Open, Wrap.Periodic]), new Rng(6));
        var exact = new Enumeration(model);
        var update = new Combined<ReplicaPair>(new EachReplica(new HeatBath(model)), new Houdayer(model));
        foreach (var temperature in Temperatures)
        {
            var (pairs, rng, counts) = (new TwoReplicas(model), new Rng(7), new int[64 * 64]);
            var pair = pairs.Start(rng);
            for (var sample = 0; sample < 40_000; sample++)
            {
                for (var sweep = 0; sweep < 10; sweep++) update.Sweep(pair, 1 / temperature, rng);
                counts[64 * exact.IndexOf(pair.First) + exact.IndexOf(pair.Second)]++;
            }

            var p = exact.Probabilities(1 / temperature);
            Likely(counts, [.. from a in p from b in p select a * b]);
        }
    }

    [Fact]
    public void Populations_that_were_annealed_have_the_weights_of_Boltzmann()
    {
        var model = Ising.SherringtonKirkpatrick(8, new Rng(8));
        var exact = new Enumeration(model);
        foreach (var temperature in new[] { 0.6, 1, 2 })
        {
            // One replica of each population, so that families do not matter; the populations themselves are right to 1/R.
            var counts = new int[256];
            for (var run = 0; run < 800; run++)
                counts[exact.IndexOf(PopulationAnnealing.Run(model, new Metropolis(model), [0, 0.5 / temperature, 1 / temperature], 40, 2, new Rng(9).Stream(run)).Population[run % 40])]++;
            Likely(counts, exact.Probabilities(1 / temperature));
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.4)]
    [InlineData(0.7)]
    public void Spins_as_bits_of_one_lattice_have_all_energies_and_magnetizations(double beta)
    {
        // 4 × 4 sites have 65,536 states, too many to count each; energy and magnetisation together have some 90 values.
        var model = new MultiSpinLattice(4);
        var exact = new Enumeration(new Ising(Graph.Square(4)));
        var (update, state, rng) = (new MultiSpinMetropolis(model), model.Start(new Rng(10)), new Rng(11));
        var probabilities = new double[33 * 17];
        var p = exact.Probabilities(beta);
        for (var n = 0; n < p.Length; n++) probabilities[Level(exact.Energies[n], 2 * System.Numerics.BitOperations.PopCount((uint)n) - 16)] += p[n];
        var counts = new int[33 * 17];
        for (var sample = 0; sample < 8000; sample++)
        {
            for (var sweep = 0; sweep < 40; sweep++) update.Sweep(state, beta, rng);
            counts[Level(model.Energy(state), Math.Abs(model.Magnetization(state)) * 16)]++;
        }

        Likely(counts, probabilities, leastCells: beta > 0.5 ? 6 : 20);

        // |M| alone: at β = 0.7 the lattice turns over once in many samples.
        static int Level(double energy, double magnetization) => (int)Math.Round((energy + 32) / 2) * 17 + (int)Math.Round(Math.Abs(magnetization));
    }

    [Fact]
    public void Spins_as_bits_of_many_replicas_and_of_a_glass_have_all_states()
    {
        var graph = Graph.Hypercubic([2, 4]);
        var model = BitReplicas.WithSigns(graph, 16_384, [.. Enumerable.Range(0, graph.BondCount).Select(b => (sbyte)(b % 3 == 0 ? -1 : 1))]);
        var exact = new Enumeration(new Ising(graph, [.. Enumerable.Range(0, graph.BondCount).Select(b => (double)model.Sign(b, 0))]));
        foreach (var temperature in Temperatures)
        {
            // In a fixed order Metropolis would flip spins without field in every sweep: the heat bath does not.
            var (update, state, rng, counts) = (new ReplicaUpdate(model, AcceptanceRule.HeatBath), model.Start(new Rng(12)), new Rng(13), new int[256]);
            for (var sweep = 0; sweep < 100; sweep++) update.Sweep(state, 1 / temperature, rng);
            var spins = model.Spins(state).ToDoubles();
            for (var r = 0; r < model.Replicas; r++) counts[Number(i => spins[8 * r + i])]++;
            Likely(counts, exact.Probabilities(1 / temperature));
        }

        var glass = new EdwardsAndersonBits(2, 64, Temperatures, new Rng(14));
        var (tempering, planes, noise) = (new GlassTempering(glass), glass.Start(new Rng(15)), new Rng(16));
        var met = Temperatures.Select(_ => new int[256]).ToArray();
        for (var sample = 0; sample < 2000; sample++)
        {
            for (var sweep = 0; sweep < 8; sweep++) tempering.Sweep(planes, 1, noise);
            for (var t = 0; t < 3; t++)
                for (var replica = 0; replica < 2; replica++) met[t][Number(i => glass.Spin(planes, 17, t, replica, i))]++;
        }

        var all = new Enumeration(MultiSpin.EdwardsAndersonBitsTests.Scalar(glass, Graph.Cubic(2), 17));
        for (var t = 0; t < 3; t++) Likely(met[t], all.Probabilities(1 / Temperatures[t]));

        static int Number(Func<int, double> spin) => Enumerable.Range(0, 8).Sum(i => spin(i) > 0 ? 1 << i : 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Angles_between_vectors_have_their_exact_law(int n)
    {
        // Bonds of an open chain are independent; the cosine w of each has the density e^{βJw}(1 − w²)^{(n−3)/2}, with w = cos φ: e^{βJ cos φ} sin^{n−2} φ of φ in (0, π).
        const int Cells = 24;
        var model = new VectorModel(Graph.Chain(3, Wrap.Open), n, [1.0, -1]);
        IUpdate<VectorConfiguration>[] updates =
        [
            new VectorHeatBath(model), new Combined<VectorConfiguration>(new VectorHeatBath(model, SiteOrder.Sequential), new Overrelaxation(model)), new VectorWolff(model, 3),
            new HybridMonteCarlo<VectorConfiguration>(model, 0.4, 4), new Mala<VectorConfiguration>(model, 0.15),
        ];
        foreach (var beta in new[] { 0.3, 1, 2.5 })
        {
            double Weight(double from, double to) => GaussLegendreRule.Integrate(phi => Math.Exp(beta * Math.Cos(phi)) * Math.Pow(Math.Sin(phi), n - 2), from, to, 16);
            var exact = Enumerable.Range(0, Cells).Select(k => Weight(k * Math.PI / Cells, (k + 1) * Math.PI / Cells)).ToArray();
            var sum = exact.Sum();
            foreach (var update in updates)
            {
                var (rng, counts) = (new Rng(17), new[] { new int[Cells], new int[Cells] });
                var state = model.Start(rng);
                for (var sample = 0; sample < 2000; sample++)
                {
                    for (var sweep = 0; sweep < (update is Mala<VectorConfiguration> ? 40 : 15); sweep++) update.Sweep(state, beta, rng);
                    for (var b = 0; b < 2; b++)
                    {
                        var w = Enumerable.Range(0, n).Sum(c => state[b][c] * state[b + 1][c]) * model.Couplings[b];
                        counts[b][Math.Min(Cells - 1, (int)(Math.Acos(Math.Clamp(w, -1, 1)) / Math.PI * Cells))]++;
                    }
                }

                foreach (var bond in counts) Likely(bond, [.. exact.Select(x => x / sum)], leastCells: 8);
            }
        }
    }

    private static void Likely(int[] counts, double[] probabilities, int leastCells = 20) =>
        Assert.InRange(Frequencies.Probability(counts, probabilities, leastCells), Frequencies.SmallestProbability, 1);
}
