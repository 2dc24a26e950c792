namespace Kit.Theory.Tests;

public sealed class CheckTests
{
    [Theory]
    [InlineData(1.0, true)]
    [InlineData(0.0, true)]
    [InlineData(1.0000000000000002, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NegativeInfinity, false)]
    public void AtMost_passes_up_to_its_bound(double measured, bool passes) => Assert.Equal(passes, Check.AtMost("x", measured, 1, "test").Passed);

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(2.0, true)]
    [InlineData(0.9999999999999999, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void AtLeast_passes_from_its_bound(double measured, bool passes) => Assert.Equal(passes, Check.AtLeast("x", measured, 1, "test").Passed);

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(2.0, true)]
    [InlineData(0.9, false)]
    [InlineData(2.1, false)]
    [InlineData(double.NaN, false)]
    public void Within_holds_both_ends(double measured, bool passes) => Assert.Equal(passes, Check.Within("x", measured, 1, 2, "test").Passed);

    [Fact]
    public void Near_is_an_interval_about_the_expected_value()
    {
        var check = Check.Near("order", 2.05, 2, 0.25, "theory");
        Assert.Equal((1.75, 2.25), (check.Low, check.High));
        Assert.True(check.Passed);
    }

    [Fact]
    public void Bounds_read_as_mathematics()
    {
        Assert.Equal("≤ 1E-12", Check.AtMost("x", 0, 1e-12, "test").Bound);
        Assert.Equal("≥ 5", Check.AtLeast("x", 0, 5, "test").Bound);
        Assert.Equal("in [1.9, 2.1]", Check.Near("x", 0, 2, 0.1, "test").Bound);
        Assert.Equal("order: 2.003, in [1.9, 2.1]: holds", Check.Near("order", 2.003, 2, 0.1, "test").ToString());
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    public void A_bound_that_bounds_nothing_is_refused(double low, double high) =>
        Assert.Contains("is no bound", Assert.Throws<ArgumentException>(() => Check.Within("x", 1, low, high, "test")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_bound_without_origin_is_refused() => Assert.Throws<ArgumentException>(() => Check.AtMost("x", 0, 1, " "));
}
