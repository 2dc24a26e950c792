using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Kit.Learning.Online;

/// <summary>Takes samples from other processes of this machine into a reservoir.</summary>
/// <remarks>
/// It listens on the loopback interface alone, hears who knows the token in <see cref="Address"/>, and refuses messages that are not of the declared layout before it makes room for them. A producer
/// whose line breaks within a simulation counts as failed; run again, it passes over what has come.
/// </remarks>
public sealed class SampleServer : IDisposable
{
    private const double SecondsForHello = 10;
    private readonly Reservoir reservoir;
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<(Thread Thread, SocketLink Link)> lines = [];
    private readonly string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly Thread accepting;
    private bool disposed;

    /// <param name="reservoir">Where samples go.</param>
    public SampleServer(Reservoir reservoir)
    {
        ArgumentNullException.ThrowIfNull(reservoir);
        this.reservoir = reservoir;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Address = string.Create(CultureInfo.InvariantCulture, $"{((IPEndPoint)listener.LocalEndPoint!).Port}/{token}");
        accepting = new(Accept) { IsBackground = true, Name = "sample server" };
        accepting.Start();
    }

    /// <summary>What <see cref="SampleClient.Connect"/> needs: port and token.</summary>
    public string Address { get; }

    /// <summary>Simulations that have come to their end.</summary>
    public long Completed => Log.Completed;

    internal SimulationLog Log { get; } = new();

    /// <summary>Closes the reservoir and all lines.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        reservoir.Close();
        listener.Dispose();
        accepting.Join();
        (Thread Thread, SocketLink Link)[] open;
        lock (lines) open = [.. lines];
        foreach (var (thread, link) in open)
        {
            link.Dispose();
            thread.Join();
        }
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = listener.Accept();
            }
            catch (SocketException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            var link = new SocketLink(socket);
            var thread = new Thread(() => Converse(link)) { IsBackground = true, Name = "samples" };
            lock (lines)
            {
                lines.RemoveAll(line => !line.Thread.IsAlive);
                lines.Add((thread, link));
                thread.Start();
            }
        }
    }

    private void Converse(SocketLink link)
    {
        var session = new SampleSession(reservoir, Log, token);
        var why = "the line closed before the simulation was complete";
        try
        {
            link.Patience = SecondsForHello;
            while (!session.IsOver && link.Read(session.Longest) is { } frame)
            {
                link.Write(session.Answer(frame));
                link.Patience = 0;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            why = e.Message;
        }

        if (!disposed) session.Lost(why);
        link.Dispose();
    }
}
