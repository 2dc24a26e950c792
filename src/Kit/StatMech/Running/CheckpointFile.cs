using System.Security.Cryptography;
using System.Text;

namespace Kit.StatMech.Running;

/// <summary>A binary file that knows which run it belongs to, and whether it is whole.</summary>
/// <remarks>Magic and version (8 bytes), SHA-256 of all that follows (32 bytes), identity of the run (its length and UTF-8), contents.</remarks>
internal static class CheckpointFile
{
    private const int HashLength = 32;
    private static readonly byte[] Magic = "KitMC\0\0\x01"u8.ToArray();

    /// <summary>The file is either the old or the new one, never half of either.</summary>
    public static void Write(string path, string identity, Action<BinaryWriter> contents) => AtomicFile.Write(path, stream =>
    {
        stream.Write(Magic);
        stream.Write(new byte[HashLength]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            var name = Encoding.UTF8.GetBytes(identity);
            writer.Write(name.Length);
            writer.Write(name);
            contents(writer);
        }

        stream.Position = Magic.Length + HashLength;
        var hash = SHA256.HashData(stream);
        stream.Position = Magic.Length;
        stream.Write(hash);
    });

    /// <summary>Reads the contents, if there is a file.</summary>
    /// <exception cref="InvalidOperationException">The file belongs to another run.</exception>
    /// <exception cref="InvalidDataException">It is no checkpoint, or damaged.</exception>
    public static bool Read(string path, string identity, Action<BinaryReader> contents)
    {
        if (!File.Exists(path)) return false;
        using var stream = File.OpenRead(path);
        try
        {
            var (magic, hash) = (new byte[Magic.Length], new byte[HashLength]);
            stream.ReadExactly(magic);
            if (!magic.AsSpan().SequenceEqual(Magic)) throw new InvalidDataException($"{path} is no checkpoint of a Monte Carlo run, or one of another version");
            stream.ReadExactly(hash);
            var start = stream.Position;
            if (!SHA256.HashData(stream).AsSpan().SequenceEqual(hash)) throw new InvalidDataException($"{path} is damaged; remove it to begin anew");
            stream.Position = start;
            using var reader = new BinaryReader(stream, Encoding.UTF8);
            var length = reader.ReadInt32();
            if (length < 0 || length > stream.Length - stream.Position) throw new InvalidDataException($"{path} is damaged; remove it to begin anew");
            var found = Encoding.UTF8.GetString(reader.ReadBytes(length));
            if (found != identity) throw new InvalidOperationException($"{path} belongs to another run:\n{found}\nnot to\n{identity}\nName another file, or remove it to begin anew");
            contents(reader);
            if (stream.Position != stream.Length) throw new InvalidDataException($"{path} has {stream.Length - stream.Position} bytes too many; remove it to begin anew");
            return true;
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException($"{path} ends too early; remove it to begin anew");
        }
    }
}
