namespace Kit.Notebook.Documents;

/// <summary>Notebooks on disk: <c>.ipynb</c> (nbformat 4) is read and written, <c>.dib</c> (Polyglot Notebooks) is read.</summary>
/// <remarks>A notebook from outside is hostile input: it is size-limited before it is read and fully checked before anything runs.</remarks>
public static class NotebookFile
{
    /// <summary>Longer files are refused unread, 64 MiB.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>JSON nested deeper than this is refused; a Plotly figure needs about 12 levels.</summary>
    public const int MaxDepth = 128;

    /// <summary>Longer notebooks, and cells with more outputs, are refused.</summary>
    public const int MaxCells = 20_000, MaxOutputs = 20_000;

    /// <exception cref="NotebookFormatException">The file is missing, too large, or not a notebook.</exception>
    public static NotebookDocument Read(string path)
    {
        var bytes = Bytes(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".ipynb" => new IpynbReader(path).Read(bytes),
            ".dib" => new DibReader(path).Read(bytes),
            var other => throw new NotebookFormatException(path, null, $"expected a .ipynb or .dib file, the name ends in \"{other}\""),
        };
    }

    /// <summary>Writes nbformat 4.5 as Jupyter does, so that only what changed differs: a temporary file beside it, then a rename.</summary>
    /// <exception cref="ArgumentException"><paramref name="path"/> does not end in <c>.ipynb</c>.</exception>
    public static void Write(NotebookDocument document, string path)
    {
        if (!string.Equals(Path.GetExtension(path), ".ipynb", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: a notebook with outputs is written as .ipynb", nameof(path));
        AtomicFile.Write(path, IpynbWriter.ToJson(document));
    }

    private static byte[] Bytes(string path)
    {
        if (Directory.Exists(path))
            throw new NotebookFormatException(path, null, "expected a notebook file, this is a directory");
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
                throw new NotebookFormatException(path, null,
                    $"the file has {file.Length >> 20} MiB, at most {MaxBytes >> 20} MiB are read; clear its outputs and try again");
            var bytes = new byte[file.Length];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (FileNotFoundException cause)
        {
            throw new NotebookFormatException(path, null, "no such file", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new NotebookFormatException(path, null, $"cannot be read: {cause.Message}", cause);
        }
    }
}
