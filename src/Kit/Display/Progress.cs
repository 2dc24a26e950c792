using System.Diagnostics;
using System.Globalization;

namespace Kit.Display;

/// <summary>What a host shows of a running computation.</summary>
/// <param name="Name">What is counted: "sweeps".</param>
/// <param name="Done">How many are done.</param>
/// <param name="Total">How many there will be; 0 when nobody knows.</param>
/// <param name="Note">What else is worth knowing now.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Finished">Whether this is the last report.</param>
/// <param name="View">A picture of how it goes, such as a learning curve, for a host that can redraw in place; null when there is none.</param>
public readonly record struct ProgressReport(string Name, long Done, long Total, string Note, TimeSpan Elapsed, bool Finished, IHtmlView? View = null);

/// <summary>A host's place for progress; it is called from the computing thread and returns at once.</summary>
public interface IProgressSink
{
    /// <summary>Shows a report.</summary>
    void Show(in ProgressReport report);
}

/// <summary>Tells whoever listens how far a long computation is; costs a comparison when nobody does.</summary>
/// <remarks>
/// The listener is ambient: a host sets it with <see cref="Listen"/>, and everything called from there reports to it. Reports never
/// influence a result; time is read only to thin them out.
/// </remarks>
/// <example><code>
/// using (var progress = Progress.Start("sweeps", total))
///     for (var i = 0; i &lt; total; i++) { Sweep(); progress.Report(i + 1); }
/// </code></example>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed class Progress : IDisposable, IHtmlView
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly AsyncLocal<IProgressSink?> Ambient = new();
    private readonly IProgressSink? sink;
    private readonly string name;
    private readonly long total;
    private readonly IHtmlView? view;
    private readonly long started = Stopwatch.GetTimestamp();
    private long shown;
    private long done;
    private string note = "";
    private bool ended;

    private Progress(string name, long total, IHtmlView? view, IProgressSink? sink) => (this.name, this.total, this.view, this.sink) = (name, total, view, sink);

    /// <summary>Begins to count.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="total">How many there will be; 0 when nobody knows.</param>
    /// <param name="view">Something that shows the state when it is asked, from the computing thread: a curve that grows.</param>
    public static Progress Start(string name, long total = 0, IHtmlView? view = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        var progress = new Progress(name, total, view, Ambient.Value);
        progress.Send(finished: false);
        return progress;
    }

    /// <summary>Makes <paramref name="sink"/> the listener of everything called from here until the result is disposed.</summary>
    public static IDisposable Listen(IProgressSink? sink)
    {
        var before = Ambient.Value;
        Ambient.Value = sink;
        return new Restore(before);
    }

    /// <summary>Says how many are done; shown at most ten times a second.</summary>
    public void Report(long done, string note = "")
    {
        (this.done, this.note) = (done, note);
        if (sink is not null && Stopwatch.GetElapsedTime(shown) >= Pause)
            Send(finished: false);
    }

    /// <summary>Sends the last report.</summary>
    public void Dispose()
    {
        if (!ended)
            Send(finished: true);
        ended = true;
    }

    /// <summary>A bar with the count; without a known total the count alone.</summary>
    public string ToHtml()
    {
        var bar = total > 0 ? string.Create(CultureInfo.InvariantCulture, $"""<progress max="{total}" value="{Math.Min(done, total)}"></progress> """) : "";
        return $"<div>{bar}{Html.Escape(ToString())}</div>";
    }

    /// <summary>"sweeps 40/100 m = 0.5".</summary>
    public override string ToString()
    {
        var count = total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{done}/{total}") : done.ToString(CultureInfo.InvariantCulture);
        return $"{name} {count} {note}".TrimEnd();
    }

    private void Send(bool finished)
    {
        if (sink is null)
            return;
        shown = Stopwatch.GetTimestamp();
        sink.Show(new(name, done, total, note, Stopwatch.GetElapsedTime(started), finished, view));
    }

    private sealed class Restore(IProgressSink? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
