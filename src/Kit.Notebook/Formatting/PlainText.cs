using System.Collections;
using System.Globalization;
using System.Text;
using Kit.Notebook.Engine;

namespace Kit.Notebook.Formatting;

/// <summary>A value as one line of text: <c>[1, 2, 3]</c>, <c>{ a: 1 }</c>, <c>Point { X = 1, Y = 2 }</c>; bounded in length and depth.</summary>
internal static class PlainText
{
    private const int MaxItems = 50;
    private const int MaxDepth = 3;
    private const int MaxCharacters = 20_000;

    public static string Of(object value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case Exception exception:
                text.AppendJoin('\n', Fault.Of(exception).Traceback);
                break;
            case string word:
                text.Append(depth == 0 ? word : $"\"{word}\"");
                break;
            case IFormattable formattable:
                text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable or { } when depth >= MaxDepth:
                text.Append("...");
                break;
            case IDictionary dictionary:
                WriteItems(text, "{ ", " }", dictionary.Keys.Cast<object>(), key => Pair(text, key, ": ", dictionary[key], depth));
                break;
            case IEnumerable sequence:
                WriteItems(text, "[", "]", sequence.Cast<object?>(), item => Write(text, item, depth + 1));
                break;
            default:
                WriteObject(text, value, depth);
                break;
        }
    }

    private static void WriteObject(StringBuilder text, object value, int depth)
    {
        var type = value.GetType();
        if (type.GetMethod("ToString", [])?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType))
        {
            text.Append(value);
            return;
        }

        text.Append(type.Name.Split('`')[0]);
        var properties = ValueTable.Properties(type);
        if (properties.Length > 0)
        {
            WriteItems(text, " { ", " }", properties, property => Pair(text, property.Name, " = ", ValueTable.Get(property, value), depth));
        }
    }

    private static void Pair(StringBuilder text, object key, string sign, object? value, int depth)
    {
        text.Append(key is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : key).Append(sign);
        Write(text, value, depth + 1);
    }

    private static void WriteItems<T>(StringBuilder text, string open, string close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var count = 0;
        foreach (var item in items)
        {
            if (count == MaxItems || text.Length > MaxCharacters)
            {
                text.Append(", ...");
                break;
            }

            text.Append(count++ > 0 ? ", " : "");
            write(item);
        }

        text.Append(close);
    }
}
