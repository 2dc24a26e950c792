using Kit.Plotting.Svg;

namespace Kit.Tests.Plotting.Svg;

public sealed class ClipTests
{
    private static readonly Box Unit = new(0, 0, 10, 10);

    [Fact]
    public void Line_RandomWalk_KeepsExactlyWhatIsInside()
    {
        Random random = new(11);
        var points = Enumerable.Range(0, 400).Select(_ => new Point(40 * random.NextDouble() - 15, 40 * random.NextDouble() - 15)).ToArray();
        var pieces = Clip.Line(points, Unit);
        Assert.All(pieces.SelectMany(p => p), p => Assert.True(Unit.Inflate(1e-9).Contains(p)));

        // The length inside, by brute force: 2000 samples of a segment of length at most 57 err by less than two of them.
        double kept = pieces.Sum(Length), sampled = 0;
        for (var i = 0; i + 1 < points.Length; i++)
        {
            var (a, b) = (points[i], points[i + 1]);
            var inside = Enumerable.Range(0, 2000).Count(k => Unit.Contains(new(a.X + (k + 0.5) / 2000 * (b.X - a.X), a.Y + (k + 0.5) / 2000 * (b.Y - a.Y))));
            sampled += inside / 2000.0 * Length([a, b]);
        }
        Assert.Equal(sampled, kept, 399 * 57 / 1000.0);
        Assert.True(kept > 100);

        static double Length(List<Point> p) => Enumerable.Range(0, p.Count - 1).Sum(i => double.Hypot(p[i + 1].X - p[i].X, p[i + 1].Y - p[i].Y));
    }

    [Fact]
    public void Line_GapOfNaN_BreaksTheLine()
    {
        var pieces = Clip.Line([new(1, 1), new(2, 2), new(double.NaN, 3), new(4, 4), new(5, 5)], Unit);
        Assert.Equal(2, pieces.Count);
        Assert.Equal([new Point(4, 4), new Point(5, 5)], pieces[1]);
    }

    [Fact]
    public void Polygon_CutToTheBox_HasTheAreaOfTheIntersection()
    {
        // The square [5, 15]² overlaps the box in [5, 10]².
        var cut = Clip.Polygon([new(5, 5), new(15, 5), new(15, 15), new(5, 15)], Unit);
        var area = 0.0;
        for (var i = 0; i < cut.Count; i++) area += (cut[i].X * cut[(i + 1) % cut.Count].Y - cut[(i + 1) % cut.Count].X * cut[i].Y) / 2;
        Assert.Equal(25, Math.Abs(area), 1e-12);
        Assert.Empty(Clip.Polygon([new(11, 11), new(12, 11), new(12, 12)], Unit));
    }

    [Fact]
    public void Decimate_LongLine_KeepsTheExtremesOfEveryColumn()
    {
        Random random = new(2);
        var points = Enumerable.Range(0, 60_000).Select(i => new Point(i / 100.0, random.NextDouble() * 300)).ToArray();
        var kept = Decimate.Line(points);
        Assert.True(kept.Count <= 4 * 600);
        for (var column = 0; column < 600; column += 29)
        {
            var before = points.Where(p => Math.Floor(p.X) == column).Select(p => p.Y).ToArray();
            var after = kept.Where(p => Math.Floor(p.X) == column).Select(p => p.Y).ToArray();
            Assert.Equal((before.Min(), before.Max()), (after.Min(), after.Max()));
        }
    }

    [Fact]
    public void PathData_RelativeSteps_AddUpToTheRoundedPoints()
    {
        PathData path = new();
        path.Move(0.004, 0.006).Line(1.0049, 2).Line(1.0149, -0.5);
        Assert.Equal("M0 .01l1 1.99 .01-2.5", path.ToString());
    }
}
