using Kit.StatMech.Memories;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Memories;

public class PatternSignsTests
{
    // Fewer than a vector, whole vectors, a block of 512, and one with a rest behind it.
    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(512)]
    [InlineData(1131)]
    public void Kernels_GiveWhatTheEntriesGive(int count)
    {
        var rng = new Rng(1);
        var patterns = Patterns.Random(count, 3, rng);
        var signs = PatternSigns.Of(patterns)!;
        for (var site = 0; site < 3; site++)
        {
            // Integers: no sum is rounded, in whatever order.
            double[] a = [.. Enumerable.Range(0, count).Select(_ => (double)rng.NextInt(-1000, 1000))], b = new double[count];
            var x = patterns.Of(site).ToArray();
            Assert.Equal(a.Zip(x, (l, e) => l * e).Sum(), SignKernel.Dot(a, signs.Of(site)));

            double[] next = [.. a.Zip(x, (l, e) => l - 2 * e)], added = [.. a];
            SignKernel.Add(added, signs.Of(site), -2);
            Assert.Equal(next, added);

            var (squares, fourths) = SignKernel.Turn(a, b, signs.Of(site), -2, 3, 5);
            Assert.Equal(next, a);
            Assert.Equal(next.Select(l => l * (3 + 5 * l * l)), b);
            Assert.Equal((next.Sum(l => l * l), next.Sum(l => l * l * l * l)), (squares, fourths));
        }
    }

    [Fact]
    public void Of_PatternsWithAnotherEntry_IsNothing()
    {
        Assert.Null(PatternSigns.Of(Patterns.From(2, 2, (k, i) => (sbyte)(k * i))));
        Assert.NotNull(PatternSigns.Of(Patterns.From(2, 2, (k, i) => (sbyte)(k == i ? 1 : -1))));
    }
}
