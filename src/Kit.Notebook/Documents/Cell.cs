using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    Code,
    Markdown,
    Raw,
}

/// <summary>One cell of a notebook. The runner changes only <see cref="Outputs"/>, <see cref="ExecutionCount"/> and <see cref="Run"/>.</summary>
public sealed class Cell
{
    /// <summary>The nbformat 4.5 id: 1 to 64 of [A-Za-z0-9_-], unique in its notebook, kept from run to run.</summary>
    public required string Id { get; set; }

    public required CellKind Kind { get; init; }

    /// <summary>The kernel name that runs a code cell: <c>csharp</c>, <c>fsharp</c>, <c>javascript</c>, ...; <c>markdown</c> or <c>raw</c> otherwise.</summary>
    public required string Language { get; init; }

    public required string Source { get; init; }

    /// <summary>Whether the first line with text is a <c>#!kernel</c> line, which chose <see cref="Language"/>.</summary>
    public bool StartsWithSwitch { get; init; }

    /// <summary>What the kernel gets: <see cref="Source"/> with a leading <c>#!kernel</c> line left blank, so that line numbers stay true.</summary>
    public string Body
    {
        get
        {
            if (!StartsWithSwitch)
                return Source;
            var first = Source.Length - Source.AsSpan().TrimStart().Length;
            var end = Source.IndexOf('\n', first);
            return Source[..first] + (end < 0 ? "" : Source[end..]);
        }
    }

    /// <summary>Metadata as read; written back untouched.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Attachments of a Markdown cell as read, or null.</summary>
    public JsonObject? Attachments { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public List<Output> Outputs { get; } = [];

    public int? ExecutionCount { get; set; }

    /// <summary>How the last run of this cell ended; null when it was not run.</summary>
    public CellRun? Run { get; set; }

    /// <summary>A name for messages: the first comment of a code cell or the first heading of a Markdown cell, else the first line of text.</summary>
    public string Title
    {
        get
        {
            var mark = Kind == CellKind.Code ? "//" : "#";
            var lines = Source.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
            var line = lines.FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "";
            return (Kind == CellKind.Code ? line.TrimStart('/', '!') : line.TrimStart('#')).Trim();
        }
    }
}

/// <summary>How a code cell's run ended.</summary>
public enum CellStatus
{
    Succeeded,
    Failed,
    Skipped,
    TimedOut,
}

/// <summary>The end of a cell's run, its wall time, and for a skipped or failed cell a sentence that says why.</summary>
public sealed record CellRun(CellStatus Status, TimeSpan Elapsed, string? Note = null);
