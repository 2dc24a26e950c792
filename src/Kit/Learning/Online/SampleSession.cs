using System.Security.Cryptography;
using System.Text;

namespace Kit.Learning.Online;

/// <summary>The training's side of a conversation with one producer: a message comes, an answer goes.</summary>
/// <param name="reservoir">Where samples go; an answer waits while it is full, which holds the producer.</param>
/// <param name="log">Shared by all conversations.</param>
/// <param name="token">What a producer must know to be heard.</param>
internal sealed class SampleSession(Reservoir reservoir, SimulationLog log, string token)
{
    private string name = "a producer";
    private long? simulation;

    /// <summary>Longest message that may come now.</summary>
    public int Longest => simulation is null ? SampleFrames.LongestHello : Math.Max(reservoir.Layout.Bytes, SampleFrames.LongestText) + 1;

    /// <summary>True after a message that was refused: nothing more is heard.</summary>
    public bool IsOver { get; private set; }

    public byte[] Answer(byte[] frame)
    {
        try
        {
            return frame.Length == 0 ? throw new InvalidDataException("an empty message") : Heard(frame);
        }
        catch (InvalidDataException e)
        {
            IsOver = true;
            Lost($"refused: {e.Message}");
            return SampleFrames.Of(Frame.Refused, e.Message);
        }
    }

    /// <summary>The producer is gone; if it was in the middle of a simulation, that is a failure.</summary>
    public void Lost(string why)
    {
        if (simulation is not { } number) return;
        if (log.IsWatched) log.Lose(number, why);
        else reservoir.Fail($"{name}, simulation {number}", why);
        log.End(number, complete: false);
        simulation = null;
    }

    private byte[] Heard(byte[] frame)
    {
        if (frame[0] == (byte)Frame.Hello) return Welcome(frame);
        if (simulation is not { } number) throw new InvalidDataException($"a message of kind {frame[0]} before a hello");
        switch ((Frame)frame[0])
        {
            case Frame.Sample when frame.Length - 1 == reservoir.Layout.Bytes:
                if (!reservoir.Put(frame[1..])) return SampleFrames.Of(Frame.Closed);
                log.Count(number);
                return SampleFrames.Of(Frame.Accepted);
            case Frame.Sample:
                throw new InvalidDataException($"a sample of {frame.Length - 1} bytes; {reservoir.Layout.Bytes} were declared: {reservoir.Layout}");
            case Frame.End:
                log.End(number, complete: true);
                simulation = null;
                return SampleFrames.Of(Frame.Accepted);
            case Frame.Failed:
                Lost(SampleFrames.Text(frame));
                return SampleFrames.Of(Frame.Accepted);
            default:
                throw new InvalidDataException($"a message of unknown kind {frame[0]}");
        }
    }

    private byte[] Welcome(byte[] frame)
    {
        if (simulation is not null) throw new InvalidDataException("a second hello within a simulation");
        var hello = SampleFrames.Hello(frame);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hello.Token), Encoding.UTF8.GetBytes(token)))
            throw new InvalidDataException("a hello with a wrong token");
        if (!hello.Layout.Equals(reservoir.Layout)) throw new InvalidDataException($"samples of {hello.Layout}; this training takes {reservoir.Layout}");
        if (log.Begin(hello.Simulation) is not { } samples) throw new InvalidDataException($"simulation {hello.Simulation} is running or complete already");
        (name, simulation) = (hello.Name, hello.Simulation);
        return SampleFrames.Accepted(samples);
    }
}
