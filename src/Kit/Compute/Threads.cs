using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Kit.Compute;

/// <summary>The worker threads. Work is cut into numbered pieces in a way that no sum depends on: fixed, or where every element is computed by one piece alone.</summary>
public static class Threads
{
    private static readonly Lock Gate = new();
    private static readonly List<Worker> Workers = [];
    private static int count = Default();

    [ThreadStatic]
    private static bool busy;

    /// <summary>Number of threads that share the work, the caller among them; from <c>KIT_THREADS</c>, else one a processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in 1 … 256.</exception>
    public static int Count
    {
        get => count;
        set
        {
            if (value is < 1 or > 256) throw new ArgumentOutOfRangeException(nameof(value), $"Threads.Count: {value} is not in 1 … 256");
            count = value;
        }
    }

    /// <summary>Runs body(0) … body(pieces − 1): thread t of T takes the pieces from t·pieces/T to (t+1)·pieces/T, and then the last ones of threads that are behind.</summary>
    /// <remarks>A call from inside a piece, or while another thread's call is running, does all its pieces itself. When pieces throw, the others are run all the same, and the error of the first is thrown.</remarks>
    internal static void For(int pieces, Action<int> body)
    {
        var threads = Math.Min(count, pieces);
        if (threads <= 1 || busy || !Gate.TryEnter())
        {
            for (var i = 0; i < pieces; i++) body(i);
            return;
        }

        try
        {
            busy = true;
            Share(pieces, threads, body);
        }
        finally
        {
            busy = false;
            Gate.Exit();
        }
    }

    /// <summary>The same, by the caller alone where the work is not worth a meeting of threads, which takes some microseconds.</summary>
    internal static void For(int pieces, bool share, Action<int> body)
    {
        if (share) For(pieces, body);
        else
            for (var i = 0; i < pieces; i++) body(i);
    }

    private static void Share(int pieces, int threads, Action<int> body)
    {
        while (Workers.Count < threads - 1) Workers.Add(new(Workers.Count + 1));
        var shares = new Shares(pieces, threads);
        var (done, first, error) = (0, pieces, (Exception?)null);
        void Work(int t)
        {
            var own = 0;
            for (; shares.Next(t) is >= 0 and var i; own++)
            {
                try
                {
                    body(i);
                }
                catch (Exception e)
                {
                    lock (shares)
                        if (i < first) (first, error) = (i, e);
                }
            }

            Interlocked.Add(ref done, own);
        }

        for (var t = 1; t < threads; t++)
        {
            var own = t;
            Workers[t - 1].Start(() => Work(own));
        }

        Work(0);
        // For pieces and not for workers: one that wakes too late finds nothing to do.
        for (var patience = new Patience(); Volatile.Read(ref done) < pieces;) patience.Wait();
        if (error is not null) ExceptionDispatchInfo.Throw(error);
    }

    private static int Default() =>
        int.TryParse(Environment.GetEnvironmentVariable("KIT_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 256
            ? n : Math.Min(Environment.ProcessorCount, 256);

    /// <summary>Waiting without sleep: waking a thread can take longer than a small product.</summary>
    private struct Patience
    {
        private int turns;

        public void Wait()
        {
            if (turns++ < 50) Thread.SpinWait(20);
            else Thread.Yield();
        }
    }

    /// <summary>A background thread that waits for one job at a time: awake for a millisecond, since parallel work comes in rows, then asleep.</summary>
    private sealed class Worker
    {
        private static readonly TimeSpan Awake = TimeSpan.FromMilliseconds(1);
        private readonly SemaphoreSlim ready = new(0);
        private Action? job;
        private volatile bool asleep;
        private volatile int origin;

        public Worker(int index)
        {
            var thread = new Thread(Loop) { IsBackground = true, Name = $"Kit worker {index}" };
            thread.Start();
        }

        public void Start(Action next)
        {
            origin = Placement.Here;
            Interlocked.Exchange(ref job, next); // either a worker that falls asleep sees the job, or it is seen asleep here
            if (asleep) ready.Release();
        }

        private void Loop()
        {
            busy = true;
            while (true)
            {
                var idle = Stopwatch.GetTimestamp();
                for (var patience = new Patience(); Volatile.Read(ref job) is null && Stopwatch.GetElapsedTime(idle) < Awake;) patience.Wait();
                asleep = true;
                Interlocked.MemoryBarrier();
                while (Volatile.Read(ref job) is null) ready.Wait();
                asleep = false;
                Placement.Leave(origin);
                Interlocked.Exchange(ref job, null)!();
            }
        }
    }
}
