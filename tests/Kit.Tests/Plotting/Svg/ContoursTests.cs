using Kit.Plotting.Svg;

namespace Kit.Tests.Plotting.Svg;

public sealed class ContoursTests
{
    private const int N = 41;

    private static double[] Field(Func<double, double, double> f) =>
        [.. from r in Enumerable.Range(0, N) from c in Enumerable.Range(0, N) select f(c - (N - 1) / 2.0, r - (N - 1) / 2.0)];

    [Fact]
    public void Lines_OfAParaboloid_AreOneClosedCircle()
    {
        var lines = Contours.Lines(Field((x, y) => x * x + y * y), N, N, 144);
        var circle = Assert.Single(lines);
        Assert.True(circle.Closed);
        // Linear interpolation over a unit side errs by at most f″/8 = 1/4 in f = r², that is 1/(8 r) in r = 12.
        Assert.All(circle.Points, p => Assert.Equal(12, Math.Sqrt((p.X - 20) * (p.X - 20) + (p.Y - 20) * (p.Y - 20)), 1 / (8 * 12.0)));
        // Neighbouring vertices lie in one cell, also across the seam.
        for (var i = 0; i < circle.Points.Count; i++)
        {
            var (a, b) = (circle.Points[i], circle.Points[(i + 1) % circle.Points.Count]);
            Assert.True(Math.Abs(a.X - b.X) <= 1 && Math.Abs(a.Y - b.Y) <= 1);
        }
    }

    [Fact]
    public void Lines_OfAPlane_AreOneOpenStraightLine()
    {
        var line = Assert.Single(Contours.Lines(Field((x, y) => x + 2 * y), N, N, 0.3));
        Assert.False(line.Closed);
        Assert.All(line.Points, p => Assert.Equal(0.3, p.X - 20 + 2 * (p.Y - 20), 1e-12));
    }

    [Theory]
    [InlineData(0.0, 2)]
    [InlineData(1.9, 2)]
    [InlineData(-1.9, 2)]
    public void Lines_AtASaddle_NeverCross(double level, int count)
    {
        // One cell with corners +2, −2 / −2, +2: the mean, 0, decides which pair is joined.
        var lines = Contours.Lines([2, -2, -2, 2], 2, 2, level);
        Assert.Equal(count, lines.Count);
        var joinsHigh = lines.Any(l => l.Points.Any(p => p.Y == 0) && l.Points.Any(p => p.X == 1));
        Assert.Equal(level <= 0, joinsHigh);
    }

    [Fact]
    public void Region_AreaOfADisc_IsThatOfTheCircle()
    {
        var region = Assert.Single(Contours.Region(Field((x, y) => -x * x - y * y), N, N, -144));
        var area = 0.0;
        for (var i = 0; i < region.Points.Count; i++)
        {
            var (a, b) = (region.Points[i], region.Points[(i + 1) % region.Points.Count]);
            area += (a.X * b.Y - b.X * a.Y) / 2;
        }
        // Radii are short by at most 1/(8 r): π/4 of area; sides s ≤ √2 cut off at most s³/(12 r) each: π/3.
        Assert.Equal(Math.PI * 144, Math.Abs(area), Math.PI / 4 + Math.PI / 3);
    }

    [Fact]
    public void Region_AboveEverythingLow_CoversTheWholeGrid_AndLeavesOutNaN()
    {
        var full = Assert.Single(Contours.Region(Field((x, y) => x), N, N, double.MinValue / 16));
        Assert.Equal((0.0, 40.0), (full.Points.Min(p => p.X), full.Points.Max(p => p.X)));

        var holed = Field((x, y) => x);
        holed[20 * N + 20] = double.NaN;
        var outlines = Contours.Region(holed, N, N, double.MinValue / 16);
        Assert.Equal(2, outlines.Count);
        Assert.All(outlines, o => Assert.True(o.Closed));
    }
}
