using System.Diagnostics;

namespace Kit.Display;

/// <summary>What a host shows of a running computation.</summary>
/// <param name="Name">What is counted: "sweeps".</param>
/// <param name="Done">How many are done.</param>
/// <param name="Total">How many there will be; 0 when nobody knows.</param>
/// <param name="Note">What else is worth knowing now.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Finished">Whether this is the last report.</param>
public readonly record struct ProgressReport(string Name, long Done, long Total, string Note, TimeSpan Elapsed, bool Finished);

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
public sealed class Progress : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly AsyncLocal<IProgressSink?> Ambient = new();
    private readonly IProgressSink? sink;
    private readonly string name;
    private readonly long total;
    private readonly long started = Stopwatch.GetTimestamp();
    private long shown;
    private long done;
    private string note = "";
    private bool ended;

    private Progress(string name, long total, IProgressSink? sink) => (this.name, this.total, this.sink) = (name, total, sink);

    /// <summary>Begins to count.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="total">How many there will be; 0 when nobody knows.</param>
    public static Progress Start(string name, long total = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        var progress = new Progress(name, total, Ambient.Value);
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
        if (sink is null)
            return;
        (this.done, this.note) = (done, note);
        if (Stopwatch.GetElapsedTime(shown) >= Pause)
            Send(finished: false);
    }

    /// <summary>Sends the last report.</summary>
    public void Dispose()
    {
        if (!ended)
            Send(finished: true);
        ended = true;
    }

    private void Send(bool finished)
    {
        if (sink is null)
            return;
        shown = Stopwatch.GetTimestamp();
        sink.Show(new(name, done, total, note, Stopwatch.GetElapsedTime(started), finished));
    }

    private sealed class Restore(IProgressSink? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
