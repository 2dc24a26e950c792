using System.IO.Compression;

namespace Kit.Tensors;

/// <summary>The .npz format of NumPy: a zip file with one .npy entry a tensor. Names are keys only and never become paths.</summary>
internal static class Npz
{
    public const int MaxEntries = 4096;
    public const long MaxBytes = 4L << 30;
    private const int NameLimit = 256;
    private const string Suffix = ".npy";

    /// <summary>Zip's first day, so that the same tensors give the same bytes.</summary>
    private static readonly DateTimeOffset Day = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress) =>
        Write(stream, tensors.Select(pair => KeyValuePair.Create<string, Action<Stream>>(pair.Key, part => Npy.Write(part, pair.Value))), compress);

    /// <summary>Entries that write themselves as .npy, which may be larger than memory.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Action<Stream>>> entries, bool compress)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (var (name, write) in entries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!IsName(name)) throw new ArgumentException($"npz: \"{name}\" is not a name of 1 to {NameLimit} characters without slashes, colons, .. and control characters");
            var entry = zip.CreateEntry(name + Suffix, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = Day;
            using var part = entry.Open();
            write(part);
        }
    }

    public static Dictionary<string, Tensor> Read(Stream stream, long limit)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        if (zip.Entries.Count > MaxEntries) throw new InvalidDataException($"npz: {zip.Entries.Count} entries; at most {MaxEntries} are read");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var left = limit;
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.EndsWith(Suffix, StringComparison.Ordinal) ? entry.FullName[..^Suffix.Length] : "";
            if (!IsName(name)) throw new InvalidDataException($"npz: entry \"{Printable(entry.FullName)}\" is not NAME.npy without slashes, colons, .. and control characters");
            if (entry.IsEncrypted) throw new InvalidDataException($"npz: entry \"{name}\" is encrypted");
            if (entry.Length > left) throw new InvalidDataException($"npz: entry \"{name}\" unpacks to {entry.Length} bytes; {left} of {limit} are left; raise maxBytes if the file is to be trusted");
            using var part = entry.Open();
            using var bytes = Unpacked(part, entry.Length, name);
            left -= bytes.Length;
            if (!tensors.TryAdd(name, Npy.Read(bytes))) throw new InvalidDataException($"npz: two entries \"{name}\"");
        }

        return tensors;
    }

    /// <summary>Memory grows with what really comes, never with what a header promises, and stops where the directory says.</summary>
    private static MemoryStream Unpacked(Stream part, long length, string name)
    {
        if (length > Array.MaxLength) throw new InvalidDataException($"npz: entry \"{name}\" unpacks to {length} bytes; at most {Array.MaxLength} are read");
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = part.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > length) throw new InvalidDataException($"npz: entry \"{name}\" unpacks to more than the {length} bytes it names");
            bytes.Write(buffer, 0, read);
        }

        if (bytes.Length != length) throw new InvalidDataException($"npz: entry \"{name}\" unpacks to {bytes.Length} bytes, not the {length} it names");
        bytes.Position = 0;
        return bytes;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameLimit && !name.Contains("..", StringComparison.Ordinal) && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));

    private static string Printable(string name) => string.Concat(name.Take(NameLimit).Select(c => char.IsControl(c) ? '?' : c));
}
