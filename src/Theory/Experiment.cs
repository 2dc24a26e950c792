using Kit.Tensors;

namespace Kit.Theory;

/// <summary>A claim of theory, and the program that measures whether it holds.</summary>
/// <remarks>
/// An experiment is one file with one sealed record. Its init properties are its parameters, and their defaults are the quick preset
/// (under a minute on two cores): <c>new HeatConvergence { Cells = [8, 16, 32] }.Run(seed: 1)</c>.
/// </remarks>
public abstract record Experiment : Parametrized<Experiment>
{
    /// <summary>The last part of the type's namespace in kebab case: <c>pde</c>.</summary>
    public string Chapter => Words.Kebab(GetType().Namespace!.Split('.')[^1]);

    /// <summary>A short heading.</summary>
    public abstract string Title { get; }

    /// <summary>What theory says, in one or two sentences with the formula in Unicode.</summary>
    public abstract string Claim { get; }

    /// <summary>Author, year, section or equation number.</summary>
    public abstract string Source { get; }

    /// <summary>This experiment at the sizes of the source.</summary>
    public abstract Experiment Full { get; }

    /// <summary>Runs the experiment: the same parameters and seed give the same findings to the last bit.</summary>
    /// <param name="seed">Seed of every random number that is drawn.</param>
    /// <param name="token">Stops the run.</param>
    /// <exception cref="ArgumentException">A parameter is out of its bounds.</exception>
    /// <exception cref="InvalidOperationException">The experiment made no check.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public ExperimentResult Run(long seed = 0, CancellationToken token = default)
    {
        CheckParameters();
        var findings = Measure(new Rng(seed), token);
        token.ThrowIfCancellationRequested();
        return findings.Checks.Count > 0
            ? new(this, seed, findings)
            : throw new InvalidOperationException($"{Id} made no check; an experiment has one at least.");
    }

    /// <summary>The experiment itself: simulates, computes the theory by other means, and compares.</summary>
    /// <param name="rng">The only source of random numbers.</param>
    /// <param name="token">To be looked at often enough to stop within a second.</param>
    /// <remarks>What takes long reports by <see cref="Display.Progress"/>.</remarks>
    protected abstract Findings Measure(Rng rng, CancellationToken token);
}
