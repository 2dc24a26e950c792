using System.Globalization;
using Kit.Display;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Running;

/// <summary>Progress of a run on the terminal: a line a code cell with its title and time.</summary>
internal sealed class Terminal(TextWriter writer, bool live) : IProgressSink
{
    private const int TitleWidth = 56;
    private readonly int width = live ? SafeWidth() : int.MaxValue;
    private string head = "";

    /// <summary>Names the cell that runs now: should it take the process down, it is the last thing that was said.</summary>
    public void Begin(int number, int count, Cell cell)
    {
        head = Head(number, count);
        if (live)
        {
            Overwrite($"{head} {Title(cell)} ...");
        }
        else
        {
            writer.Write(Line(cell));
            writer.Flush();
        }
    }

    /// <summary>Shows how far the cell that runs now is.</summary>
    public void Show(in ProgressReport report)
    {
        var of = report.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"/{report.Total}, {100.0 * report.Done / report.Total:0} %") : "";
        Overwrite(string.Create(CultureInfo.InvariantCulture, $"{head} {report.Name} {report.Done}{of}, {report.Elapsed.TotalSeconds:0} s {report.Note}"));
    }

    /// <summary>Completes the cell's line: its time, and how it ended.</summary>
    public void End(Cell cell, CellRun run)
    {
        var seconds = run.Status == CellStatus.Skipped ? "skipped" : run.Elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
        var mark = run.Status switch { CellStatus.Failed => "  FAILED", CellStatus.TimedOut => "  TIMED OUT", _ => "" };
        var note = run.Status == CellStatus.Skipped && run.Note is { } reason ? $"  ({reason})" : "";
        var end = $" {seconds,9}{mark}{note}";
        writer.WriteLine(live ? $"\r{Fit(Line(cell) + end)}" : end);
    }

    public void Say(string text) => writer.WriteLine(text);

    private static string Head(int number, int count) => $"[{number.ToString(CultureInfo.InvariantCulture).PadLeft(count.ToString(CultureInfo.InvariantCulture).Length)}/{count}]";

    private string Line(Cell cell) => $"{head} {Title(cell),-TitleWidth}";

    private static string Title(Cell cell) => cell.Title.Length <= TitleWidth ? cell.Title : string.Concat(cell.Title.AsSpan(0, TitleWidth - 3), "...");

    private static int SafeWidth()
    {
        try
        {
            return Math.Max(40, Console.WindowWidth);
        }
        catch (IOException)
        {
            return 80;
        }
    }

    private void Overwrite(string text)
    {
        if (live)
        {
            writer.Write($"\r{Fit(text)}");
            writer.Flush();
        }
    }

    private string Fit(string text) => !live ? text : text.Length >= width ? text[..(width - 1)] : text.PadRight(width - 1);
}
