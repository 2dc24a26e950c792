namespace Kit.Display;

/// <summary>Names the class that formats the attributed type in a notebook.</summary>
/// <remarks>
/// Hosts look for an attribute of this simple name, in any namespace, and for its two properties, so Kit needs no
/// reference to a host: .NET Interactive (Polyglot Notebooks), `kit run` and Kit's Jupyter kernel all follow it.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a public parameterless constructor and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>MIME types that a host should send, the richest first.</summary>
    public string[] PreferredMimeTypes { get; init; } = ["text/html"];
}
