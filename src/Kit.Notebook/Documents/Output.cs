using System.Text.Json.Nodes;

namespace Kit.Notebook.Documents;

/// <summary>One output of a cell, as nbformat 4 knows it.</summary>
public abstract record Output;

/// <summary>Text of a stream; <paramref name="Name"/> is <c>stdout</c> or <c>stderr</c>.</summary>
public sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>A value in one or more MIME types. <paramref name="ExecutionCount"/> is set for a cell's return value, null for <c>display</c>.</summary>
/// <remarks>Values of <c>application/json</c> and <c>*+json</c> types are JSON, all others are JSON strings.</remarks>
public sealed record DisplayOutput(IReadOnlyDictionary<string, JsonNode> Data, int? ExecutionCount = null, JsonObject? Metadata = null) : Output
{
    /// <summary>Whether this is a cell's return value; a value from elsewhere may be one without a count.</summary>
    public bool IsResult { get; init; } = ExecutionCount is not null;
}

/// <summary>An exception; <paramref name="Traceback"/> has one line an entry, in the notebook's own line numbers.</summary>
public sealed record ErrorOutput(string Name, string Message, IReadOnlyList<string> Traceback) : Output;
