using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>nbformat 4.5 as Jupyter's own writer lays it out.</summary>
internal static class IpynbWriter
{
    public static string ToJson(NotebookDocument document) => JsonText.Write(new JsonObject
    {
        ["cells"] = new JsonArray([.. document.Cells.Select(ToJson)]),
        ["metadata"] = document.Metadata.DeepClone(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }) + "\n";

    private static JsonObject ToJson(Cell cell)
    {
        var json = new JsonObject
        {
            ["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" },
            ["id"] = cell.Id,
            ["metadata"] = cell.Metadata.DeepClone(),
            ["source"] = TextLines.Split(cell.Source),
        };
        if (cell.Kind == CellKind.Code)
        {
            json["execution_count"] = cell.ExecutionCount;
            json["outputs"] = new JsonArray([.. cell.Outputs.Select(ToJson)]);
        }
        else if (cell.Attachments is not null)
        {
            json["attachments"] = cell.Attachments.DeepClone();
        }
        return json;
    }

    private static JsonObject ToJson(Output output) => output switch
    {
        StreamOutput stream => new() { ["output_type"] = "stream", ["name"] = stream.Name, ["text"] = TextLines.Split(stream.Text) },
        ErrorOutput error => new()
        {
            ["output_type"] = "error",
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
        },
        DisplayOutput { IsResult: true } result => WithData(result, new() { ["output_type"] = "execute_result", ["execution_count"] = result.ExecutionCount }),
        DisplayOutput display => WithData(display, new() { ["output_type"] = "display_data" }),
        _ => throw new ArgumentException($"{output.GetType().Name} is no output of nbformat 4"),
    };

    private static JsonObject WithData(DisplayOutput display, JsonObject json)
    {
        json["data"] = new JsonObject(display.Data.Select(entry => KeyValuePair.Create(entry.Key, Value(entry.Key, entry.Value))));
        json["metadata"] = display.Metadata?.DeepClone() ?? new JsonObject();
        return json;
    }

    private static JsonNode? Value(string mime, JsonNode? value) =>
        value.AsText() is { } text && (mime.StartsWith("text/", StringComparison.Ordinal) || mime is "application/javascript" or "image/svg+xml")
            ? TextLines.Split(text)
            : value?.DeepClone();
}
