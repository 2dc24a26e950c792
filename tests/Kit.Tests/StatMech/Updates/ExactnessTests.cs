using Kit.StatMech;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Tests.StatMech.Updates;

/// <summary>Every update on every model it takes: frequencies of single configurations against e^{−βE}/Z.</summary>
public class ExactnessTests
{
    private const int Samples = 5000;

    /// <summary>Three temperatures for each of some 60 pairs, about 180 comparisons: one of them falls below 10⁻⁵ by chance in 0.2 % of all choices of seeds.</summary>
    private const double SmallestProbability = 1e-5;

    private static readonly Dictionary<string, Func<IDiscreteModel>> Models = new()
    {
        ["ferromagnet"] = () => new Ising(Graph.Square(3), 0.5),
        ["field"] = () => new Ising(Graph.Hypercubic([2, 4]), 0.4, 0.3),
        ["antiferromagnet"] = () => new Ising(Graph.Hypercubic([2, 4]), -0.4),
        ["gauged"] = () => Gauged(9),
        ["glass"] = () => Ising.Gaussian(Graph.Square(3), new Rng(2)),
        ["frustrated"] = () => Ising.PlusMinus(Graph.Hypercubic([4, 2]), new Rng(4)),
        ["complete"] = () => Ising.SherringtonKirkpatrick(9, new Rng(3)),
        ["random field"] = () => Ising.RandomField(Graph.Square(3, Wrap.Open), new Rng(4), 0.8),
        ["potts"] = () => new Potts(Graph.Hypercubic([2, 3], [Wrap.Open, Wrap.Periodic]), 3),
        ["potts glass"] = () => new Potts(Graph.Chain(5), 4, new Rng(5).Normal(5).ToDoubles()),
        ["clock"] = () => new Clock(Graph.Chain(4), 5),
        ["p-spin"] = () => PSpin.FullyConnected(9, 3, new Rng(6)),
    };

    private static readonly Dictionary<string, Func<IDiscreteModel, IUpdate<Configuration>>> Updates = new()
    {
        ["Metropolis"] = model => new Metropolis(model),
        ["Metropolis in order"] = model => new Metropolis(model, SiteOrder.Sequential),
        ["heat bath"] = model => new HeatBath(model),
        ["heat bath in order"] = model => new HeatBath(model, SiteOrder.Sequential),
        ["Wolff"] = model => new Wolff((IGraphModel)model, 2),
        ["Swendsen-Wang"] = model => new SwendsenWang((IGraphModel)model),
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var model in Models.Keys)
            foreach (var update in Updates.Keys)
                if (Fits(model, update)) pairs.Add(model, update);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Configurations_HaveTheirBoltzmannWeights(string modelName, string updateName)
    {
        var model = Models[modelName]();
        var (update, exact, rng) = (Updates[updateName](model), new Enumeration(model), new Rng(11));
        foreach (var beta in new[] { 0.2, 0.4, 0.7 })
        {
            var state = model.Start(rng);
            var thinning = Thinning(model, update, state, beta, rng);
            Assert.InRange(thinning, 3, 400); // 4000 sweeps say nothing of longer times
            var counts = new int[exact.Energies.Length];
            for (var sample = 0; sample < Samples; sample++)
            {
                for (var sweep = 0; sweep < thinning; sweep++) update.Sweep(state, beta, rng);
                counts[exact.IndexOf(state)]++;
            }

            Assert.Equal(model.Energy(state), state.Energy, 8);
            Assert.InRange(Probability(counts, exact.Probabilities(beta)), SmallestProbability, 1);
        }
    }

    private static bool Fits(string model, string update) => update switch
    {
        "Wolff" or "Swendsen-Wang" => model is "ferromagnet" or "antiferromagnet" or "gauged" or "potts",
        _ => true,
    };

    /// <summary>Couplings of both signs without frustration: J_ij = |J_ij| g_i g_j.</summary>
    internal static Ising Gauged(int n)
    {
        var (graph, rng) = (Graph.Complete(n), new Rng(8));
        var gauge = Enumerable.Range(0, n).Select(_ => rng.NextInt(0, 2) * 2 - 1).ToArray();
        return new(graph, [.. Enumerable.Range(0, graph.BondCount).Select(b => gauge[graph.From[b]] * gauge[graph.To[b]] * (0.1 + 0.3 * rng.NextDouble()))]);
    }

    /// <summary>Sweeps after which e^{−6} is left of correlations: six times the largest τ of the energy, the first variable and the sum of all.</summary>
    private static int Thinning(IDiscreteModel model, IUpdate<Configuration> update, Configuration state, double beta, Rng rng)
    {
        var series = new double[3][];
        for (var s = 0; s < 3; s++) series[s] = new double[4000];
        for (var t = 0; t < 4000; t++)
        {
            update.Sweep(state, beta, rng);
            (series[0][t], series[1][t], series[2][t]) = (state.Energy, state.Values[0], state.Values.Sum(value => value));
        }

        return (int)Math.Ceiling(6 * series.Max(AutocorrelationTime));
    }

    /// <summary>τ = ½ + Σ ρ(t) up to the first t > 6 τ: Sokal's window.</summary>
    private static double AutocorrelationTime(double[] series)
    {
        var mean = series.Average();
        var (variance, tau) = (series.Average(x => (x - mean) * (x - mean)), 0.5);
        for (var t = 1; t < 6 * tau && t < series.Length / 4; t++)
        {
            var sum = 0.0;
            for (var s = 0; s + t < series.Length; s++) sum += (series[s] - mean) * (series[s + t] - mean);
            tau += Math.Max(0, sum / (series.Length - t) / variance);
        }

        return tau;
    }

    /// <summary>How likely so large a χ² is; states of which less than five are expected count as one.</summary>
    private static double Probability(int[] counts, double[] probabilities)
    {
        var (chi, cells, rareCount, rareExpected) = (0.0, 0, 0.0, 0.0);
        for (var n = 0; n < counts.Length; n++)
        {
            var expected = Samples * probabilities[n];
            if (expected < 5) (rareCount, rareExpected) = (rareCount + counts[n], rareExpected + expected);
            else (chi, cells) = (chi + Math.Pow(counts[n] - expected, 2) / expected, cells + 1);
        }

        if (rareExpected > 1) (chi, cells) = (chi + Math.Pow(rareCount - rareExpected, 2) / rareExpected, cells + 1);
        else Assert.InRange(rareCount, 0, 12); // of at most one expected: 10⁻¹⁰
        return SpecialFunctions.GammaUpperRegularized((cells - 1) / 2.0, chi / 2);
    }
}
