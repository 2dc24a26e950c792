using Kit.Numerics.TimeIntegration;
using Kit.Parameters;
using Kit.Pde.Equations;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Pde.DataSets;

/// <summary>Trajectories of weather on a ring.</summary>
public sealed record Lorenz96Data : DataSet
{
    /// <summary>Sites of the ring.</summary>
    [Bounds(4, 100000)]
    public int Sites { get; init; } = 40;

    /// <summary>F; chaos from about 5 on.</summary>
    [Bounds(-100, 100)]
    public double Forcing { get; init; } = 8;

    /// <summary>Time step.</summary>
    [Bounds(1e-4, 0.1)]
    public double Step { get; init; } = 0.01;

    /// <summary>Steps between frames; 5 steps of 0.01 are six hours of weather.</summary>
    [Bounds(1, 10000)]
    public int Every { get; init; } = 5;

    /// <summary>Frames that are saved.</summary>
    [Bounds(1, 100000)]
    public int Frames { get; init; } = 200;

    /// <summary>Time before the first frame, to reach the attractor.</summary>
    [Bounds(0, 10000)]
    public double Start { get; init; } = 10;

    /// <inheritdoc/>
    public override string Title => "Lorenz 96";

    /// <inheritdoc/>
    public override string Equation => "duᵢ/dt = (uᵢ₊₁ − uᵢ₋₂) uᵢ₋₁ − uᵢ + F on a ring; at t = −Start, uᵢ ~ N(F, 1).";

    /// <inheritdoc/>
    public override string Method => "Classical Runge–Kutta, fourth order in Δt = Step.";

    /// <inheritdoc/>
    public override string Source => "Lorenz (1996), Predictability: a problem partly solved, ECMWF seminar.";

    /// <inheritdoc/>
    public override int Published => 1000;

    /// <inheritdoc/>
    public override int Chunk => 64;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var start = Forcing + Tensor.Stack([.. Enumerable.Range(0, count).Select(i => rng.Stream(first + i).Normal(Sites))]);
        var stepper = new RungeKutta(Tableau.Rk4, new Lorenz96(Forcing).RightHandSide);
        double[] times = [-Math.Max(Start, Step), .. Enumerable.Range(0, Frames).Select(k => k * Every * Step)];
        return new Dictionary<string, Tensor> { ["u"] = Evolution.Run(stepper, start, times, Step).States[1..].MoveAxis(0, 1).Contiguous() };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.SpaceTime(Title, samples["u"], "u", Axis.Periodic(Sites, 0, Sites), Step * Every * (Frames - 1));
}
