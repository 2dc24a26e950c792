using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Kit.Notebook.Documents;

namespace Kit.Notebook.Running;

/// <summary>A run as a Visual Studio test-result file: one test a code cell.</summary>
internal static class TrxFile
{
    private static readonly XNamespace Ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Writes the file by way of a temporary one.</summary>
    public static void Write(string path, string notebook, NotebookDocument document, DateTimeOffset start)
    {
        var cells = document.Cells.Select((cell, i) => (cell, number: i + 1)).Where(entry => entry.cell.Kind == CellKind.Code)
            .Select(entry => (entry.cell, name: $"cell {entry.number}: {Printable(entry.cell.Title)}", id: Id($"{notebook} {entry.cell.Id}"), execution: Id($"{notebook} {entry.cell.Id} run")))
            .ToArray();
        var list = Id("results");
        var type = Id("unit test");
        int Count(Func<CellRun?, bool> which) => cells.Count(entry => which(entry.cell.Run));
        var failed = Count(run => run?.Status is CellStatus.Failed or CellStatus.TimedOut);
        var root = new XElement(Ns + "TestRun",
            new XAttribute("id", Id(notebook + " run")),
            new XAttribute("name", notebook),
            new XElement(Ns + "Times", new XAttribute("start", start.ToString("O", CultureInfo.InvariantCulture)), new XAttribute("finish", DateTimeOffset.Now.ToString("O", CultureInfo.InvariantCulture))),
            new XElement(Ns + "Results", cells.Select(entry => new XElement(Ns + "UnitTestResult",
                new XAttribute("executionId", entry.execution),
                new XAttribute("testId", entry.id),
                new XAttribute("testName", entry.name),
                new XAttribute("computerName", "kit"),
                new XAttribute("duration", (entry.cell.Run?.Elapsed ?? TimeSpan.Zero).ToString("c", CultureInfo.InvariantCulture)),
                new XAttribute("testType", type),
                new XAttribute("outcome", Outcome(entry.cell.Run)),
                new XAttribute("testListId", list),
                Output(entry.cell)))),
            new XElement(Ns + "TestDefinitions", cells.Select(entry => new XElement(Ns + "UnitTest",
                new XAttribute("name", entry.name),
                new XAttribute("storage", notebook),
                new XAttribute("id", entry.id),
                new XElement(Ns + "Execution", new XAttribute("id", entry.execution)),
                new XElement(Ns + "TestMethod", new XAttribute("codeBase", notebook), new XAttribute("className", notebook), new XAttribute("name", entry.name))))),
            new XElement(Ns + "TestEntries", cells.Select(entry => new XElement(Ns + "TestEntry",
                new XAttribute("testId", entry.id), new XAttribute("executionId", entry.execution), new XAttribute("testListId", list)))),
            new XElement(Ns + "TestLists", new XElement(Ns + "TestList", new XAttribute("name", "Results Not in a List"), new XAttribute("id", list))),
            new XElement(Ns + "ResultSummary", new XAttribute("outcome", failed > 0 ? "Failed" : "Completed"),
                new XElement(Ns + "Counters",
                    new XAttribute("total", cells.Length),
                    new XAttribute("executed", Count(run => run is not null && run.Status != CellStatus.Skipped)),
                    new XAttribute("passed", Count(run => run?.Status == CellStatus.Succeeded)),
                    new XAttribute("failed", failed))));
        AtomicFile.Write(path, stream =>
        {
            using var writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
            root.Save(writer);
        });
    }

    private static string Outcome(CellRun? run) => run?.Status switch
    {
        CellStatus.Succeeded => "Passed",
        CellStatus.Failed or CellStatus.TimedOut => "Failed",
        _ => "NotExecuted",
    };

    private static XElement? Output(Cell cell) => cell.Run is { Note: { } note } run
        ? new XElement(Ns + "Output", run.Status == CellStatus.Skipped
            ? new XElement(Ns + "StdOut", Printable(note))
            : new XElement(Ns + "ErrorInfo", new XElement(Ns + "Message", Printable(note)),
                new XElement(Ns + "StackTrace", Printable(string.Join('\n', cell.Outputs.OfType<ErrorOutput>().SelectMany(error => error.Traceback))))))
        : null;

    // XML has no form for most control characters.
    private static string Printable(string text) => string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '\uFFFD'));

    private static string Id(string name) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
}
