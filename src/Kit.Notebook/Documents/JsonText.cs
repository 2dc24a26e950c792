using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>JSON exactly as Jupyter writes it: one space a level, keys sorted, nothing escaped that need not be.</summary>
internal static class JsonText
{
    /// <summary>The value when it is a JSON string, else null.</summary>
    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int level)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("{}");
                break;
            case JsonArray { Count: 0 }:
                text.Append("[]");
                break;
            case JsonObject members:
                var lead = '{';
                foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    Break(text.Append(lead), level + 1);
                    Write(text, name);
                    Write(text.Append(": "), value, level + 1);
                    lead = ',';
                }
                Break(text, level).Append('}');
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Break(text.Append(i == 0 ? '[' : ','), level + 1);
                    Write(text, items[i], level + 1);
                }
                Break(text, level).Append(']');
                break;
            case var value when value.GetValueKind() == JsonValueKind.String:
                Write(text, value.GetValue<string>());
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static StringBuilder Break(StringBuilder text, int level) => text.Append('\n').Append(' ', level);

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }
}
