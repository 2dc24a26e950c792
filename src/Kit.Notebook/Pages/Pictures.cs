using Kit.Notebook.Documents;

namespace Kit.Notebook.Pages;

/// <summary>Pictures that Markdown names, as data addresses: a page must not need the folder that its notebook came from.</summary>
/// <param name="folder">The notebook's folder, or null when it has none; pictures outside it are not read.</param>
internal sealed class Pictures(string? folder)
{
    /// <summary>A longer picture stays a link.</summary>
    public const long MaxBytes = 16L << 20;

    /// <summary>The data address of <c>attachment:name</c> or of a relative path; null for anything else and for what is not there.</summary>
    public string? DataAddress(string address, Cell cell) =>
        address.StartsWith("attachment:", StringComparison.Ordinal) ? Attachment(Uri.UnescapeDataString(address[11..]), cell) : Beside(address);

    private static string? Attachment(string name, Cell cell)
    {
        foreach (var (mime, value) in cell.Attachments?[name] as System.Text.Json.Nodes.JsonObject ?? [])
        {
            if (mime.StartsWith("image/", StringComparison.Ordinal) && value.AsText() is { } data)
                return $"data:{mime};base64,{string.Concat(data.Where(c => !char.IsWhiteSpace(c)))}";
        }
        return null;
    }

    private string? Beside(string address)
    {
        if (folder is null || MimeType(address) is not { } mime || address.Contains(':', StringComparison.Ordinal))
            return null;
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Uri.UnescapeDataString(address), root);
        return path.StartsWith(root, StringComparison.Ordinal) && new FileInfo(path) is { Exists: true, Length: <= MaxBytes }
            ? $"data:{mime};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}"
            : null;
    }

    private static string? MimeType(string address) => Path.GetExtension(address).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
