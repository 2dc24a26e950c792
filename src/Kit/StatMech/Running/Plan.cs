using System.Globalization;

namespace Kit.StatMech.Running;

/// <summary>What a Monte Carlo run does: at which temperatures, for how long, and what it keeps.</summary>
/// <remarks>The same plan, model and update give the same numbers to the last bit, on any number of threads, with or without an interruption.</remarks>
public sealed record Plan
{
    /// <summary>T = 1/β of each chain, positive; strictly ascending when chains exchange.</summary>
    public required IReadOnlyList<double> Temperatures { get; init; }

    /// <summary>Sweeps before the first measurement, from a random state.</summary>
    public long Thermalization { get; init; } = 1_000;

    /// <summary>Sweeps after that.</summary>
    public long Sweeps { get; init; } = 10_000;

    /// <summary>One measurement every so many sweeps.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Independent chains at each temperature; with exchange, independent ladders.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Parallel tempering: neighbours in temperature try to exchange their states every so many sweeps; 0 for never.</summary>
    public int Exchange { get; init; }

    /// <summary>Blocks of each chain that functions of means are resampled from; to be longer than the correlations each.</summary>
    public int Bins { get; init; } = 64;

    /// <summary>Seed of every random number.</summary>
    public long Seed { get; init; }

    /// <summary>A file that an interrupted run goes on from; none if null.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The least time between two checkpoints.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the series of all observables of one number are kept, as reweighting needs them.</summary>
    public bool KeepSeries { get; init; }

    /// <summary>Measurements of one chain.</summary>
    public long Measurements => Sweeps / Every;

    internal long Horizon => Thermalization + Sweeps;

    /// <summary>Refuses what cannot run, with the numbers.</summary>
    /// <param name="sites">Number of variables of the model.</param>
    /// <exception cref="ArgumentException">What is wrong, and what would be right.</exception>
    internal void Check(int sites)
    {
        Require(Temperatures is { Count: > 0 }, $"no temperatures; one at least");
        foreach (var t in Temperatures) Require(double.IsFinite(t) && t > 0, $"the temperature {t} is not positive and finite; for a ground state, lower T towards 0");
        Require(Thermalization >= 0, $"{Thermalization} sweeps of thermalization");
        Require(Sweeps >= 1, $"{Sweeps} sweeps; one at least");
        Require(Every >= 1, $"a measurement every {Every} sweeps");
        Require(Replicas is >= 1 and <= 1 << 20, $"{Replicas} replicas; 1 to 2²⁰");
        Require(Exchange >= 0, $"an exchange every {Exchange} sweeps; 0 for never");
        Require(Bins is >= 2 and <= 1 << 16, $"{Bins} bins; 2 to 2¹⁶, 16 or more for errors worth the name");
        Require(Measurements >= Bins, $"{Measurements} measurements ({Sweeps} sweeps, one every {Every}) do not fill {Bins} bins; more sweeps, or fewer bins");
        Require(Measurements <= long.MaxValue / Bins, $"{Measurements} measurements times {Bins} bins are more than 2⁶³ − 1");
        Require((decimal)Thermalization + Sweeps <= long.MaxValue / sites, $"{Thermalization} + {Sweeps} sweeps of {sites} sites are more attempts than 2⁶³ − 1");
        Require(Checkpoint is not "", $"the name of the checkpoint is empty; null for none");
        if (Exchange == 0) return;
        Require(Temperatures.Count >= 2, $"exchange needs two temperatures at least");
        for (var i = 1; i < Temperatures.Count; i++)
            Require(Temperatures[i] > Temperatures[i - 1], $"exchange needs ascending temperatures; {Temperatures[i]} follows {Temperatures[i - 1]}");
    }

    /// <summary>All that the numbers depend on, as text.</summary>
    internal string Identity() => string.Create(CultureInfo.InvariantCulture,
        $"T = {string.Join(", ", Temperatures.Select(t => t.ToString("R", CultureInfo.InvariantCulture)))}; {Thermalization} + {Sweeps} sweeps, every {Every}; {Replicas} replicas; exchange {Exchange}; {Bins} bins; seed {Seed}; series {KeepSeries}");

    private static void Require(bool holds, FormattableString otherwise)
    {
        if (!holds) throw new ArgumentException("MonteCarlo: " + FormattableString.Invariant(otherwise));
    }

}
