using System.Runtime.Intrinsics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class RngTests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_known_answers_of_Random123(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Fact]
    public unsafe void Philox_in_vectors_gives_the_same_words()
    {
        const ulong seed = 0x1234_5678_9ABC_DEF0, stream = 0xFEDC_BA98_7654_3210, block = 0xFFFF_FFF8; // the counter carries into its second word
        var bits = stackalloc Vector512<ulong>[8];
        Philox.Vectors(seed, stream, block, bits, 8);
        for (var v = 0; v < 8; v++)
            for (var lane = 0; lane < 8; lane++)
            {
                var (w0, w1) = Philox.Words(seed, stream, block + (ulong)(v / 2 * 8 + lane));
                Assert.Equal(v % 2 == 0 ? w0 : w1, bits[v][lane]);
            }
    }

    [Fact]
    public void Backends_draw_the_same_numbers()
    {
        foreach (var n in new[] { 1, 3, 1000, 1025, 5000 })
        {
            var (real, single, integer) = (Tensor.Zeros(n), Tensor.Zeros(n, DType.F32), Tensor.Zeros(n, DType.I32));
            foreach (var law in Enum.GetValues<RandomLaw>())
                foreach (var x in law == RandomLaw.Integer ? [integer] : new[] { real, single })
                {
                    var y = x.Reference();
                    x.Device.Backend.Random(law, 42, 7, 3, 1000, x.View);
                    y.Device.Backend.Random(law, 42, 7, 3, 1000, y.View);
                    // Logarithm, root and sine of the pair: a few roundings each.
                    Samples.Agree(y, x, law == RandomLaw.Normal ? 8 : 0, floor: 1);
                }
        }
    }

    [Fact]
    public void Uniforms_pass_chi_square_and_moments()
    {
        var x = new Rng(42).Uniform(100_000).ToDoubles();
        Assert.Equal(0.5, x.Average(), 4 * Math.Sqrt(1 / 12.0 / x.Length)); // four standard errors
        Assert.InRange(ChiSquare(x.Select(v => (int)(v * 100)), 100, x.Length), 50, 150); // 99 degrees of freedom: 99 ± 14
        Assert.InRange(ChiSquare(new Rng(43).Integers(-50, 50, 100_000).ToArray<int>().Select(v => v + 50), 100, x.Length), 50, 150);
    }

    [Theory]
    [InlineData(DType.F64)]
    [InlineData(DType.F32)]
    public void Normals_pass_Kolmogorov_Smirnov_and_moments(DType type)
    {
        var z = new Rng(7).Normal(50_000, dtype: type).ToDoubles();
        Array.Sort(z);
        var distance = z.Select((v, i) => Math.Abs(0.5 * (1 + MathNet.Numerics.SpecialFunctions.Erf(v / Math.Sqrt(2))) - (i + 0.5) / z.Length)).Max();
        Assert.True(distance * Math.Sqrt(z.Length) < 1.63, $"{distance}"); // the 1 % point of Kolmogorov's law
        Assert.Equal(0, z.Average(), 4 / Math.Sqrt(z.Length));
        Assert.Equal(3, z.Average(v => v * v * v * v), 4 * Math.Sqrt(96.0 / z.Length));
        var scalar = new Rng(8);
        Assert.Equal(1, Enumerable.Range(0, 20_000).Average(_ => Math.Pow(scalar.NextNormal(), 2)), 4 * Math.Sqrt(2.0 / 20_000));
    }

    [Fact]
    public void Streams_are_reproducible_distinct_and_uncorrelated()
    {
        var rng = new Rng(seed: 42);
        Assert.Equal(rng.Stream("walk").Uniform(10).ToDoubles(), new Rng(42).Stream("walk").Uniform(10).ToDoubles());
        var ids = new HashSet<ulong> { rng.StreamId };
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(ids.Add(rng.Stream(i).StreamId));
            Assert.True(ids.Add(rng.Stream($"{i}").StreamId));
            Assert.True(ids.Add(rng.Stream("walk").Stream(i).StreamId));
        }

        var (a, b) = (rng.Stream(0).Normal(20_000), rng.Stream(1).Normal(20_000));
        Assert.Equal(0, (a * b).Mean().Item(), 4 / Math.Sqrt(20_000));
    }

    [Fact]
    public void Position_resumes_exactly()
    {
        var rng = new Rng(5);
        rng.NextDouble();
        rng.Uniform(7);
        var saved = rng.Position;
        var expected = (rng.NextDouble(), rng.NextNormal(), rng.Normal(3).ToDoubles()[2], rng.NextInt(0, 1000));
        var resumed = new Rng(5) { Position = saved };
        Assert.Equal(expected, (resumed.NextDouble(), resumed.NextNormal(), resumed.Normal(3).ToDoubles()[2], resumed.NextInt(0, 1000)));
        Assert.Equal(new Rng(3).Uniform(4).ToDoubles(), Enumerable.Range(0, 4).Select(new Func<Rng, Func<int, double>>(r => _ => r.NextDouble())(new(3))));
    }

    [Fact]
    public void Permutations_and_choices()
    {
        var rng = new Rng(1);
        Assert.Equal(Enumerable.Range(0, 50), rng.Permutation(50).ToArray<int>().Order());
        var counts = new double[6];
        for (var i = 0; i < 6000; i++) counts[Array.IndexOf(["012", "021", "102", "120", "201", "210"], string.Concat(rng.Permutation(3).ToArray<int>()))]++;
        Assert.InRange(counts.Sum(c => (c - 1000) * (c - 1000) / 1000), 0.2, 20.5); // 5 degrees of freedom, 0.1 % on each side
        Assert.Equal(5, rng.Choice(10, 5).ToArray<int>().Distinct().Count());
        var chosen = rng.Choice(Tensor.Of([0.0, 1, 0, 3, 0]), 4000).ToArray<int>();
        Assert.Equal([1, 3], chosen.Distinct().Order());
        Assert.Equal(0.75, chosen.Count(c => c == 3) / 4000.0, 4 * Math.Sqrt(0.1875 / 4000));
        Assert.Throws<ArgumentException>(() => rng.Choice(3, 4));
        Assert.Throws<ArgumentException>(() => rng.Choice(Tensor.Of([-1.0]), 4));
        Assert.Contains("no integer in [3, 3)", Assert.Throws<ArgumentException>(() => rng.Integers(3, 3, 2)).Message);
        Assert.Contains("not I32", Assert.Throws<ArgumentException>(() => rng.Uniform(3, dtype: DType.I32)).Message);
    }

    private static double ChiSquare(IEnumerable<int> cells, int k, int n)
    {
        var counts = new int[k];
        foreach (var c in cells) counts[c]++;
        return counts.Sum(c => Math.Pow(c - (double)n / k, 2)) * k / n;
    }
}
