using System.Globalization;
using System.Reflection;

namespace Kit.Parameters;

/// <summary>A parameter of a record: a property with an init accessor, read and written as text.</summary>
public sealed class Parameter
{
    private readonly PropertyInfo property;

    private Parameter(PropertyInfo property) => this.property = property;

    /// <summary>The property's name.</summary>
    public string Name => property.Name;

    /// <summary>Whether a value is a list: <c>8,16,32</c>.</summary>
    public bool IsList => property.PropertyType.IsArray;

    /// <summary>The values it may take, or null for any.</summary>
    public BoundsAttribute? Bounds => property.GetCustomAttribute<BoundsAttribute>();

    /// <summary>The parameters of a record, in the order of its file; those of its base types first.</summary>
    internal static IReadOnlyList<Parameter> Of(object owner) =>
        [.. owner.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .OrderBy(property => Depth(property.DeclaringType)).ThenBy(property => property.MetadataToken)
            .Select(property => new Parameter(property))];

    /// <summary>The value as text that <see cref="Write"/> takes back: <c>8,16,32</c>.</summary>
    public string Read(object owner) => property.GetValue(owner) switch
    {
        Array list => string.Join(',', list.Cast<object>().Select(Text)),
        var value => Text(value),
    };

    /// <exception cref="ArgumentException">The text is no value of the parameter's type.</exception>
    internal void Write(object owner, string text) => property.SetValue(owner, Parse(text));

    /// <exception cref="ArgumentException">The value, or an entry of the list, lies outside <see cref="Bounds"/>.</exception>
    internal void CheckBounds(object owner, string id)
    {
        var value = property.GetValue(owner);
        if (value is Array { Length: 0 })
            throw new ArgumentException($"{id}: {Name} is empty; it needs one entry at least.");
        if (Bounds is not { } bounds)
            return;
        foreach (var entry in value is Array list ? list.Cast<object>() : [value!])
        {
            var number = Convert.ToDouble(entry, CultureInfo.InvariantCulture);
            if (!(bounds.Low <= number && number <= bounds.High))
                throw new ArgumentException($"{id}: {Name} = {Text(entry)} is out of bounds; it goes {bounds}.");
        }
    }

    private object Parse(string text)
    {
        if (!property.PropertyType.IsArray)
            return One(property.PropertyType, text);
        var kind = property.PropertyType.GetElementType()!;
        var entries = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var list = Array.CreateInstance(kind, entries.Length);
        for (var i = 0; i < entries.Length; i++)
            list.SetValue(One(kind, entries[i]), i);
        return list;
    }

    private object One(Type kind, string text)
    {
        try
        {
            return kind.IsEnum ? Enum.Parse(kind, text, ignoreCase: true) : Convert.ChangeType(text, kind, CultureInfo.InvariantCulture);
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException or ArgumentException)
        {
            throw new ArgumentException($"{Name}: '{text}' is not {Describe(kind)}.");
        }
    }

    private static string Describe(Type kind) =>
        kind.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(kind))}"
        : kind == typeof(bool) ? "true or false"
        : kind == typeof(int) || kind == typeof(long) ? "a whole number"
        : "a number";

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
