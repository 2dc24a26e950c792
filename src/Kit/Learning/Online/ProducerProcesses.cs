using System.Diagnostics;

namespace Kit.Learning.Online;

/// <summary>Simulations as processes of this machine, each a program of its own that finds the address of the training in the variable KIT_SAMPLES.</summary>
public sealed class ProducerProcesses : IDisposable
{
    private const int LongestError = 2000;
    private readonly Reservoir reservoir;
    private readonly SampleServer server;
    private readonly Func<long, ProcessStartInfo> program;
    private readonly long simulations;
    private readonly int restarts;
    private readonly Thread[] threads;
    private readonly List<Process> started = [];
    private long next = -1;
    private int running;
    private volatile bool ending;

    /// <summary>Starts them. When all have ended the reservoir is complete.</summary>
    /// <param name="reservoir">That of the server.</param>
    /// <param name="server">Where they connect.</param>
    /// <param name="program">Program and arguments of simulation i = 0, 1, …</param>
    /// <param name="simulations">How many.</param>
    /// <param name="processes">Processes at once.</param>
    /// <param name="restarts">How often a simulation that died is begun again; each death counts as a failure of the reservoir.</param>
    public ProducerProcesses(Reservoir reservoir, SampleServer server, Func<long, ProcessStartInfo> program, long simulations, int processes = 1, int restarts = 0)
    {
        ArgumentNullException.ThrowIfNull(reservoir);
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfLessThan(simulations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(processes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(restarts);
        (this.reservoir, this.server, this.program, this.simulations, this.restarts, running) = (reservoir, server, program, simulations, restarts, processes);
        server.Log.IsWatched = true;
        threads = [.. Enumerable.Range(0, processes).Select(i => new Thread(Run) { IsBackground = true, Name = $"process {i}" })];
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Closes the reservoir and ends the processes that are still there.</summary>
    public void Dispose()
    {
        reservoir.Close();
        lock (started)
        {
            ending = true;
            foreach (var process in started) process.Kill(entireProcessTree: true);
        }

        foreach (var thread in threads) thread.Join();
    }

    private void Run()
    {
        while (!ending && Interlocked.Increment(ref next) is var simulation && simulation < simulations)
            for (var trial = 0; trial <= restarts && !ending && !server.Log.IsComplete(simulation); trial++)
                Once(simulation);
        if (Interlocked.Decrement(ref running) == 0) reservoir.Complete();
    }

    private void Once(long simulation)
    {
        var start = program(simulation);
        start.Environment["KIT_SAMPLES"] = server.Address;
        (start.RedirectStandardError, start.UseShellExecute) = (true, false);
        try
        {
            using var process = new Process { StartInfo = start };
            lock (started)
            {
                if (ending) return;
                process.Start();
                started.Add(process);
            }

            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            lock (started) started.Remove(process);
            // The process is gone, but its last sample may still wait for room.
            while (server.Log.IsRunning(simulation)) Thread.Sleep(1);
            if (!ending && !reservoir.IsClosed && !server.Log.IsComplete(simulation))
                reservoir.Fail($"simulation {simulation}", $"{server.Log.Reason(simulation)}; {start.FileName} ended with code {process.ExitCode} {error[^Math.Min(error.Length, LongestError)..].Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            reservoir.Fail($"simulation {simulation}", $"{start.FileName} did not start: {e.Message}");
        }
    }
}
