using System.Reflection;
using System.Text.Json.Nodes;
using Kit.Notebook.Engine;

namespace Kit.Notebook.Formatting;

/// <summary>Turns a value into what a page and a terminal can show: a text in each MIME type.</summary>
/// <remarks>
/// In this order: text that names its own type; the formatter convention (<see cref="ConventionFormatters"/>); a public
/// <c>string ToHtml()</c>, as Verso has it; exceptions, collections, dictionaries and records as tables; everything else as text.
/// </remarks>
public static class MimeBundle
{
    /// <summary>The bundle of a value.</summary>
    /// <param name="value">Any value, null too.</param>
    /// <param name="mimeTypes">Types that are wanted; empty for all.</param>
    public static IReadOnlyDictionary<string, JsonNode> Of(object? value, IReadOnlyCollection<string> mimeTypes)
    {
        var bundle = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        try
        {
            foreach (var (mimeType, text) in Views(value))
            {
                bundle.TryAdd(mimeType, Node(mimeType, text));
            }
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            bundle.TryAdd("text/plain", Node("text/plain", $"{value?.GetType()}: its view failed with {fault.GetType().Name}: {fault.Message}"));
        }

        var wanted = bundle.Where(entry => mimeTypes.Count == 0 || mimeTypes.Contains(entry.Key)).ToArray();
        return wanted.Length == 0 ? bundle : new SortedDictionary<string, JsonNode>(wanted.ToDictionary(), StringComparer.Ordinal);
    }

    private static IEnumerable<(string MimeType, string Text)> Views(object? value)
    {
        switch (value)
        {
            case null:
                return [("text/plain", "null")];
            case string text:
                return [("text/plain", text)];
            case MimeText text:
                return text.MimeType == "text/plain" ? [("text/plain", text.Text)] : [(text.MimeType, text.Text), ("text/plain", text.Text.Length > 200 ? text.MimeType : text.Text)];
            default:
                break;
        }

        var convention = ConventionFormatters.Format(value);
        if (convention.Count > 0)
        {
            return convention.Any(view => view.MimeType == "text/plain") ? convention : [.. convention, ("text/plain", PlainText.Of(value))];
        }

        if (value.GetType().GetMethod("ToHtml", BindingFlags.Public | BindingFlags.Instance, []) is { } toHtml && toHtml.ReturnType == typeof(string))
        {
            return [("text/html", (string?)toHtml.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null) ?? ""), ("text/plain", value.ToString() ?? "")];
        }

        return ValueTable.TryFormat(value, out var html) ? [("text/html", html), ("text/plain", PlainText.Of(value))] : [("text/plain", PlainText.Of(value))];
    }

    private static JsonNode Node(string mimeType, string text)
    {
        if (mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal))
        {
            return JsonNode.Parse(text) ?? JsonValue.Create(text);
        }

        return JsonValue.Create(text);
    }
}
