using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Kit.Plotting;

/// <summary>A JSON object in the making: fields keep their order, so two runs write the same bytes.</summary>
internal sealed class Json
{
    // Escapes <, >, & and the line separators as \u…, so the text can stand inside a script element.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    private readonly List<(string Key, string Value)> fields = [];

    /// <summary>Keys and JSON values in order.</summary>
    public IReadOnlyList<(string Key, string Value)> Fields => fields;

    /// <summary>Adds a field whose value is JSON already; null adds nothing.</summary>
    public Json Add(string key, string? json)
    {
        if (json is not null)
            fields.Add((key, json));
        return this;
    }

    /// <summary>Adds an object.</summary>
    public Json Add(string key, Json value) => Add(key, value.ToString());

    /// <summary>Adds a text.</summary>
    public Json Text(string key, string text) => Add(key, Quote(text));

    /// <summary>Adds a title or label with plotly's few marks.</summary>
    public Json Rich(string key, string text) => Text(key, RichText.ForPlotly(text));

    /// <summary>Adds a number.</summary>
    public Json Number(string key, double value) => Add(key, Of(value));

    /// <summary>Adds a truth value.</summary>
    public Json Flag(string key, bool value) => Add(key, value ? "true" : "false");

    /// <summary>Adds an array of numbers.</summary>
    public Json Numbers(string key, ReadOnlySpan<double> values, bool positive = false) => Add(key, Array(values, positive));

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(",", fields.Select(field => $"\"{field.Key}\":{field.Value}")) + "}";

    /// <summary>A JSON string.</summary>
    public static string Quote(string text) => $"\"{Encoder.Encode(text)}\"";

    /// <summary>A JSON array of values that are JSON already.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(",", values)}]";

    /// <summary>The shortest text that reads back as the same number; null for NaN and ±∞.</summary>
    public static string Of(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";

    /// <summary>Numbers as an array; what is not finite, or not positive on a logarithmic axis, is null: a gap.</summary>
    public static string Array(ReadOnlySpan<double> values, bool positive = false, int digits = 0)
    {
        var text = new StringBuilder("[");
        Span<char> buffer = stackalloc char[32];
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            var value = values[i];
            if (!double.IsFinite(value) || (positive && value <= 0))
                text.Append("null");
            else if (value == 0)
                text.Append('0');
            else if (value.TryFormat(buffer, out var written, digits switch { 0 => "R", 4 => "G4", _ => "G6" }, CultureInfo.InvariantCulture))
                text.Append(buffer[..written]);
        }
        return text.Append(']').ToString();
    }
}
