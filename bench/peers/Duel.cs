using System.Diagnostics;

namespace Kit.Bench.Peers;

/// <summary>One row of the report: Kit against one peer, times of one piece of work in ms.</summary>
internal sealed record Duel(string Name, string Peer, double KitBest, double KitMedian, double PeerBest, double PeerMedian, double Bar, (long? Kit, long? Peer) Peak)
{
    private const int Repetitions = 11;
    private const int SlowRepetitions = 2;
    private const double SlowMs = 1000;
    private const double WarmUpMs = 500;
    private const int Pause = 50;
    private const double LeastRepetitionMs = 10;

    /// <summary>Peer time / Kit time, of the best repetitions: noise only ever adds time.</summary>
    public double Ratio => PeerBest / KitBest;

    public bool Ok => Ratio >= Bar;

    /// <summary>Compares the results, then times the two in turn.</summary>
    /// <exception cref="PeerMissingException">The peer is not on this machine.</exception>
    /// <exception cref="InvalidOperationException">Kit and the peer do not compute the same.</exception>
    public static Duel Fight(Row row, Peer peer)
    {
        var inputs = row.Inputs();
        using var theirs = peer.Open(inputs);
        Compute.Memory.Trim();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Resident.Now;
        using IContender ours = row.Kit(inputs) with { Before = before };
        ours.Milliseconds(1);
        var repetitions = theirs.Milliseconds(1) > SlowMs ? SlowRepetitions : Repetitions;
        CheckSame(row, peer, ours.Result(), theirs.Result());

        var (ourTimes, theirTimes) = (Calls(ours), Calls(theirs));
        var (kit, other) = (new double[repetitions], new double[repetitions]);
        for (var i = 0; i < repetitions; i++)
        {
            kit[i] = Time(ours, ourTimes);
            other[i] = Time(theirs, theirTimes);
        }
        return new(row.Name, peer.Name, kit.Min(), Median(kit), other.Min(), Median(other), peer.Bar, row.Memory ? (ours.Peak(), theirs.Peak()) : default);
    }

    // The other side's threads may stay awake for a while after their work: they must not share the cores with this one.
    private static double Time(IContender contender, int times)
    {
        Thread.Sleep(Pause);
        contender.Milliseconds(1);
        return contender.Milliseconds(times) / times;
    }

    /// <summary>max|a − b| / max|b|; NaN or a difference of length is infinite.</summary>
    public static double Distance(double[] a, double[] b)
    {
        if (a.Length != b.Length || a.Length == 0)
            return double.PositiveInfinity;
        var scale = b.Max(x => Math.Abs(x));
        var distance = a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / (scale == 0 ? 1 : scale);
        return a.Concat(b).All(double.IsFinite) ? distance : double.PositiveInfinity;
    }

    private static void CheckSame(Row row, Peer peer, double[] ours, double[] theirs)
    {
        var distance = Distance(ours, theirs);
        if (distance > row.Tolerance)
            throw new InvalidOperationException($"{row.Name}: Kit and {peer.Name} differ by {distance:g3} of the largest value, more than {row.Tolerance:g3} ({ours.Length} and {theirs.Length} numbers)");
    }

    // Warms up, and finds how many calls a repetition needs so that the clock's grain does not matter.
    private static int Calls(IContender contender)
    {
        var (spent, calls) = (0.0, 0);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalMilliseconds < WarmUpMs || calls < 2; calls++)
            spent += contender.Milliseconds(1);
        return Math.Max(1, (int)Math.Ceiling(LeastRepetitionMs * calls / spent));
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
}
