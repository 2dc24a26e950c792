using System.Globalization;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Running;

/// <summary>Progress of a run on the terminal: a line a code cell with its title and time.</summary>
internal sealed class Terminal(TextWriter writer, bool live)
{
    private const int TitleWidth = 56;
    private readonly int width = live ? SafeWidth() : int.MaxValue;

    /// <summary>Shows the cell that runs now; on a live terminal its line is overwritten by <see cref="End"/>.</summary>
    public void Begin(int number, int count, Cell cell)
    {
        if (live)
        {
            writer.Write($"\r{Fit($"{Head(number, count)} {Title(cell)} ...")}");
            writer.Flush();
        }
    }

    /// <summary>Shows a note behind the cell that runs now, such as a progress bar.</summary>
    public void Note(int number, int count, string note)
    {
        if (live)
        {
            writer.Write($"\r{Fit($"{Head(number, count)} {note}")}");
            writer.Flush();
        }
    }

    public void End(int number, int count, Cell cell, CellRun run)
    {
        var seconds = run.Status == CellStatus.Skipped ? "skipped" : run.Elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
        var mark = run.Status switch { CellStatus.Failed => "  FAILED", CellStatus.TimedOut => "  TIMED OUT", _ => "" };
        var note = run.Status == CellStatus.Skipped && run.Note is { } reason ? $"  ({reason})" : "";
        writer.WriteLine($"{(live ? "\r" : "")}{Fit($"{Head(number, count)} {Title(cell),-TitleWidth} {seconds,9}{mark}{note}")}");
    }

    public void Line(string text) => writer.WriteLine(text);

    private static string Head(int number, int count) => $"[{number.ToString(CultureInfo.InvariantCulture).PadLeft(count.ToString(CultureInfo.InvariantCulture).Length)}/{count}]";

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

    private string Fit(string text) => !live ? text : text.Length >= width ? text[..(width - 1)] : text.PadRight(width - 1);
}
