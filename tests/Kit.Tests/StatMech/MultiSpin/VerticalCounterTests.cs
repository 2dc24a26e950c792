using System.Runtime.Intrinsics;
using Kit.StatMech.MultiSpin;
using Kit.Tensors;

namespace Kit.Tests.StatMech.MultiSpin;

public class VerticalCounterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1013)]
    public void Counts_AreThoseOfEachBit(int vectors)
    {
        var (rng, expected, counts) = (new Rng(1), new int[512], new int[512]);
        var counter = new VerticalCounter(new Vector512<ulong>[VerticalCounter.Room]);
        for (var n = 0; n < vectors; n++)
        {
            ulong[] words = [.. Enumerable.Range(0, 8).Select(_ => rng.NextBits() | rng.NextBits())];
            counter.Add(Vector512.Create(words));
            for (var bit = 0; bit < 512; bit++) expected[bit] += (int)(words[bit / 64] >> bit % 64 & 1);
        }

        counter.Read(counts);
        Assert.Equal(expected, counts);
    }

    [Fact]
    public void BitsOfAnyWeight_CountAsManyOnes()
    {
        var (rng, expected, counts) = (new Rng(2), new int[512], new int[512]);
        var counter = new VerticalCounter(new Vector512<ulong>[VerticalCounter.Room]);
        for (var n = 0; n < 500; n++)
        {
            ulong[] words = [.. Enumerable.Range(0, 8).Select(_ => rng.NextBits())];
            counter.Add(Vector512.Create(words), n % 5);
            for (var bit = 0; bit < 512; bit++) expected[bit] += (int)(words[bit / 64] >> bit % 64 & 1) << n % 5;
        }

        counter.Read(counts);
        Assert.Equal(expected, counts);
    }
}
