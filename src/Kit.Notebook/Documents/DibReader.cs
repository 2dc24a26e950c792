using System.Text;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>The text format of Polyglot Notebooks: blocks that a line <c>#!kernel</c> opens, after a <c>#!meta</c> block of JSON.</summary>
/// <remarks>A line <c>#!word</c> where the word is no kernel is a magic command and stays in its block; so does <c>#!kernel</c> with options,
/// which decides the language when it stands first (<c>#!value --name data</c>).</remarks>
internal sealed class DibReader(string path)
{
    private readonly KernelNames names = new();
    private readonly CellIds ids = new();

    public NotebookDocument Read(byte[] bytes)
    {
        var lines = TextLines.Normalize(Encoding.UTF8.GetString(Utf8Text.Check(bytes, path))).Split('\n');
        var start = 0;
        var meta = Meta(lines, ref start);
        var info = meta["kernelInfo"] as JsonObject;
        names.Declare(info);
        var document = new NotebookDocument { Metadata = NotebookMetadata(meta) };
        var kernel = names.TryGet(info?["defaultKernelName"].AsText(), out var declared) ? declared : "csharp";
        var block = start;
        for (var i = start; i <= lines.Length; i++)
        {
            string? next = null;
            if (i < lines.Length && !names.TrySwitch(lines[i], out next))
                continue;
            Add(document, kernel, lines.AsSpan(block..i));
            (kernel, block) = (next ?? kernel, i + 1);
        }
        return document;
    }

    /// <summary>The JSON object below a leading <c>#!meta</c>, which ends where the first block opens.</summary>
    private JsonObject Meta(string[] lines, ref int start)
    {
        var first = Array.FindIndex(lines, line => line.Length > 0);
        if (lines[first].Trim() != "#!meta")
            return [];
        start = Array.FindIndex(lines, first + 1, line => line.StartsWith("#!", StringComparison.Ordinal));
        if (start < 0)
            start = lines.Length;
        var json = string.Join('\n', lines, first + 1, start - first - 1);
        if (string.IsNullOrWhiteSpace(json))
            return [];
        return new HostileJson(path).Parse(Encoding.UTF8.GetBytes(json)) as JsonObject
            ?? throw new NotebookFormatException(path, null, "expected a JSON object below #!meta");
    }

    private void Add(NotebookDocument document, string kernel, ReadOnlySpan<string> lines)
    {
        while (!lines.IsEmpty && string.IsNullOrWhiteSpace(lines[0]))
            lines = lines[1..];
        while (!lines.IsEmpty && string.IsNullOrWhiteSpace(lines[^1]))
            lines = lines[..^1];
        if (lines.IsEmpty)
            return;
        if (document.Cells.Count == NotebookFile.MaxCells)
            throw new NotebookFormatException(path, null, $"more than {NotebookFile.MaxCells} blocks");
        var source = string.Join('\n', lines);
        var kind = kernel == "markdown" ? CellKind.Markdown : CellKind.Code;
        var switched = names.TryFirstLine(source, out var own) && kind == CellKind.Code;
        var language = switched ? own! : kernel;
        document.Cells.Add(new Cell
        {
            Id = ids.Next(null, kind, source),
            Kind = kind,
            Language = language,
            StartsWithSwitch = switched,
            Source = source,
            Metadata = kind == CellKind.Markdown ? [] : new JsonObject
            {
                ["dotnet_interactive"] = new JsonObject { ["language"] = language },
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language },
            },
        });
    }

    private static JsonObject NotebookMetadata(JsonObject meta)
    {
        var metadata = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" },
        };
        if (meta.Count > 0)
            metadata["polyglot_notebook"] = meta.DeepClone();
        return metadata;
    }
}
