namespace Kit.Learning.Online;

/// <summary>Samples of each simulation that have come, so that one that is run again after a failure passes over them.</summary>
internal sealed class SimulationLog
{
    private readonly Dictionary<long, (long Samples, bool Complete, bool Running)> simulations = [];
    private readonly Dictionary<long, string> lost = [];

    /// <summary>True where somebody watches the processes themselves and reports each failure once, with what its process said.</summary>
    public bool IsWatched { get; set; }

    public bool IsRunning(long simulation)
    {
        lock (simulations) return simulations.TryGetValue(simulation, out var s) && s.Running;
    }

    /// <summary>Notes why a line broke, for who watches.</summary>
    public void Lose(long simulation, string why)
    {
        lock (simulations) lost[simulation] = why;
    }

    /// <summary>Why the line of a simulation broke.</summary>
    public string Reason(long simulation)
    {
        lock (simulations) return lost.Remove(simulation, out var why) ? why : "it ended without a word";
    }

    public bool IsComplete(long simulation)
    {
        lock (simulations) return simulations.TryGetValue(simulation, out var s) && s.Complete;
    }

    public long Completed
    {
        get
        {
            lock (simulations) return simulations.Values.LongCount(s => s.Complete);
        }
    }

    /// <summary>The number of samples that are here, or null where another producer runs this simulation or has completed it.</summary>
    public long? Begin(long simulation)
    {
        lock (simulations)
        {
            var now = simulations.GetValueOrDefault(simulation);
            if (now.Running || now.Complete) return null;
            simulations[simulation] = now with { Running = true };
            return now.Samples;
        }
    }

    public void Count(long simulation)
    {
        lock (simulations) simulations[simulation] = simulations[simulation] with { Samples = simulations[simulation].Samples + 1 };
    }

    public void End(long simulation, bool complete)
    {
        lock (simulations) simulations[simulation] = simulations[simulation] with { Running = false, Complete = complete };
    }
}
