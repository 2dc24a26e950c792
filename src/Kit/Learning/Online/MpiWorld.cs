namespace Kit.Learning.Online;

/// <summary>Samples between machines: the processes that mpirun started, of which rank 0 trains and the others simulate.</summary>
/// <remarks>One thread of a process makes all calls here, from the constructor to Dispose. An Open MPI library is needed; a rank that dies ends the whole run, as is the way of MPI.</remarks>
/// <example><code>
/// using var world = new MpiWorld();
/// if (world.Rank == 0)
/// {
///     var training = Task.Run(() => trainer.Fit(reservoir, 5000)).ContinueWith(_ => reservoir.Close());
///     world.Serve(reservoir);
///     training.Wait();
/// }
/// else
/// {
///     using var client = world.Connect("heat", simulation: world.Rank, layout);
///     …
/// }
/// </code></example>
public sealed class MpiWorld : IDisposable
{
    private const int ToTraining = 1, ToProducer = 2;
    private bool saidBye;

    /// <summary>Joins the world.</summary>
    /// <exception cref="DllNotFoundException">There is no Open MPI here; the message says how to get it.</exception>
    public MpiWorld()
    {
        Mpi.Begin();
        (Rank, Size) = (Mpi.Rank, Mpi.Size);
    }

    /// <summary>Number of this process.</summary>
    public int Rank { get; }

    /// <summary>Processes in all.</summary>
    public int Size { get; }

    /// <summary>Takes samples of all other ranks into a reservoir until all have left, and completes it; rank 0 calls it.</summary>
    /// <exception cref="InvalidOperationException">Another rank calls.</exception>
    public void Serve(Reservoir reservoir)
    {
        ArgumentNullException.ThrowIfNull(reservoir);
        if (Rank != 0) throw new InvalidOperationException($"MpiWorld: rank {Rank} serves; rank 0 does");
        var log = new SimulationLog();
        var sessions = Enumerable.Range(0, Size).Select(_ => new SampleSession(reservoir, log, "")).ToArray();
        for (var present = Size - 1; present > 0;)
        {
            if (Mpi.Waiting(-1, ToTraining) is not var (rank, length))
            {
                Thread.Sleep(1);
                continue;
            }

            if (length > sessions[rank].Longest) throw new InvalidDataException($"MpiWorld: rank {rank} sends {length} bytes; {sessions[rank].Longest} at most");
            var frame = Mpi.Read(rank, ToTraining, length);
            if (length == 1 && frame[0] == (byte)Frame.Bye)
            {
                sessions[rank].Lost("the rank left before its simulation was complete");
                present--;
                continue;
            }

            if (sessions[rank].IsOver) sessions[rank] = new(reservoir, log, "");
            Mpi.Write(sessions[rank].Answer(frame), rank, ToProducer);
        }

        reservoir.Complete();
    }

    /// <summary>Begins a simulation on another rank than 0; one after the other.</summary>
    /// <inheritdoc cref="SampleClient.Connect"/>
    public SampleClient Connect(string name, long simulation, SampleLayout layout)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(layout);
        return Rank > 0 ? new(new Line(), "", name, simulation, layout) : throw new InvalidOperationException("MpiWorld: rank 0 connects; the ranks from 1 on simulate");
    }

    /// <summary>Leaves the world; waits until all do.</summary>
    public void Dispose()
    {
        if (saidBye) return;
        saidBye = true;
        if (Rank > 0) Mpi.Write(SampleFrames.Of(Frame.Bye), 0, ToTraining);
        Mpi.End();
    }

    private sealed class Line : ISampleLink
    {
        public byte[] Ask(ReadOnlySpan<byte> frame)
        {
            Mpi.Write(frame, 0, ToTraining);
            while (true)
            {
                if (Mpi.Waiting(0, ToProducer) is var (_, length)) return Mpi.Read(0, ToProducer, length);
                Thread.Sleep(1);
            }
        }

        public void Dispose()
        {
        }
    }
}
