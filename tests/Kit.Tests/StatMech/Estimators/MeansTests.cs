using Kit.StatMech.Estimators;

namespace Kit.Tests.StatMech.Estimators;

public class MeansTests
{
    [Fact]
    public void Means_are_found_by_name_and_what_is_missing_is_named()
    {
        var columns = Columns.Of<string>([new("length", s => s.Length), new("letters", 2, (s, v) => v.Fill(1))]);
        var means = new Means(columns, [1, 2, 3]);
        Assert.Equal(1, means["length"]);
        Assert.Equal([2.0, 3.0], means.Vector("letters"));
        Assert.Contains("there are length, letters", Assert.Throws<KeyNotFoundException>(() => means["size"]).Message, StringComparison.Ordinal);
        Assert.Contains("ask for its Vector", Assert.Throws<KeyNotFoundException>(() => means["letters"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Columns.Of<string>([new("a", s => 1), new("a", s => 2)]));
    }
}
