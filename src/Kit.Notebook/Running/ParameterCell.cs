using System.Globalization;
using System.Text.Json.Nodes;
using Kit.Notebook.Documents;
using Microsoft.CodeAnalysis.CSharp;

namespace Kit.Notebook.Running;

/// <summary>Values from the command line, as papermill puts them: a cell tagged <c>injected-parameters</c> after the one tagged <c>parameters</c>.</summary>
internal static class ParameterCell
{
    /// <summary>Inserts the cell; one of an earlier run is replaced. Without a <c>parameters</c> cell it becomes the first and declares the names.</summary>
    public static void Inject(NotebookDocument document, IReadOnlyDictionary<string, string> parameters)
    {
        document.Cells.RemoveAll(cell => cell.Tags.Contains("injected-parameters"));
        if (parameters.Count == 0)
        {
            return;
        }

        var defaults = document.Cells.FindIndex(cell => cell.Tags.Contains("parameters"));
        var declare = defaults < 0 ? "var " : "";
        var lines = parameters.Select(parameter => $"{declare}{parameter.Key} = {Literal(parameter.Value)};");
        document.Cells.Insert(defaults + 1, new Cell
        {
            Id = "injected-parameters",
            Kind = CellKind.Code,
            Language = "csharp",
            Source = string.Join('\n', lines.Prepend("// Parameters of this run")),
            Metadata = new JsonObject { ["tags"] = new JsonArray("injected-parameters") },
            Tags = ["injected-parameters"],
        });
    }

    /// <summary>A C# literal of the value: a whole number, a real number, true or false, or else a string.</summary>
    private static string Literal(string value) =>
        value is "true" or "false" ? value
        : long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole.ToString(CultureInfo.InvariantCulture)
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real.ToString("R", CultureInfo.InvariantCulture) + "d"
        : SymbolDisplay.FormatLiteral(value, quote: true);
}
