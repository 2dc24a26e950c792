using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Kit.Display;
using Kit.Notebook.Engine;

namespace Kit.Notebook.Formatting;

/// <summary>Collections, dictionaries, records, tuples and exceptions as HTML tables of bounded size and depth.</summary>
internal static class ValueTable
{
    private const int MaxRows = 50;
    private const int MaxColumns = 20;
    private const int MaxDepth = 3;

    private const string Style = "<style>.kit-values{border-collapse:collapse;font-size:.92em}.kit-values th,.kit-values td{border:1px solid color-mix(in srgb,currentColor 18%,transparent);"
        + "padding:.15em .6em;text-align:left;vertical-align:top}.kit-values th{font-weight:600;background:color-mix(in srgb,currentColor 6%,transparent)}.kit-values td.num{text-align:right;font-variant-numeric:tabular-nums}</style>";

    /// <summary>Writes the table of a value; false when plain text says as much.</summary>
    public static bool TryFormat(object value, out string html)
    {
        var text = new StringBuilder(Style);
        var written = Write(text, value, 0);
        html = text.ToString();
        return written;
    }

    /// <summary>Types that are nothing but their properties: records, anonymous types and plain classes of a cell without a view of their own.</summary>
    public static bool IsRecordLike(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null
        || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || (Properties(type).Length > 0 && type.GetMethod("ToString", [])?.DeclaringType is { } declaring && (declaring == typeof(object) || declaring == typeof(ValueType)));

    private static bool Write(StringBuilder text, object value, int depth)
    {
        switch (value)
        {
            case Exception exception:
                text.Append("<pre>").Append(Html.Escape(string.Join('\n', Fault.Of(exception).Traceback))).Append("</pre>");
                return true;
            case string or Type or MemberInfo or Delegate or Task:
                return false;
            case IDictionary dictionary:
                WriteRows(text, dictionary.Count, dictionary.Keys.Cast<object>().Take(MaxRows).Select(key => (Key: key, Value: dictionary[key])), depth);
                return true;
            case IEnumerable sequence:
                WriteSequence(text, sequence, depth);
                return true;
            case ITuple tuple:
                WriteRows(text, tuple.Length, Enumerable.Range(0, Math.Min(tuple.Length, MaxRows)).Select(i => (Key: (object)$"Item{i + 1}", Value: tuple[i])), depth);
                return true;
            default:
                if (!IsRecordLike(value.GetType()))
                {
                    return false;
                }

                var properties = Properties(value.GetType());
                WriteRows(text, properties.Length, properties.Take(MaxRows).Select(property => (Key: (object)property.Name, Value: Get(property, value))), depth);
                return properties.Length > 0;
        }
    }

    private static void WriteSequence(StringBuilder text, IEnumerable sequence, int depth)
    {
        var items = sequence.Cast<object?>().Take(MaxRows + 1).ToArray();
        var more = items.Length > MaxRows ? sequence is ICollection { Count: var count } ? $"{count - MaxRows} more" : "more" : null;
        var shown = items.Take(MaxRows).ToArray();
        var type = shown.OfType<object>().Select(item => item.GetType()).Distinct().ToArray() is [var only] ? only : null;
        var columns = type is not null && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type) && IsRecordLike(type) ? [.. Properties(type).Take(MaxColumns)] : Array.Empty<PropertyInfo>();
        text.Append("<table class=\"kit-values\"><thead><tr><th>#</th>");
        text.AppendJoin("", columns.Length > 0 ? columns.Select(column => $"<th>{Html.Escape(column.Name)}</th>") : ["<th>value</th>"]).Append("</tr></thead><tbody>");
        for (var i = 0; i < shown.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><th>{i}</th>");
            foreach (var cell in columns.Length > 0 ? columns.Select(column => shown[i] is { } item ? Get(column, item) : null) : [shown[i]])
            {
                WriteCell(text, cell, depth);
            }

            text.Append("</tr>");
        }

        text.Append(more is null ? "" : $"<tr><td colspan=\"{Math.Max(columns.Length, 1) + 1}\">... {more}</td></tr>").Append("</tbody></table>");
    }

    private static void WriteRows(StringBuilder text, int count, IEnumerable<(object Key, object? Value)> rows, int depth)
    {
        text.Append("<table class=\"kit-values\"><tbody>");
        foreach (var (key, value) in rows)
        {
            text.Append("<tr><th>").Append(Html.Escape(Scalar(key))).Append("</th>");
            WriteCell(text, value, depth);
            text.Append("</tr>");
        }

        text.Append(count > MaxRows ? string.Create(CultureInfo.InvariantCulture, $"<tr><td colspan=\"2\">... {count - MaxRows} more</td></tr>") : "").Append("</tbody></table>");
    }

    private static void WriteCell(StringBuilder text, object? value, int depth)
    {
        var number = value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or System.Numerics.BigInteger;
        text.Append(number ? "<td class=\"num\">" : "<td>");
        if (value is IHtmlView view && depth < MaxDepth)
        {
            text.Append(view.ToHtml());
        }
        else if (value is null || depth + 1 >= MaxDepth || !Write(text, value, depth + 1))
        {
            text.Append(Html.Escape(Scalar(value)));
        }

        text.Append("</td>");
    }

    private static string Scalar(object? value)
    {
        var text = value switch
        {
            null => "null",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.Length <= 500 ? text : string.Concat(text.AsSpan(0, 500), "...");
    }

    /// <summary>The properties that a table shows.</summary>
    public static PropertyInfo[] Properties(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)];

    /// <summary>A property's value, or the exception that its getter threw.</summary>
    public static object? Get(PropertyInfo property, object owner)
    {
        try
        {
            return property.GetValue(owner);
        }
        catch (TargetInvocationException fault)
        {
            return $"({fault.InnerException?.GetType().Name}: {fault.InnerException?.Message})";
        }
    }
}
