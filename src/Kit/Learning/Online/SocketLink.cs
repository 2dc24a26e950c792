using System.Net;
using System.Net.Sockets;

namespace Kit.Learning.Online;

/// <summary>Messages over a stream socket: four bytes of length, then as many of message.</summary>
internal sealed class SocketLink(Socket socket) : ISampleLink
{
    private readonly NetworkStream stream = new(socket, ownsSocket: true);

    public static SocketLink To(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return new(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"SampleClient: no training listens on port {port} of this machine: {e.Message}", e);
        }
    }

    /// <summary>Seconds that a read may take; 0: any.</summary>
    public double Patience { set => stream.ReadTimeout = value > 0 ? (int)(1000 * value) : Timeout.Infinite; }

    public byte[] Ask(ReadOnlySpan<byte> frame)
    {
        Write(frame);
        return Read(SampleFrames.LongestHello) ?? throw new IOException("SampleClient: the training is gone");
    }

    public void Write(ReadOnlySpan<byte> frame)
    {
        stream.Write(BitConverter.GetBytes(frame.Length));
        stream.Write(frame);
    }

    /// <summary>The next message, or null where the other side has closed the line between two.</summary>
    /// <exception cref="InvalidDataException">It says that it is longer than it may be.</exception>
    /// <exception cref="IOException">The line broke.</exception>
    public byte[]? Read(int longest)
    {
        var head = new byte[4];
        var got = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        if (got == 0) return null;
        if (got < 4) throw new EndOfStreamException("the line closed within a message");
        var length = BitConverter.ToInt32(head);
        if (length < 0 || length > longest) throw new InvalidDataException($"a message of {length} bytes; {longest} at most");
        var frame = new byte[length];
        stream.ReadExactly(frame);
        return frame;
    }

    public void Dispose() => stream.Dispose();
}
