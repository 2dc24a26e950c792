namespace Kit.Bench.Peers;

/// <summary>The same work in Kit and in its peers, on the same numbers.</summary>
/// <remarks>To add a row, write one file in rows/ and name it in <see cref="Rows"/>.</remarks>
internal sealed record Row
{
    public required string Name { get; init; }

    /// <summary>The numbers that everyone starts from; the same every time it is called.</summary>
    public required Func<Inputs> Inputs { get; init; }

    /// <summary>Sets up Kit's work on the inputs.</summary>
    public required Func<Inputs, Work> Kit { get; init; }

    public required IReadOnlyList<Peer> Peers { get; init; }

    /// <summary>Attempts on single spins in one call; 0 where there are none.</summary>
    public double Flips { get; init; }

    /// <summary>Whether memory is compared too.</summary>
    public bool Memory { get; init; }

    /// <summary>Largest accepted max|kit − peer| / max|peer|; the row's file says where it comes from.</summary>
    public required double Tolerance { get; init; }
}

/// <summary>Work that is ready to be done.</summary>
/// <param name="Once">Does it once. Every call starts from the same state, so that calls can be repeated and timed.</param>
/// <param name="Result">What the last call computed, row-major.</param>
internal sealed record Work(Action Once, Func<double[]> Result) : IContender
{
    /// <summary>Resident bytes before the work was set up.</summary>
    public long? Before { get; init; }

    public double Milliseconds(int times)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            Once();
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    double[] IContender.Result() => Result();

    public long? Peak()
    {
        Resident.ResetPeak();
        Once();
        return Resident.Peak - Before;
    }

    public void Dispose() { }
}
