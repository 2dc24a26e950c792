namespace Kit.Theory.Tests;

public sealed class ExperimentsTests
{
    [Fact]
    public void All_are_in_ordinal_order_of_distinct_ids()
    {
        var ids = Experiments.All.Select(experiment => experiment.Id).ToArray();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Discovery_finds_public_sealed_experiments_of_an_assembly() =>
        Assert.Equal(["fake-coin", "fake-die"], Experiments.In(typeof(FakeCoin).Assembly).Select(experiment => experiment.Id));

    [Fact]
    public void Every_experiment_says_what_it_claims_and_where_that_comes_from() => Assert.All(Experiments.All, experiment =>
    {
        Assert.False(string.IsNullOrWhiteSpace(experiment.Title));
        Assert.False(string.IsNullOrWhiteSpace(experiment.Claim));
        Assert.False(string.IsNullOrWhiteSpace(experiment.Source));
    });

    [Fact]
    public void Both_presets_are_within_the_bounds() => Assert.All(Experiments.All, experiment =>
    {
        Assert.Same(experiment.GetType(), experiment.Full.GetType());
        foreach (var preset in new[] { experiment, experiment.Full })
            preset.With(preset.Parameters.Select(parameter => (parameter.Name, parameter.Read(preset))));
    });
}
