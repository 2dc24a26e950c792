using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace Kit.Notebook.Formatting;

/// <summary>The formatter convention of .NET Interactive, which needs no reference to it.</summary>
/// <remarks>
/// A class carries an attribute named <c>TypeFormatterSourceAttribute</c> with a <c>Type FormatterSourceType</c> and
/// <c>string[] PreferredMimeTypes</c>. The source has a public parameterless constructor and <c>CreateTypeFormatters()</c>; each of
/// its items has <c>string MimeType</c> and <c>bool Format(object, TextWriter)</c>. All are found by name.
/// </remarks>
internal static class ConventionFormatters
{
    private static readonly ConcurrentDictionary<Type, Formatter[]> Known = new();

    /// <summary>The value in every MIME type that its formatters write; empty when its type has none.</summary>
    public static IReadOnlyList<(string MimeType, string Text)> Format(object value) =>
        [.. Known.GetOrAdd(value.GetType(), Find).Select(formatter => formatter.Write(value)).OfType<(string, string)>()];

    private static Formatter[] Find(Type type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var attribute in declaring.GetCustomAttributes(inherit: false).Where(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute"))
            {
                var preferred = Property<string[]>(attribute, "PreferredMimeTypes");
                if (Property<Type>(attribute, "FormatterSourceType") is { } sourceType
                    && preferred?.Any(mimeType => !string.IsNullOrWhiteSpace(mimeType)) == true
                    && Activator.CreateInstance(sourceType) is { } source
                    && sourceType.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance, [])?.Invoke(source, null) is IEnumerable formatters)
                {
                    return [.. formatters.Cast<object>().Select(Formatter.Of).OfType<Formatter>()];
                }
            }
        }

        return [];
    }

    private static T? Property<T>(object owner, string name) where T : class =>
        owner.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(owner) as T;

    private sealed record Formatter(string MimeType, object Target, MethodInfo Method)
    {
        public static Formatter? Of(object item)
        {
            var methods = item.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.Name == "Format" && method.ReturnType == typeof(bool) && method.GetParameters() is [_, { } writer] && writer.ParameterType.IsAssignableFrom(typeof(StringWriter)))
                .ToArray();
            return Property<string>(item, "MimeType") is { Length: > 0 } mimeType && methods is [var method] ? new Formatter(mimeType, item, method) : null;
        }

        public (string, string)? Write(object value)
        {
            var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture) { NewLine = "\n" };
            return (bool)Method.Invoke(Target, BindingFlags.DoNotWrapExceptions, null, [value, writer], null)! ? (MimeType, writer.ToString()) : null;
        }
    }
}
