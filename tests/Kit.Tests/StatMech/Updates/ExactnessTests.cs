using Kit.Compute;
using Kit.Learning;
using Kit.StatMech;
using Kit.StatMech.Boltzmann;
using Kit.StatMech.Exact;
using Kit.StatMech.Lattices;
using Kit.StatMech.Memories;
using Kit.StatMech.Models;
using Kit.StatMech.Updates;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Updates;

/// <summary>Every update on every model it takes: frequencies of single configurations against e^{−βE}/Z.</summary>
public class ExactnessTests
{
    private const int Samples = 3000;

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
        ["Hopfield"] = () => new HopfieldModel(Patterns.Random(3, 9, new Rng(7))),
        ["multitasking"] = () => new HopfieldModel(Teaching.Supervised(Patterns.Diluted(3, 9, 0.4, new Rng(8)), new(0.7, 5), new Rng(9))),
        ["dense"] = () => new DenseHebbian(Patterns.Random(3, 8, new Rng(10)), 4),
        ["dense without self-terms"] = () => new DenseHebbian(Patterns.Random(2, 8, new Rng(11)), 3, selfTerms: false),
        ["restricted machine"] = () => Machine().ToIsing(),
        ["deep machine"] = () => Deep().ToIsing(),
    };

    private static readonly Dictionary<string, Func<IDiscreteModel, IUpdate<Configuration>>> Updates = new()
    {
        ["Metropolis"] = model => new Metropolis(model),
        ["Metropolis in order"] = model => new Metropolis(model, SiteOrder.Sequential),
        ["heat bath"] = model => new HeatBath(model),
        ["heat bath in order"] = model => new HeatBath(model, SiteOrder.Sequential),
        ["Wolff"] = model => new Wolff((IGraphModel)model, 2),
        ["Swendsen-Wang"] = model => new SwendsenWang((IGraphModel)model),
        ["checkerboard"] = model => new Checkerboard((Ising)model),
        ["n-fold way"] = model => new NFoldWay(model),
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
            var thinning = Frequencies.Thinning(model, update, state, beta, rng);
            Assert.InRange(thinning, 3, 400); // 3000 sweeps say nothing of longer times
            var counts = new int[exact.Energies.Length];
            for (var sample = 0; sample < Samples; sample++)
            {
                for (var sweep = 0; sweep < thinning; sweep++) update.Sweep(state, beta, rng);
                counts[exact.IndexOf(state)]++;
            }

            Assert.Equal(model.Energy(state), state.Energy, 8);
            Assert.InRange(Frequencies.Probability(counts, exact.Probabilities(beta)), Frequencies.SmallestProbability, 1);
        }
    }

    private static bool Fits(string model, string update) => update switch
    {
        "Wolff" or "Swendsen-Wang" => model is "ferromagnet" or "antiferromagnet" or "gauged" or "potts",
        "checkerboard" => model is "field" or "antiferromagnet" or "frustrated" or "random field" or "restricted machine" or "deep machine",
        "n-fold way" => model is "field" or "random field" or "potts" or "clock" or "p-spin" or "Hopfield" or "restricted machine",
        "Metropolis in order" => !model.StartsWith("dense", StringComparison.Ordinal), // energies with 1/P! are weak, nearly all proposals are taken, and spins take turns for hundreds of sweeps
        _ => true,
    };

    private static Rbm Machine()
    {
        var machine = Model.Initialize(new Rbm(5, 4, DType.F64), new Rng(11));
        machine.Weight.Assign(new Rng(12).Normal(machine.Weight.Shape));
        machine.HiddenBias.Assign(new Rng(13).Normal(machine.HiddenBias.Shape));
        return machine;
    }

    private static DeepBoltzmann Deep()
    {
        var machine = Model.Initialize(new DeepBoltzmann([3, 3, 3], DType.F64), new Rng(11));
        foreach (var (l, weight) in machine.Weights.Index()) weight.Assign(new Rng(14 + l).Normal(weight.Shape));
        return machine;
    }

    /// <summary>Couplings of both signs without frustration: J_ij = |J_ij| g_i g_j.</summary>
    internal static Ising Gauged(int n)
    {
        var (graph, rng) = (Graph.Complete(n), new Rng(8));
        var gauge = Enumerable.Range(0, n).Select(_ => rng.NextInt(0, 2) * 2 - 1).ToArray();
        return new(graph, [.. Enumerable.Range(0, graph.BondCount).Select(b => gauge[graph.From[b]] * gauge[graph.To[b]] * (0.1 + 0.3 * rng.NextDouble()))]);
    }
}
