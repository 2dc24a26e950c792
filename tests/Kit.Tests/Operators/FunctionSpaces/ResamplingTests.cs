using Kit.Operators.FunctionSpaces;
using Kit.Tensors;

namespace Kit.Tests.Operators.FunctionSpaces;

public sealed class ResamplingTests
{
    private static Tensor Wave(QuadratureAxis axis) => (2 * Math.PI * Tensor.Of(axis.Points)).Sin() + 0.3 * (6 * Math.PI * Tensor.Of(axis.Points)).Cos();

    [Theory, InlineData(16, 8), InlineData(8, 16), InlineData(9, 64), InlineData(64, 9)]
    public void Low_frequencies_go_from_circle_to_circle_exactly(int n, int m)
    {
        var (from, to) = (QuadratureAxis.Periodic(n), QuadratureAxis.Periodic(m));
        Assert.True((Resampling.Between(Wave(from), new(from), new(to)) - Wave(to)).Abs().Max().Item() < 1e-13); // n roundings of size 1
    }

    [Fact]
    public void Frequencies_that_the_coarse_grid_cannot_carry_are_cut_off_and_not_folded()
    {
        var (from, to) = (QuadratureAxis.Periodic(32), QuadratureAxis.Periodic(8));
        var fast = (2 * Math.PI * 7 * Tensor.Of(from.Points)).Cos();
        Assert.True(Resampling.Between(fast, new(from), new(to)).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Errors_on_uneven_points_and_intervals_have_order_2()
    {
        var circle = Order(n => QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n).Select(i => (double)i / n + 0.08 * Math.Sin(2 * Math.PI * i / n))], 1), n => QuadratureAxis.Periodic(8), [24, 48, 96]);
        Assert.InRange(circle, 1.8, 3);
        Assert.InRange(Order(n => QuadratureAxis.Nodes(n + 1), n => QuadratureAxis.Nodes(5 * n), [16, 32, 64]), 1.9, 2.1);
        Assert.InRange(Order(n => QuadratureAxis.Nodes(4 * n + 1), n => QuadratureAxis.Periodic(n), [16, 32, 64], same: false), 1.9, 2.1);

        static double Order(Func<int, QuadratureAxis> from, Func<int, QuadratureAxis> to, int[] counts, bool same = true)
        {
            var errors = counts.Select(n =>
            {
                // For averages: cells inside of the interval, where no hat is cut.
                var there = same ? to(n) : QuadratureAxis.Nodes(n + 1);
                var difference = (Resampling.Between(Wave(from(n)), new(from(n)), new(there)) - Wave(there)).Abs();
                return (same ? difference : difference[1..^1]).Max().Item();
            }).ToArray();
            return Math.Log2(errors[0] / errors[2]) / 2;
        }
    }

    [Fact]
    public void Two_axes_go_one_after_the_other_and_constants_stay()
    {
        QuadratureGrid from = new(QuadratureAxis.Periodic(8), QuadratureAxis.Nodes(9)), to = new(QuadratureAxis.Periodic(12), QuadratureAxis.Nodes(4));
        Assert.True((Resampling.Between(Tensor.Ones((2, 8, 9)), from, to) - Tensor.Ones((2, 12, 4))).Abs().Max().Item() < 1e-13);
        Assert.Contains("[12,4]", Assert.Throws<ArgumentException>(() => Resampling.Between(Tensor.Ones((2, 8, 8)), from, to)).Message, StringComparison.Ordinal);
        Assert.Contains("one domain", Assert.Throws<ArgumentException>(() => Resampling.Between(Tensor.Ones([8]), new(QuadratureAxis.Periodic(8)), new(QuadratureAxis.Nodes(8)))).Message, StringComparison.Ordinal);
    }
}
