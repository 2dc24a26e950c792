namespace Kit.Theory.Tests;

public sealed class ExperimentTests
{
    [Fact]
    public void Id_and_chapter_come_from_the_type() => Assert.Equal(("fake-coin", "tests"), (new FakeCoin().Id, new FakeCoin().Chapter));

    [Theory]
    [InlineData("tosses", "7", "Tosses = 7")]
    [InlineData("Bias", "2.5e-1", "Bias = 0.25")]
    [InlineData("Sizes", "4, 5", "Sizes = 4,5")]
    [InlineData("Points", "1e-3", "Points = 0.001")]
    [InlineData("Big", "12345678901", "Big = 12345678901")]
    [InlineData("fair", "false", "Fair = False")]
    [InlineData("Label", "a=b", "Label = a=b")]
    [InlineData("Ending", "throws", "Ending = Throws")]
    public void With_sets_a_parameter_from_text(string name, string value, string shown)
    {
        var original = new FakeCoin();
        Assert.Contains(shown, original.With((name, value)).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(shown, original.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Toses", "7", "fake-coin has no parameter 'Toses'; it has Tosses, Bias, Sizes")]
    [InlineData("Tosses", "seven", "Tosses: 'seven' is not a whole number.")]
    [InlineData("Tosses", "99999999999", "Tosses: '99999999999' is not a whole number.")]
    [InlineData("Tosses", "0", "fake-coin: Tosses = 0 is out of bounds; it goes from 1 to 1000.")]
    [InlineData("Bias", "NaN", "fake-coin: Bias = NaN is out of bounds; it goes from 0 to 1.")]
    [InlineData("Sizes", "1,20", "fake-coin: Sizes = 20 is out of bounds; it goes from 1 to 9.")]
    [InlineData("Sizes", "", "fake-coin: Sizes is empty; it needs one entry at least.")]
    [InlineData("Ending", "sideways", "Ending: 'sideways' is not one of Holds, Fails")]
    public void With_refuses_what_is_wrong(string name, string value, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new FakeCoin().With((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_parameter_of_every_experiment_survives_a_round_trip_as_text()
    {
        foreach (var experiment in Experiments.All.SelectMany(quick => new[] { quick, quick.Full }).Append(new FakeCoin()))
        {
            var again = experiment.With(experiment.Parameters.Select(parameter => (parameter.Name, parameter.Read(experiment))));
            Assert.Equal(experiment.ToString(), again.ToString());
        }
    }

    [Fact]
    public void Run_checks_the_bounds_of_named_arguments() =>
        Assert.Contains("Tosses = 0 is out of bounds", Assert.Throws<ArgumentException>(() => new FakeCoin { Tosses = 0 }.Run()).Message, StringComparison.Ordinal);

    [Fact]
    public void An_experiment_without_a_check_is_refused() =>
        Assert.Contains("made no check", Assert.Throws<InvalidOperationException>(() => new FakeCoin { Ending = Ending.ChecksNothing }.Run()).Message, StringComparison.Ordinal);

    [Fact]
    public void Same_seed_same_bits_and_another_seed_other_bits()
    {
        double Mean(long seed) => new FakeCoin().Run(seed).Findings.Checks[0].Measured;
        Assert.Equal(Mean(1), Mean(1));
        Assert.NotEqual(Mean(1), Mean(2));
    }

    [Fact]
    public void A_cancelled_run_throws()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        Assert.Throws<OperationCanceledException>(() => new FakeCoin { Ending = Ending.WaitsForCancellation }.Run(token: cancel.Token));
    }

    [Fact]
    public void A_result_shows_claim_verdict_and_figure_with_its_text_escaped()
    {
        var html = new FakeCoin { Ending = Ending.IsNaN }.Run().ToHtml();
        Assert.Contains("Heads &lt; tails &amp; so on.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("A <coin>", html, StringComparison.Ordinal);
        Assert.Contains("does not hold", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_prints_its_checks()
    {
        var text = new FakeDie().Run().ToString();
        Assert.Contains("A die", text, StringComparison.Ordinal);
        Assert.Contains("faces", text, StringComparison.Ordinal);
        Assert.Contains("holds", text, StringComparison.Ordinal);
    }
}
