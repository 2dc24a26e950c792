namespace Kit.Tensors;

/// <summary>Writes a file beside its place, then renames it, so that a reader never sees half of it; what fails leaves the old file as it was.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var draft = path + ".partial";
        try
        {
            using (var stream = File.Create(draft)) content(stream);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
