using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>A notebook in memory, whichever file it came from.</summary>
public sealed class NotebookDocument
{
    /// <summary>Notebook metadata of nbformat 4 (kernelspec, language_info, ...); written back untouched.</summary>
    public JsonObject Metadata { get; init; } = [];

    public List<Cell> Cells { get; } = [];

    /// <summary>The first level-one heading, or null.</summary>
    public string? Title => Cells.Where(cell => cell.Kind == CellKind.Markdown)
        .SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
}
