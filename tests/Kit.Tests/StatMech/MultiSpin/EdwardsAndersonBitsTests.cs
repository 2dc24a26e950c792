using Kit.StatMech.Lattices;
using Kit.StatMech.Models;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

public class EdwardsAndersonBitsTests
{
    private static readonly double[] Temperatures = [0.8, 1.1, 1.5, 2, 3];

    [Fact]
    public void EnergiesAndOverlaps_AreThoseOfTheSpins()
    {
        var model = new EdwardsAndersonBits(3, 128, Temperatures, new Rng(1), bins: 5);
        var state = model.Start(new Rng(2));
        var (energies, overlaps, graph) = (model.Energies(state), model.Overlaps(state), Graph.Cubic(3));
        foreach (var (sample, t) in new[] { (0, 0), (63, 1), (64, 3), (127, 4) })
        {
            var scalar = Scalar(model, graph, sample);
            var (a, b) = (scalar.Start(new Rng(3)), scalar.Start(new Rng(3)));
            for (var i = 0; i < 27; i++)
            {
                scalar.Set(a, i, (sbyte)model.Spin(state, sample, t, 0, i));
                scalar.Set(b, i, (sbyte)model.Spin(state, sample, t, 1, i));
            }

            Assert.Equal((scalar.Energy(a) + scalar.Energy(b)) / 54, energies[t, sample], 12);
            Assert.Equal(a.Values.Zip(b.Values, (x, y) => x * y).Average(), overlaps[t, sample], 12);
        }

        var density = new double[25];
        model.Observables.First(o => o.Name == "P(q)").Measure(state, density);
        foreach (var one in density.Chunk(5)) Assert.Equal(1, one.Sum() * 2 / 5, 12);
        var q2 = new double[5];
        model.Observables.First(o => o.Name == "q^2").Measure(state, q2);
        Assert.Equal(Enumerable.Range(0, 128).Average(k => overlaps[2, k] * overlaps[2, k]), q2[2], 12);
    }

    [Fact]
    public void SaveAndLoad_GiveTheSameBits_AndForeignStatesAreRefused()
    {
        var model = new EdwardsAndersonBits(2, 64, Temperatures, new Rng(1));
        var (update, state, rng) = (new GlassTempering(model), model.Start(new Rng(2)), new Rng(3));
        for (var sweep = 0; sweep < 4; sweep++) update.Sweep(state, 1, rng);
        var bytes = Series.Bytes(model, state);
        var back = model.Load(new BinaryReader(new MemoryStream(bytes)));
        Assert.Equal(bytes, Series.Bytes(model, back));
        Assert.Equal(state.ExchangeRates, back.ExchangeRates);
        var other = new EdwardsAndersonBits(3, 64, Temperatures, new Rng(1));
        Assert.Contains("2³", Assert.Throws<InvalidDataException>(() => other.Load(new BinaryReader(new MemoryStream(bytes)))).Message);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("L = 1", Assert.Throws<ArgumentException>(() => new EdwardsAndersonBits(1, 64, Temperatures, new Rng(1))).Message);
        Assert.Contains("multiple", Assert.Throws<ArgumentException>(() => new EdwardsAndersonBits(4, 60, Temperatures, new Rng(1))).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => new EdwardsAndersonBits(4, 64, [0.0, 1], new Rng(1))).Message);
        Assert.Contains("ascending", Assert.Throws<ArgumentException>(() => new EdwardsAndersonBits(4, 64, [2.0, 1], new Rng(1))).Message);
        Assert.Contains("no temperatures", Assert.Throws<ArgumentException>(() => new EdwardsAndersonBits(4, 64, [], new Rng(1))).Message);
    }

    /// <summary>One sample as an ordinary Ising model: bond 3i + d of the cubic lattice goes from site i one step up axis d.</summary>
    internal static Ising Scalar(EdwardsAndersonBits model, Graph graph, int sample) =>
        new(graph, [.. Enumerable.Range(0, graph.BondCount).Select(b => (double)model.Coupling(sample, b / 3, b % 3))]);
}
