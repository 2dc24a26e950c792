namespace Kit.Bench.Peers;

/// <summary>Someone who can do a row's work once it is set up.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Wall time in ms of doing the work <paramref name="times"/> times, measured by whoever does it.</summary>
    double Milliseconds(int times);

    /// <summary>What the last call computed, row-major.</summary>
    double[] Result();

    /// <summary>Bytes of resident memory that the set-up work holds at most while it is done once; null where that cannot be measured.</summary>
    long? Peak() => null;
}

/// <summary>Another library or language that does a row's work.</summary>
/// <param name="Name">Shown in the report.</param>
/// <param name="Bar">Least peer time / Kit time that satisfies us: 1 is as fast as the peer, 2 twice as fast.</param>
internal abstract record Peer(string Name, double Bar)
{
    /// <summary>Sets up the work.</summary>
    /// <exception cref="PeerMissingException">The peer is not on this machine.</exception>
    public abstract IContender Open(Inputs inputs);
}

/// <summary>A peer is not on this machine; the message says what was looked for.</summary>
internal sealed class PeerMissingException(string message) : Exception(message);

/// <summary>A peer in this process: a .NET library, or a native one by P/Invoke.</summary>
internal sealed record InProcess(string Name, double Bar, Func<Inputs, Work> Set) : Peer(Name, Bar)
{
    public override IContender Open(Inputs inputs)
    {
        try
        {
            return Set(inputs);
        }
        catch (DllNotFoundException missing)
        {
            throw new PeerMissingException(missing.Message.Split('\n')[0].Trim());
        }
    }
}
