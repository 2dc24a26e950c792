using System.Globalization;
using Kit.Display;

namespace Kit.Notebook.Gallery;

/// <summary>Progress as lines of a log: one when something starts or ends, one for each tenth between.</summary>
public sealed class ProgressLines(string title, TextWriter writer) : IProgressSink
{
    private readonly Dictionary<string, long> shown = [];

    public void Show(in ProgressReport report)
    {
        var tenth = report.Finished ? 11 : report.Total > 0 ? 10 * report.Done / report.Total : 0;
        if (!report.Finished && report.Total > 0 && report.Done >= report.Total)
            return; // The last report follows.
        if (shown.TryGetValue(report.Name, out var before) && before == tenth)
            return;
        shown[report.Name] = tenth;
        var count = report.Total > 0 ? $"{report.Done}/{report.Total}" : $"{report.Done}";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {report.Name} {count} {report.Note} {report.Elapsed.TotalSeconds:0.0} s").Replace("  ", " ", StringComparison.Ordinal));
    }
}
