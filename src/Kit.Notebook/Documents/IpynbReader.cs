using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>nbformat 4.0 to 4.5, every field checked.</summary>
/// <remarks>
/// The language of a code cell is the first of these that is there: a first line <c>#!kernel</c>,
/// <c>metadata.polyglot_notebook.kernelName</c>, <c>metadata.dotnet_interactive.language</c>, <c>metadata.vscode.languageId</c> that names a
/// known language, and the notebook's default (<c>polyglot_notebook.kernelInfo.defaultKernelName</c>, kernelspec, language_info, csharp).
/// </remarks>
internal sealed class IpynbReader(string path)
{
    private readonly KernelNames names = new();
    private readonly CellIds ids = new();
    private string defaultLanguage = "csharp";
    private int? number;

    public NotebookDocument Read(byte[] bytes)
    {
        var root = Object(new HostileJson(path).Parse(bytes), "a notebook", "object");
        CheckVersion(root);
        var metadata = Copy(root["metadata"] ?? new JsonObject(), "\"metadata\"");
        names.Declare((metadata["polyglot_notebook"] as JsonObject)?["kernelInfo"]);
        defaultLanguage = DefaultLanguage(metadata);
        var document = new NotebookDocument { Metadata = metadata };
        var cells = Array(root["cells"], "\"cells\"", NotebookFile.MaxCells);
        for (var i = 0; i < cells.Count; i++)
        {
            number = i + 1;
            document.Cells.Add(ReadCell(Object(cells[i], "a cell")));
        }
        return document;
    }

    private void CheckVersion(JsonObject root)
    {
        var major = Integer(root["nbformat"], "\"nbformat\"");
        if (major == 4)
            return;
        throw Fail(major is null
            ? "\"nbformat\" is missing: expected a Jupyter notebook of version 4"
            : $"this is nbformat {major}, Kit reads nbformat 4; convert it with `jupyter nbconvert --to notebook --nbformat 4`");
    }

    private string DefaultLanguage(JsonObject metadata)
    {
        var spec = metadata["kernelspec"] as JsonObject;
        string?[] candidates =
        [
            ((metadata["polyglot_notebook"] as JsonObject)?["kernelInfo"] as JsonObject)?["defaultKernelName"].AsText(),
            spec?["name"].AsText() is { } name && name.StartsWith(".net-", StringComparison.Ordinal) ? name[5..] : null,
            spec?["language"].AsText(),
            (metadata["language_info"] as JsonObject)?["name"].AsText(),
        ];
        foreach (var candidate in candidates)
        {
            if (names.TryGet(candidate, out var kernel))
                return kernel;
        }
        return spec?["language"].AsText()?.ToLowerInvariant() is { Length: > 0 } foreign ? foreign : "csharp";
    }

    private Cell ReadCell(JsonObject json)
    {
        var kind = json["cell_type"].AsText() switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            _ => throw Fail($"\"cell_type\": expected \"code\", \"markdown\" or \"raw\", found {Describe(json["cell_type"])}"),
        };
        var metadata = Copy(json["metadata"] ?? new JsonObject(), "\"metadata\"");
        var source = TextLines.Normalize(Text(json["source"], "\"source\""));
        var switched = names.TryFirstLine(source, out var kernel) && kind == CellKind.Code;
        var cell = new Cell
        {
            Id = ids.Next(json["id"].AsText(), kind, source),
            Kind = kind,
            Language = kind switch
            {
                CellKind.Markdown => "markdown",
                CellKind.Raw => "raw",
                _ => switched ? kernel! : Language(metadata),
            },
            StartsWithSwitch = switched,
            Source = source,
            Metadata = metadata,
            Attachments = kind != CellKind.Code && json["attachments"] is { } attachments ? Copy(attachments, "\"attachments\"") : null,
            Tags = metadata["tags"] is { } tags ? [.. Array(tags, "\"tags\"", NotebookFile.MaxOutputs).Select(tag => Text(tag, "a tag"))] : [],
        };
        if (kind == CellKind.Code)
        {
            cell.ExecutionCount = Integer(json["execution_count"], "\"execution_count\"");
            foreach (var output in Array(json["outputs"], "\"outputs\"", NotebookFile.MaxOutputs))
                cell.Outputs.Add(ReadOutput(Object(output, "an output")));
        }
        return cell;
    }

    private string Language(JsonObject metadata)
    {
        var own = (metadata["polyglot_notebook"] as JsonObject)?["kernelName"].AsText()
            ?? (metadata["dotnet_interactive"] as JsonObject)?["language"].AsText();
        if (own is { Length: > 0 })
            return names.TryGet(own, out var kernel) ? kernel : own;
        return names.TryGet((metadata["vscode"] as JsonObject)?["languageId"].AsText(), out var language) ? language : defaultLanguage;
    }

    private Output ReadOutput(JsonObject json)
    {
        switch (json["output_type"].AsText())
        {
            case "stream":
                return new StreamOutput(Text(json["name"], "\"name\" of a stream"), Text(json["text"], "\"text\" of a stream"));
            case "display_data":
                return new DisplayOutput(Bundle(json["data"]), null, Metadata(json));
            case "execute_result":
                var count = Integer(json["execution_count"], "\"execution_count\"");
                return new DisplayOutput(Bundle(json["data"]), count, Metadata(json)) { IsResult = true };
            case "error":
                return new ErrorOutput(Text(json["ename"], "\"ename\""), Text(json["evalue"], "\"evalue\""),
                    [.. Array(json["traceback"], "\"traceback\"", NotebookFile.MaxOutputs).Select(line => Text(line, "a line of the traceback"))]);
            default:
                throw Fail($"\"output_type\": expected stream, display_data, execute_result or error, found {Describe(json["output_type"])}");
        }
    }

    private JsonObject? Metadata(JsonObject output) =>
        output["metadata"] is { } metadata ? Copy(metadata, "\"metadata\" of an output") : null;

    private Dictionary<string, JsonNode> Bundle(JsonNode? data)
    {
        var bundle = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (mime, value) in Object(data, "\"data\" of an output"))
        {
            // A JSON null under a JSON type is a value that JsonNode cannot hold: it shows as nothing, so nothing is kept.
            if (MimeTypes.IsJson(mime))
            {
                if (value is not null)
                    bundle[mime] = value.DeepClone();
            }
            else
            {
                bundle[mime] = JsonValue.Create(Text(value, $"\"{mime}\" of an output"));
            }
        }
        return bundle;
    }

    private JsonObject Object(JsonNode? node, string what, string expected = "an object") =>
        node as JsonObject ?? throw Fail($"{what}: expected {(expected == "object" ? "a JSON object" : expected)}, found {Describe(node)}");

    private JsonObject Copy(JsonNode node, string what) => (JsonObject)Object(node, what).DeepClone();

    private JsonArray Array(JsonNode? node, string what, int limit)
    {
        var items = node as JsonArray ?? throw Fail($"{what}: expected an array, found {Describe(node)}");
        return items.Count <= limit ? items : throw Fail($"{what}: {items.Count} entries, at most {limit} are read");
    }

    private string Text(JsonNode? node, string what)
    {
        if (node.AsText() is { } text)
            return text;
        if (node is JsonArray lines)
            return string.Concat(lines.Select(line => line.AsText() ?? throw Fail($"{what}: expected lines of text, found {Describe(line)}")));
        throw Fail($"{what}: expected a string or an array of strings, found {Describe(node)}");
    }

    private int? Integer(JsonNode? node, string what)
    {
        if (node is null)
            return null;
        return node is JsonValue value && value.TryGetValue(out int integer)
            ? integer
            : throw Fail($"{what}: expected an integer or null, found {Describe(node)}");
    }

    private NotebookFormatException Fail(string problem) => new(path, number, problem);

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"\"{Short(node.GetValue<string>())}\"",
        _ => Short(node.ToJsonString()),
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
