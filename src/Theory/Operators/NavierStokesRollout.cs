using Kit.Compute;
using Kit.Operators.Spectral;
using Kit.Operators.Training;
using Kit.Pde.DataSets;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>Vorticity rolled out in time by a Fourier neural operator that makes the next moment from the last few and is fed with its own answers.</summary>
/// <remarks>
/// Li et al. (2021) have ν = 10⁻³ on 64 × 64 points, ten moments given and those to T = 50 asked, with 1000 trajectories: .0128. They train through the whole rollout; here single steps are
/// trained, from true moments. <see cref="Full"/> was not run. The quick preset has 32 × 32 points and few trajectories, so what it checks is that the rollout is far better than to say that nothing changes.
/// </remarks>
public sealed record NavierStokesRollout : Experiment
{
    /// <summary>Points along a side, solved and learned.</summary>
    [Bounds(16, 256)]
    public int Points { get; init; } = 32;

    /// <summary>ν.</summary>
    [Bounds(1e-6, 1)]
    public double Viscosity { get; init; } = 1e-3;

    /// <summary>Moments given.</summary>
    [Bounds(1, 20)]
    public int Given { get; init; } = 4;

    /// <summary>Moments asked.</summary>
    [Bounds(1, 100)]
    public int Asked { get; init; } = 8;

    /// <summary>Training trajectories.</summary>
    [Bounds(2, 10000)]
    public int Train { get; init; } = 48;

    /// <summary>Test trajectories.</summary>
    [Bounds(2, 1000)]
    public int Test { get; init; } = 12;

    /// <summary>Time step of the solver.</summary>
    [Bounds(1e-5, 0.1)]
    public double Step { get; init; } = 0.01;

    /// <summary>Passes over all windows of the training trajectories.</summary>
    [Bounds(1, 1000)]
    public int Epochs { get; init; } = 15;

    /// <summary>Channels.</summary>
    [Bounds(4, 64)]
    public int Width { get; init; } = 12;

    /// <summary>Modes along each axis.</summary>
    [Bounds(2, 32)]
    public int Modes { get; init; } = 8;

    /// <inheritdoc/>
    public override string Title => "Navier–Stokes equations: an operator fed with its own answers";

    /// <inheritdoc/>
    public override string Claim => "At ν = 10⁻³ an FNO for one step of vorticity stays close to the flow when it is rolled out; its error grows with the number of its own answers that it is fed with.";

    /// <inheritdoc/>
    public override string Source => "Li, Kovachki, Azizzadenesheli et al. (2021), Fourier neural operator for parametric partial differential equations, section 5.3, table 1";

    /// <inheritdoc/>
    public override NavierStokesRollout Full => this with { Points = 64, Given = 10, Asked = 40, Train = 1000, Test = 200, Step = 1e-3, Epochs = 50, Width = 20, Modes = 12 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var flow = new NavierStokesData { Points = Points, Saved = Points, Viscosity = Viscosity, Time = Given + Asked, Step = Step }
            .Make(Train + Test, (long)(1e9 * rng.Stream("data").NextDouble()), token)["u"].Cast(DType.F32);
        var (known, unseen) = (flow[..Train], flow[Train..]);
        var trained = OperatorTraining.Train(new Fno(Given, 1, [Modes, Modes], Width, head: 64), Windows(known), Windows(unseen), new OperatorPlan { Epochs = Epochs, Batch = 16, LearningRate = 3e-3 }, rng, token);
        var (truth, guess) = (unseen[.., Given..], Roll(trained, unseen[.., ..Given]));
        var resting = unseen[.., (Given - 1)..Given].BroadcastTo(truth.Shape);
        var (errors, still) = (Errors(guess, truth), Errors(resting, truth));
        var whole = Learning.Loss.RelativeL2(guess, truth).Item();
        double[] times = [.. Enumerable.Range(1, Asked).Select(t => (double)t)];
        return new()
        {
            Checks =
            [
                Check.AtMost("error of one step from true moments", trained.TestError, still[0] / 2, "half the error of saying that nothing changes"),
                Check.AtMost("error of the rollout over all moments", whole, Learning.Loss.RelativeL2(resting, truth).Item() / 2, "half the error of saying that nothing changes; published at full size: .0128"),
                Check.AtLeast("error of the last moment over that of the first", errors[^1] / errors[0], 1, "errors of the answers that are fed back add up"),
            ],
            Figures =
            [
                new Figure("Error against time", "moments after the last one given", "relative L² error").LogY()
                    .Line(times, errors, name: "operator, rolled out", markers: true).Line(times, still, name: "last moment given", dash: Dash.Dashed),
                Fields(truth[0, Asked - 1], guess[0, Asked - 1]),
            ],
        };
    }

    /// <summary>Every run of Given moments and the next one.</summary>
    private FieldPairs Windows(Tensor flow) => new(
        Tensor.Concat([.. Enumerable.Range(0, Asked).Select(t => flow[.., t..(t + Given)])]), Tensor.Concat([.. Enumerable.Range(Given, Asked).Select(t => flow[.., t..(t + 1)])]));

    private Tensor Roll(TrainedOperator trained, Tensor window)
    {
        var answers = new List<Tensor>();
        for (var t = 0; t < Asked; t++)
        {
            var next = trained.Model.Forward(window);
            answers.Add(next);
            window = Tensor.Concat([window[.., 1..], next], 1);
        }

        return Tensor.Concat([.. answers], 1);
    }

    private double[] Errors(Tensor guess, Tensor truth) => [.. Enumerable.Range(0, Asked).Select(t => Learning.Loss.RelativeL2(guess[.., t], truth[.., t]).Item())];

    private Figure Fields(Tensor truth, Tensor guess)
    {
        double[] x = [.. Enumerable.Range(0, Points).Select(i => (double)i / Points)];
        var limit = truth.Abs().Max().Item();
        Figure Map(string title, Tensor field, double top, bool bar) => new Figure(title, "x", "y").Heatmap(field.T, x, x, ColorScale.Diverging, (-top, top), colorBar: bar).EqualAspect();
        var error = guess - truth;
        return Figure.Grid($"Vorticity {Asked} moments after the last one given", 1, 3,
            Map("truth", truth, limit, false), Map("operator", guess, limit, true), Map("error", error, error.Abs().Max().Item(), true)).Size(1000, 380);
    }
}
