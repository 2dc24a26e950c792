using Kit.Tensors;

namespace Kit.Learning.Online;

/// <summary>A way to another process: a message goes, its answer comes.</summary>
internal interface ISampleLink : IDisposable
{
    /// <exception cref="IOException">The other side is gone.</exception>
    byte[] Ask(ReadOnlySpan<byte> frame);
}

/// <summary>A simulation in a process of its own that sends its samples to a training: the side of the solver.</summary>
/// <example><code>
/// using var client = SampleClient.Connect(Environment.GetEnvironmentVariable("KIT_SAMPLES")!, "heat", simulation, layout);
/// foreach (var sample in Simulate(simulation))
///     if (!client.Send(sample)) return;
/// client.Complete();
/// </code></example>
public sealed class SampleClient : IDisposable
{
    private readonly ISampleLink link;
    private readonly SampleLayout layout;
    private long skip;

    internal SampleClient(ISampleLink link, string token, string name, long simulation, SampleLayout layout)
    {
        (this.link, this.layout) = (link, layout);
        var answer = Checked(link.Ask(SampleFrames.Hello(token, name, simulation, layout)));
        AlreadyThere = skip = answer.Length == 9 ? BitConverter.ToInt64(answer, 1) : throw new InvalidDataException($"SampleClient: an answer of {answer.Length} bytes to the hello");
    }

    /// <summary>Samples of this simulation that came before it failed; as many are passed over now.</summary>
    public long AlreadyThere { get; }

    /// <summary>Connects to a <see cref="SampleServer"/> on this machine.</summary>
    /// <param name="address">Its <see cref="SampleServer.Address"/>.</param>
    /// <param name="name">Of the solver, for messages.</param>
    /// <param name="simulation">Number of the simulation.</param>
    /// <param name="layout">Of its samples: that of the training.</param>
    /// <exception cref="InvalidOperationException">The training refused, and why.</exception>
    /// <exception cref="IOException">Nobody answers.</exception>
    public static SampleClient Connect(string address, string name, long simulation, SampleLayout layout)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(layout);
        if (name.Length > 256) throw new ArgumentException($"SampleClient: a name of {name.Length} letters; 256 at most");
        if (address.Split('/') is not [var port, var token] || !int.TryParse(port, out var number)) throw new ArgumentException($"SampleClient: '{address}' is no address; take SampleServer.Address");
        var link = SocketLink.To(number);
        try
        {
            return new(link, token, name, simulation, layout);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Sends a sample; waits while the reservoir is full.</summary>
    /// <returns>False once the training has ended: the simulation should end too.</returns>
    /// <exception cref="ArgumentException">The sample is not of the layout.</exception>
    /// <exception cref="IOException">The training is gone.</exception>
    public bool Send(params IReadOnlyList<Tensor> sample)
    {
        var bytes = layout.Pack(sample);
        if (skip > 0)
        {
            skip--;
            return true;
        }

        return Checked(link.Ask([(byte)Frame.Sample, .. bytes]))[0] == (byte)Frame.Accepted;
    }

    /// <summary>Says that the simulation is complete.</summary>
    public void Complete() => Checked(link.Ask(SampleFrames.Of(Frame.End)));

    /// <summary>Says that the simulation failed.</summary>
    public void Fail(string message) => Checked(link.Ask(SampleFrames.Of(Frame.Failed, message)));

    /// <inheritdoc/>
    public void Dispose() => link.Dispose();

    private static byte[] Checked(byte[] answer) => answer.Length > 0 && answer[0] is (byte)Frame.Accepted or (byte)Frame.Closed
        ? answer
        : throw new InvalidOperationException($"SampleClient: the training refused: {(answer.Length > 0 ? SampleFrames.Text(answer) : "no reason")}");
}
