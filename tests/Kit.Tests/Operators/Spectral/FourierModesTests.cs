using Kit.Numerics;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class FourierModesTests
{
    // Sums of n products of size 1 in F64.
    private const double Rounding = 1e-12;

    [Theory, InlineData(new[] { 32 }, new[] { 5 }), InlineData(new[] { 16, 15 }, new[] { 3, 4 }), InlineData(new[] { 8, 9, 10 }, new[] { 2, 3, 4 })]
    public void Modes_are_those_of_the_full_transform_and_fields_those_of_its_inverse(int[] points, int[] modes)
    {
        var x = new Rng(1).Normal([2, .. points]);
        var transform = new FourierModes(modes);
        int[] axes = [.. Enumerable.Range(1, points.Length)];
        var full = axes[..^1].Aggregate(Fourier.Rfft(x), (z, axis) => Fourier.Fft(z, axis));
        var kept = Tensor.ZerosLike(full);
        var y = transform.Analyse(x);
        foreach (var place in Places(modes, points))
        {
            Slice[] at = [Slice.All, .. place.Select(k => (Slice)k.InFull)];
            kept[at] = full[at];
            Slice[] own = [Slice.All, .. place.Reverse().Select(k => (Slice)k.Kept)];
            var difference = full[at] - (y[[.. own, 0]] + System.Numerics.Complex.ImaginaryOne * y[[.. own, 1]]);
            Assert.True(difference.Abs().Max().Item() < Rounding);
        }

        var back = Fourier.Irfft(axes[..^1].Aggregate(kept, (z, axis) => Fourier.Ifft(z, axis)), points[^1]);
        Assert.True((back - transform.Synthesise(y, points)).Abs().Max().Item() < Rounding);
    }

    [Fact]
    public void A_field_of_low_modes_is_carried_to_other_grids_exactly()
    {
        static Tensor Field(int n, int m)
        {
            var (a, b) = (Tensor.Arange(0.0, n)[.., Slice.NewAxis] * (2 * Math.PI / n), Tensor.Arange(0.0, m) * (2 * Math.PI / m));
            return (1 + Functions.Sin(2 * a + b) + 0.5 * Functions.Cos(a - 2 * b)).Unsqueeze(0);
        }

        var transform = new FourierModes([3, 3]);
        foreach (var (n, m) in new[] { (12, 12), (20, 31), (7, 6) })
        {
            // A synthesis divides by the points of its own grid.
            var there = transform.Synthesise(transform.Analyse(Field(12, 10)), [n, m]) * (n * m / 120.0);
            Assert.True((there - Field(n, m)).Abs().Max().Item() < Rounding);
        }
    }

    private static IEnumerable<(int Kept, int InFull)[]> Places(int[] modes, int[] points)
    {
        IEnumerable<(int, int)[]> all = [[]];
        for (var axis = 0; axis < modes.Length; axis++)
        {
            var own = axis;
            var choices = axis == modes.Length - 1
                ? Enumerable.Range(0, modes[axis]).Select(k => (k, k))
                : Enumerable.Range(0, 2 * modes[axis]).Select(k => (k, k < modes[own] ? k : k - 2 * modes[own] + points[own]));
            all = all.SelectMany(p => choices.Select(c => ((int, int)[])[.. p, c])).ToList();
        }

        return all;
    }
}
