using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

public class MultiSpinLatticeTests
{
    [Theory]
    [InlineData(4, 4)]
    [InlineData(6, 10)]
    [InlineData(128, 34)]
    [InlineData(20, 16)]
    public void EnergyAndMagnetization_AreThoseOfTheSpins(int rows, int columns)
    {
        var model = new MultiSpinLattice(rows, columns, 0.5);
        var state = model.Start(new Rng(3));
        new MultiSpinMetropolis(model).Sweep(state, 0.7, new Rng(4));
        var s = model.Spins(state).ToDoubles();
        var energy = 0.0;
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
                energy -= 0.5 * s[y * columns + x] * (s[(y + 1) % rows * columns + x] + s[y * columns + (x + 1) % columns]);
        Assert.Equal(energy, model.Energy(state), 9);
        Assert.Equal(s.Average(), model.Magnetization(state), 12);
        Assert.Equal(-rows * columns, model.Energy(model.Ordered()), 12);
        var measured = new double[1];
        model.Observables.First(o => o.Name == "energy").Measure(state, measured);
        Assert.Equal(energy / model.Sites, measured[0], 12);
    }

    [Fact]
    public void SaveAndLoad_GiveTheSameBits_AndGoOnAlike()
    {
        var model = new MultiSpinLattice(20, 18, 1);
        var (update, state) = (new MultiSpinMetropolis(model), model.Start(new Rng(1)));
        var back = model.Load(new BinaryReader(new MemoryStream(Series.Bytes(model, state))));
        Assert.Equal(model.Spins(state).ToDoubles(), model.Spins(back).ToDoubles());
        update.Sweep(state, 0.4, new Rng(2));
        update.Sweep(back, 0.4, new Rng(2));
        Assert.Equal(model.Spins(state).ToDoubles(), model.Spins(back).ToDoubles());
        var bytes = Series.Bytes(model, state);
        Assert.Contains("20 × 18", Assert.Throws<InvalidDataException>(() => new MultiSpinLattice(20).Load(new BinaryReader(new MemoryStream(bytes)))).Message);
        Assert.Throws<EndOfStreamException>(() => model.Load(new BinaryReader(new MemoryStream(bytes[..^1]))));
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("even sides", Assert.Throws<ArgumentException>(() => new MultiSpinLattice(65)).Message);
        Assert.Contains("at least 4", Assert.Throws<ArgumentException>(() => new MultiSpinLattice(2)).Message);
        Assert.Contains("not 0", Assert.Throws<ArgumentException>(() => new MultiSpinLattice(64, double.NaN)).Message);
        var (small, large) = (new MultiSpinLattice(4), new MultiSpinLattice(64));
        Assert.Contains("words", Assert.Throws<ArgumentException>(() => large.Energy(small.Ordered())).Message);
    }
}
