using System.Runtime.CompilerServices;
using Kit.Notebook.Documents;
using Kit.Notebook.Tests.Documents;

namespace Kit.Notebook.Tests.Chapters;

/// <summary>The form that every chapter keeps.</summary>
public sealed class ChapterTests
{
    public static TheoryData<string> Chapters => [.. Directory.GetFiles(Folder(), "*.ipynb").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Chapters))]
    public void A_chapter_is_stored_without_outputs_as_Jupyter_writes_it(string name)
    {
        var path = Path.Combine(Folder(), name);
        var document = NotebookFile.Read(path);
        Assert.All(document.Cells, cell => Assert.True(cell is { Outputs.Count: 0, ExecutionCount: null }, $"{name}: cell {cell.Id} has outputs; clear them"));
        using var folder = new TemporaryFolder();
        NotebookFile.Write(document, folder.Path("copy.ipynb"));
        Assert.Equal(File.ReadAllText(path), File.ReadAllText(folder.Path("copy.ipynb")));
    }

    [Theory]
    [MemberData(nameof(Chapters))]
    public void A_cell_is_seen_whole(string name)
    {
        var cells = NotebookFile.Read(Path.Combine(Folder(), name)).Cells.Where(cell => cell.Kind == CellKind.Code).ToArray();
        Assert.StartsWith("#r \"../src/Kit/bin/Release/net10.0/Kit.dll\"", cells[0].Source, StringComparison.Ordinal);
        Assert.All(cells, cell =>
        {
            var lines = cell.Source.Split('\n');
            Assert.True(lines.Length <= 25, $"{name}: cell {cell.Id} has {lines.Length} lines, more than 25; what repeats belongs into the library");
            Assert.All(lines, line => Assert.True(line.Length <= 90, $"{name}: cell {cell.Id} has a line of {line.Length} characters, more than 90: {line}"));
        });
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "notebooks"));
}
