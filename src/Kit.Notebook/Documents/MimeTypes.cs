namespace Kit.Notebook.Documents;

internal static class MimeTypes
{
    /// <summary>Whether a bundle holds values of this type as JSON rather than as text.</summary>
    public static bool IsJson(string mime) => mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal);
}
