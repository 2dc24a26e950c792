using Kit.Display;

namespace Kit.Tests.Display;

public sealed class ProgressTests
{
    [Fact]
    public void A_listener_hears_the_start_and_the_end_but_not_every_step()
    {
        var sink = new Recorder();
        using (Progress.Listen(sink))
        using (var progress = Progress.Start("sweeps", 100_000))
        {
            for (var i = 1; i <= 100_000; i++)
                progress.Report(i, "m = 0.5");
        }
        Assert.Equal(("sweeps", 0L, false), (sink.Reports[0].Name, sink.Reports[0].Done, sink.Reports[0].Finished));
        Assert.Equal((100_000L, "m = 0.5", true), (sink.Reports[^1].Done, sink.Reports[^1].Note, sink.Reports[^1].Finished));
        Assert.True(sink.Reports.Count < 1000, $"{sink.Reports.Count} reports of 100000 steps");
    }

    [Fact]
    public void Listening_ends_with_its_scope()
    {
        var (outer, inner) = (new Recorder(), new Recorder());
        using (Progress.Listen(outer))
        {
            using (Progress.Listen(inner)) Progress.Start("a").Dispose();
            Progress.Start("b").Dispose();
        }
        Progress.Start("c").Dispose();
        Assert.All(inner.Reports, report => Assert.Equal("a", report.Name));
        Assert.All(outer.Reports, report => Assert.Equal("b", report.Name));
        Assert.Equal((2, 2), (inner.Reports.Count, outer.Reports.Count));
    }

    [Fact]
    public void A_progress_shows_its_state_also_when_nobody_listens()
    {
        using var known = Progress.Start("sweeps", 200);
        known.Report(50, "m < 1");
        Assert.Equal("sweeps 50/200 m < 1", known.ToString());
        Assert.Equal("<div><progress max=\"200\" value=\"50\"></progress> sweeps 50/200 m &lt; 1</div>", known.ToHtml());
        using var unknown = Progress.Start("steps");
        unknown.Report(7);
        Assert.Equal("<div>steps 7</div>", unknown.ToHtml());
    }

    private sealed class Recorder : IProgressSink
    {
        public List<ProgressReport> Reports { get; } = [];

        public void Show(in ProgressReport report) => Reports.Add(report);
    }
}
