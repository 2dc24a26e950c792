namespace Kit.Notebook.Documents;

/// <summary>A file that is no notebook Kit can read: which file, which cell, what was expected instead.</summary>
public sealed class NotebookFormatException : FormatException
{
    public NotebookFormatException(string path, int? cellNumber, string problem, Exception? cause = null)
        : base(cellNumber is null ? $"{path}: {problem}" : $"{path}: cell {cellNumber}: {problem}", cause) =>
        (Path, CellNumber) = (path, cellNumber);

    public string Path { get; }

    /// <summary>Counted from 1; null when the file as a whole is at fault.</summary>
    public int? CellNumber { get; }
}
