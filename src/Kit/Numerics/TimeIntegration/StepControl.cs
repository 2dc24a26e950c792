using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>How long the next step is, so that the local error e of each satisfies |e| ≤ a + r max(|u|, |u⁺|).</summary>
/// <remarks>
/// h ← h · 0.9 ε₀^(−β₁) ε₁^(−β₂) ε₂^(−β₃), where ε₀, ε₁, ε₂ are the errors of the last steps in units of the tolerance, β₁ = (P + I + D)/k, β₂ = −(P + 2D)/k, β₃ = D/k
/// and k the order of the error. G. Söderlind, ACM Trans. Math. Software 29 (2003) 1; I = 1 alone is the classical controller.
/// </remarks>
/// <param name="Relative">r, 10⁻³ for pictures to 10⁻¹⁰.</param>
/// <param name="Absolute">a, the size below which a component does not matter.</param>
public sealed record StepControl(double Relative = 1e-6, double Absolute = 1e-9)
{
    /// <summary>P of the controller.</summary>
    public double Proportional { get; init; } = 0.4;

    /// <summary>I of the controller.</summary>
    public double Integral { get; init; } = 0.3;

    /// <summary>D of the controller.</summary>
    public double Derivative { get; init; }

    /// <summary>The first step; 0 lets the problem say.</summary>
    public double First { get; init; }

    /// <summary>The longest step.</summary>
    public double Longest { get; init; } = double.PositiveInfinity;

    /// <summary>Steps, taken or tried, before the run gives up.</summary>
    public int MaxSteps { get; init; } = 1_000_000;

    /// <summary>Leading axes that count independent samples: the sample with the largest error decides. 0 takes the root mean square over all.</summary>
    public int SampleAxes { get; init; }

    private static readonly Fused Squares = Fuse.Of((Tensor[] x) =>
    {
        var scaled = x[0].Abs() / (x[3] * x[1].Abs().Maximum(x[2].Abs()) + x[4]);
        return [scaled * scaled];
    });

    /// <summary>‖e/(a + r max(|u|, |v|))‖, 1 being just good enough.</summary>
    internal double Norm(Tensor error, Tensor u, Tensor v)
    {
        using var scope = Tensor.Scope();
        var squares = Squares.Run(error.Plain, u.Plain, v.Plain, Relative, Absolute)[0];
        if (SampleAxes == 0) return Math.Sqrt(squares.Mean().Item());
        if (SampleAxes >= u.Rank) throw new ArgumentException($"StepControl: {SampleAxes} sample axes of a state of shape {u.Shape}; one axis at least is the sample's own");
        var samples = squares.Reshape([.. u.Shape.ToArray()[..SampleAxes], -1]).Mean(-1);
        return Math.Sqrt(samples.Max().Item());
    }

    /// <summary>The factor of the next step from the last three errors, the newest first.</summary>
    internal double Factor(double e0, double e1, double e2, double k, bool rejected)
    {
        if (!double.IsFinite(e0)) return 0.1;
        var (p, i, d) = (Proportional, Integral, Derivative);
        // A rejected step says nothing about the trend.
        var factor = rejected
            ? 0.9 * Math.Pow(e0, -1 / k)
            : 0.9 * Math.Pow(Math.Max(e0, 1e-10), -(p + i + d) / k) * Math.Pow(Math.Max(e1, 1e-10), (p + 2 * d) / k) * Math.Pow(Math.Max(e2, 1e-10), -d / k);
        return Math.Clamp(factor, 0.2, rejected ? 0.9 : 10);
    }

    internal void Check()
    {
        if (!(Relative >= 0 && Absolute >= 0 && Relative + Absolute > 0 && Longest > 0 && MaxSteps > 0 && First >= 0))
            throw new ArgumentException(FormattableString.Invariant($"StepControl: relative {Relative}, absolute {Absolute}, first {First}, longest {Longest}, at most {MaxSteps} steps; tolerances are ≥ 0 and not both 0, steps are positive"));
    }
}
