using Kit.StatMech.Running;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Running;

public class TemperatureLadderTests
{
    [Fact]
    public void Exchanges_are_taken_with_the_probability_of_detailed_balance()
    {
        var ladder = new TemperatureLadder([1, 2], new Rng(4));
        // (1 − ½)(−3 − (−1)) = −1: the colder one has the lower energy already.
        for (var i = 0; i < 40_000; i++) ladder.Exchange([-3, -1]);
        // Pairs that begin at odd places do not exist here, so 20 000 tries; their binomial error is 0.0034: four of them.
        Assert.InRange(ladder.Acceptance[0], Math.Exp(-1) - 0.0136, Math.Exp(-1) + 0.0136);
        ladder.ResetCounts();
        for (var i = 0; i < 100; i++) ladder.Exchange([5, 1]);
        Assert.Equal(1, ladder.Acceptance[0]);
    }

    [Fact]
    public void Free_walkers_go_round_and_their_flow_is_a_straight_line()
    {
        var ladder = new TemperatureLadder([1, 2, 3, 4, 5], new Rng(4));
        // Every exchange is taken: walkers run up and down like on a rail, 2n steps a round trip, so 1/(2n) a walker and step.
        for (var i = 0; i < 1000; i++) ladder.Exchange([0, 0, 0, 0, 0]);
        Assert.InRange(ladder.RoundTrips, 1000 / 10 * 5 - 15, 1000 / 10 * 5);
        Assert.Equal(1, ladder.Flow[0]);
        Assert.Equal(0, ladder.Flow[^1]);
        Assert.InRange(ladder.Flow[2], 0.45, 0.55);
        Assert.Equal([0, 1, 2, 3, 4], ladder.Walkers.Order());
    }

    [Fact]
    public void A_saved_ladder_goes_on_and_a_false_one_is_refused()
    {
        TemperatureLadder whole = new([1, 2, 3], new Rng(1)), resumed = new([1, 2, 3], new Rng(1));
        for (var i = 0; i < 50; i++) whole.Exchange([-1, 0, i % 3]);
        using var stream = new MemoryStream();
        whole.Save(new(stream));
        stream.Position = 0;
        resumed.Load(new(stream));
        for (var i = 0; i < 50; i++)
        {
            whole.Exchange([-1, 0, i % 3]);
            resumed.Exchange([-1, 0, i % 3]);
        }

        Assert.Equal(whole.Walkers, resumed.Walkers);
        Assert.Equal((whole.RoundTrips, whole.Acceptance[0], whole.Flow[1]), (resumed.RoundTrips, resumed.Acceptance[0], resumed.Flow[1]));
        var bytes = stream.ToArray();
        bytes[0] = bytes[4];
        Assert.Contains("not each once", Assert.Throws<InvalidDataException>(() => resumed.Load(new(new MemoryStream(bytes)))).Message, StringComparison.Ordinal);
        Assert.Contains("temperature 1 is 1", Assert.Throws<ArgumentException>(() => new TemperatureLadder([2, 1], new Rng(0))).Message, StringComparison.Ordinal);
        Assert.Contains("1 energies for 3", Assert.Throws<ArgumentException>(() => whole.Exchange([1])).Message, StringComparison.Ordinal);
    }
}
