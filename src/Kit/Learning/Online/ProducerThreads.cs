using Kit.Tensors;

namespace Kit.Learning.Online;

/// <summary>Simulations on threads of this process that put their samples into a reservoir.</summary>
public sealed class ProducerThreads : IDisposable
{
    private readonly Reservoir reservoir;
    private readonly Func<long, IEnumerable<Tensor[]>> simulate;
    private readonly long simulations;
    private readonly Thread[] threads;
    private long next = -1;
    private int running;

    /// <summary>Starts them. When all have ended the reservoir is complete.</summary>
    /// <param name="reservoir">Where the samples go.</param>
    /// <param name="simulate">Simulation i = 0, 1, … as a sequence of samples; it is called on several threads at once, and draws its parameters from <c>rng.Stream(i)</c>.</param>
    /// <param name="simulations">How many; by default until the reservoir is closed.</param>
    /// <param name="threads">Simulations at once.</param>
    public ProducerThreads(Reservoir reservoir, Func<long, IEnumerable<Tensor[]>> simulate, long simulations = long.MaxValue, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(reservoir);
        ArgumentNullException.ThrowIfNull(simulate);
        ArgumentOutOfRangeException.ThrowIfLessThan(simulations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (this.reservoir, this.simulate, this.simulations, running) = (reservoir, simulate, simulations, threads);
        this.threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Run) { IsBackground = true, Name = $"producer {i}" })];
        foreach (var thread in this.threads) thread.Start();
    }

    /// <summary>Closes the reservoir and waits for the threads; each ends with its next sample.</summary>
    public void Dispose()
    {
        reservoir.Close();
        foreach (var thread in threads) thread.Join();
    }

    private void Run()
    {
        while (Interlocked.Increment(ref next) is var simulation && simulation < simulations)
        {
            try
            {
                if (!Stream(simulation)) break;
            }
            catch (Exception e)
            {
                // Whatever a simulation throws is the training's to report: on a thread of its own it would end the process.
                reservoir.Fail($"simulation {simulation}", e.Message);
            }
        }

        if (Interlocked.Decrement(ref running) == 0) reservoir.Complete();
    }

    private bool Stream(long simulation)
    {
        using var scope = Tensor.Scope();
        foreach (var sample in simulate(simulation))
            if (!reservoir.Put(sample)) return false;
        return true;
    }
}
