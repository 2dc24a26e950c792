using System.Text;

namespace Kit.Learning.Online;

/// <summary>What a message between a producer and the place of training is about: its first byte.</summary>
internal enum Frame : byte
{
    /// <summary>Producer: who I am, which simulation I run, what my samples look like.</summary>
    Hello = 1,

    /// <summary>Producer: the bytes of a sample.</summary>
    Sample,

    /// <summary>Producer: the simulation is complete.</summary>
    End,

    /// <summary>Producer: the simulation failed, and why.</summary>
    Failed,

    /// <summary>Producer of a message-passing world: nothing more will come from me.</summary>
    Bye,

    /// <summary>Training: go on; after a hello with the number of samples of this simulation that are here already.</summary>
    Accepted,

    /// <summary>Training: the reservoir is closed, end.</summary>
    Closed,

    /// <summary>Training: what came was wrong, and why.</summary>
    Refused,
}

/// <summary>The messages in bytes: little-endian, texts in UTF-8 up to a length.</summary>
internal static class SampleFrames
{
    /// <summary>Longest text in bytes.</summary>
    public const int LongestText = 4096;

    /// <summary>Longest hello in bytes.</summary>
    public const int LongestHello = 8192;

    private const uint Magic = 0x3153544B;

    public static byte[] Hello(string token, string name, long simulation, SampleLayout layout)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write((byte)Frame.Hello);
        to.Write(Magic);
        to.Write(token);
        to.Write(name);
        to.Write(simulation);
        layout.Write(to);
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">No hello.</exception>
    public static (string Token, string Name, long Simulation, SampleLayout Layout) Hello(byte[] frame)
    {
        if (frame.Length > LongestHello || frame.Length < 5 || frame[0] != (byte)Frame.Hello || BitConverter.ToUInt32(frame, 1) != Magic)
            throw new InvalidDataException($"{frame.Length} bytes that are no hello of a producer of samples");
        try
        {
            using var from = new BinaryReader(new MemoryStream(frame, 5, frame.Length - 5));
            var hello = (from.ReadString(), from.ReadString(), from.ReadInt64(), SampleLayout.Read(from));
            return from.BaseStream.Position == from.BaseStream.Length ? hello : throw new InvalidDataException("a hello with bytes after its end");
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or IOException)
        {
            throw new InvalidDataException($"a hello that is cut off: {e.Message}", e);
        }
    }

    public static byte[] Of(Frame kind) => [(byte)kind];

    public static byte[] Of(Frame kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)kind, .. bytes.AsSpan(0, Math.Min(bytes.Length, LongestText))];
    }

    public static byte[] Accepted(long samples) => [(byte)Frame.Accepted, .. BitConverter.GetBytes(samples)];

    public static string Text(byte[] frame) => Encoding.UTF8.GetString(frame, 1, Math.Min(frame.Length - 1, LongestText));
}
