namespace Kit.StatMech.Estimators;

/// <summary>What is known before a collapse of one of its numbers T_c, ν and a: a guess to start from (a plain number is one), or the value itself.</summary>
public readonly record struct ScalingParameter
{
    private ScalingParameter(Estimate value, bool held) => (Value, IsKnown) = (value, held);

    /// <summary>Where the fit starts, or what it takes as it is.</summary>
    public Estimate Value { get; }

    /// <summary>Whether the fit leaves it alone.</summary>
    public bool IsKnown { get; }

    /// <summary>A guess, to be fitted.</summary>
    public static ScalingParameter Guess(double value) => new(new(value, 0), held: false);

    /// <summary>Exact: a Binder ratio has a = 0, the Ising model on the square lattice ν = 1.</summary>
    public static ScalingParameter Known(double value) => new(new(value, 0), held: true);

    /// <summary>Measured elsewhere; its error goes into those of the fit.</summary>
    public static ScalingParameter Known(Estimate value) => new(value, held: true);

    /// <inheritdoc cref="Guess"/>
    public static implicit operator ScalingParameter(double value) => Guess(value);
}
