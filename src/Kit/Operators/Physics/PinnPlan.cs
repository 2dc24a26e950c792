using Kit.Learning;

namespace Kit.Operators.Physics;

/// <summary>Where the equation is asked for.</summary>
public enum Sampling
{
    /// <summary>A regular grid, as many points a side.</summary>
    Grid,

    /// <summary>Independent points.</summary>
    Uniform,

    /// <summary>A Latin hypercube.</summary>
    LatinHypercube,

    /// <summary>Sobol's sequence.</summary>
    Sobol,

    /// <summary>By the size of the residual, RAD, drawn anew with every <see cref="PinnPlan.ResampleEvery"/>.</summary>
    Adaptive,
}

/// <summary>How a network is trained: Adam first, then a method of second order to the end.</summary>
public sealed record PinnPlan
{
    /// <summary>Points of the equation; a grid takes the largest power of d that is not more.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Their law.</summary>
    public Sampling Sampling { get; init; } = Sampling.LatinHypercube;

    /// <summary>Adam steps between new points; 0: never.</summary>
    public int ResampleEvery { get; init; }

    /// <summary>Steps of Adam.</summary>
    public int Adam { get; init; } = 1000;

    /// <summary>η of Adam's steps.</summary>
    public Schedule LearningRate { get; init; } = Schedules.Constant(1e-3);

    /// <summary>Iterations of L-BFGS after it.</summary>
    public int LBfgs { get; init; }

    /// <summary>Iterations of Levenberg and Marquardt's method after that: for networks of some hundred weights the fastest by far.</summary>
    public int GaussNewton { get; init; }

    /// <summary>Chooses the weights of the loss; null: those of the problem.</summary>
    public ILossBalance? Balance { get; init; }

    /// <summary>Steps between its choices.</summary>
    public int BalanceEvery { get; init; } = 100;

    /// <summary>Weights of time during Adam; null: all alike.</summary>
    public Causality? Causality { get; init; }
}
