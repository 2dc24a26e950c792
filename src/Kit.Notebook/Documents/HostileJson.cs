using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>JSON from a file that may be anything; what comes out has valid text everywhere and a bounded depth.</summary>
internal sealed class HostileJson(string path)
{
    public JsonNode? Parse(ReadOnlySpan<byte> bytes)
    {
        bytes = Utf8Text.Check(bytes, path);
        try
        {
            CheckStrings(bytes);
            return JsonNode.Parse(bytes, null, new JsonDocumentOptions { MaxDepth = NotebookFile.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException cause)
        {
            var where = cause.LineNumber is { } line ? $" at line {line + 1}, byte {cause.BytePositionInLine + 1}" : "";
            throw new NotebookFormatException(path, null,
                $"not valid JSON{where} (whole, at most {NotebookFile.MaxDepth} levels deep, no key twice)", cause);
        }
        catch (InvalidOperationException cause)
        {
            throw new NotebookFormatException(path, null, "a string holds half of a surrogate pair", cause);
        }
    }

    /// <summary>An escaped lone surrogate passes the parser and throws only when its string is used, so every escaped string is used here.</summary>
    private static void CheckStrings(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = NotebookFile.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
        }
    }
}
