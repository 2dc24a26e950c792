using System.Diagnostics;
using Kit.Theory;

namespace Kit.Notebook.Gallery;

/// <summary>How the run of one experiment ended: with a result, or with the message of what it threw.</summary>
public sealed record Outcome(Experiment Experiment, ExperimentResult? Result, string? Error, TimeSpan Elapsed)
{
    /// <summary>The result's checks; for an experiment that threw, the one that no exception was to be thrown.</summary>
    public IReadOnlyList<Check> Checks => Result?.Findings.Checks ?? [Check.AtMost("exceptions thrown", 1, 0, Error ?? "")];

    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>Runs an experiment; what it throws becomes part of the outcome, but for a cancellation.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static Outcome Of(Experiment experiment, long seed, CancellationToken token)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            return new(experiment, experiment.Run(seed, token), null, clock.Elapsed);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            return new(experiment, null, $"{error.GetType().Name}: {error.Message}", clock.Elapsed);
        }
    }
}
