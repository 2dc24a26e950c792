using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Hyper;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Theory.Operators;

/// <summary>A hypernetwork that has seen only manufactured solutions solves linear equations at once, refines by its own residual, and gives a network on its own a good start.</summary>
/// <remarks>
/// Equations c₀ u_xx + c₁ u_yy + c₂ u_x + c₃ u_y + c₄ u = f on (−1, 1)² with u given on the edge, c₀, c₁ in (½, 1½) and the others normal with deviation ½; solutions are sums of sines and tanh.
/// Poisson's and Helmholtz' equations (c = (1, 1, 0, 0, 0) and (1, 1, 0, 0, 1)) with such solutions are the tests of refinement. The paper trains tens of millions of weights for 10⁵ steps.
/// <para/>
/// Two claims do not hold in the quick preset. Its 1,200 steps end at an error of 13 % instead of 10 %. And three rounds of refinement divide the error by 1.4 only: what the first network leaves is no longer of the kind of
/// the manufactured solutions that H was trained on, and H was not trained on such remainders; the full preset, which was not run, trains longer but on the same solutions.
/// </remarks>
public sealed record HyperPinns : Experiment
{
    private const int Nodes = 24;

    /// <summary>Steps of the training.</summary>
    [Bounds(2, 10_000_000)]
    public int Steps { get; init; } = 1200;

    /// <summary>Equations of a batch, new ones in every step.</summary>
    [Bounds(1, 1000)]
    public int Batch { get; init; } = 32;

    /// <summary>Equations of each test.</summary>
    [Bounds(1, 1000)]
    public int Tests { get; init; } = 64;

    /// <summary>Neurons of the network that is written.</summary>
    [Bounds(2, 256)]
    public int Width { get; init; } = 24;

    /// <summary>Steps of networks on their own.</summary>
    [Bounds(2, 100_000)]
    public int FineSteps { get; init; } = 100;

    /// <inheritdoc/>
    public override string Title => "A network that writes networks that solve equations";

    /// <inheritdoc/>
    public override string Claim => "Trained on manufactured solutions alone, a hypernetwork solves unseen linear equations to 10 % in L², three rounds of u ← u + H(f − L[u], g − u) divide the error by three, and its weights halve the steps that a network on its own needs.";

    /// <inheritdoc/>
    public override string Source => "Bischof et al. (2025), HyPINO, arXiv 2509.05117";

    /// <inheritdoc/>
    public override HyperPinns Full => this with { Steps = 100_000, Width = 32, FineSteps = 2000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var model = Trained(rng, token);
        var points = LinearProblem.Points(Nodes);
        var unseen = Problems(rng.Stream("unseen"), Tests);
        var zeroShot = Errors(model, unseen, 0)[0];
        var rounds = new[] { (1.0, "Helmholtz"), (0.0, "Poisson") }.Select(kind =>
        {
            var c = Tensor.Of([1, 1, 0, 0, kind.Item1], DType.F32).BroadcastTo([Tests, 5]);
            return (kind.Item2, Errors: Errors(model, (c, ManufacturedSolutions.Draw(rng.Stream(kind.Item2), Tests)), 3));
        }).ToArray();

        // The same few equations by networks on their own, from written and from drawn weights.
        var few = Problems(rng.Stream("fine"), 8);
        var problem = LinearProblem.Of(few.C, few.U.At(points), Nodes);
        var scale = problem.Scale();
        var written = Alone(model, few, scale, model.Weights(problem, scale), token);
        var drawn = Alone(model, few, scale, model.Target.Draw(rng.Stream("drawn"), 8), token);
        var target = drawn.Min();
        double Reached(double[] errors) => Array.FindIndex(errors, e => e <= target) is >= 0 and var k ? k : double.PositiveInfinity;
        return new()
        {
            Checks =
            [
                Check.AtMost("unseen equations: relative L² error at once", zeroShot, 0.1, "trained on such equations"),
                Check.AtLeast("Helmholtz: error before / after three refinements", rounds[0].Errors[0] / rounds[0].Errors[3], 3, "the map is linear in what is left"),
                Check.AtLeast("Poisson: error before / after three refinements", rounds[1].Errors[0] / rounds[1].Errors[3], 3, "the map is linear in what is left"),
                Check.AtMost("steps from written weights / steps from drawn weights, to the same error", Reached(written) / Math.Max(1, Reached(drawn)), 0.5, "written weights are near a solution"),
            ],
            Figures =
            [
                new Figure("Refinement", "round", "relative L² error").Line([0, 1, 2, 3], rounds[0].Errors, name: "Helmholtz").Line([0, 1, 2, 3], rounds[1].Errors, name: "Poisson").LogY(),
                new Figure("Networks on their own", "step", "relative L² error").Line([.. Enumerable.Range(0, written.Length)], written, name: "written weights").Line([.. Enumerable.Range(0, drawn.Length)], drawn, name: "drawn weights").LogY(),
            ],
        };
    }

    private static (Tensor C, ManufacturedSolutions U) Problems(Rng rng, int count)
    {
        var c = Tensor.Concat([rng.Stream("second").Uniform([count, 2], 0.5, 1.5, DType.F32), rng.Stream("first").Normal([count, 3], 0, 0.5, DType.F32)], 1);
        return (c, ManufacturedSolutions.Draw(rng.Stream("solutions"), count));
    }

    private HyperPinn Trained(Rng rng, CancellationToken token)
    {
        var model = Model.Initialize(new HyperPinn(new TargetNetwork(Width), Nodes), rng.Stream("weights"));
        var (order, points) = (rng.Stream("equations"), LinearProblem.Points(Nodes));
        var (now, optimizer) = (order, new Adam(model));
        var trainer = new Trainer(model, optimizer, b =>
        {
            var (c, u) = Problems(now, Batch);
            var problem = LinearProblem.Of(c, u.At(points), Nodes);
            var scale = problem.Scale();
            return model.Loss(model.Weights(problem, scale), scale, c, u, b[0], b[1]);
        })
        { Schedule = Schedules.OneCycle(2e-3, Steps, 0.1, 10, 100), ClipNorm = 1 };
        trainer.Fit(DataStream.From(step =>
        {
            now = order.Stream(step);
            return [now.Stream("inside").Uniform([128, 2], -1, 1, DType.F32), OnEdge(now.Stream("edge"), 64)];
        }), Steps, token);
        return model;
    }

    private static Tensor OnEdge(Rng rng, int count)
    {
        var (along, side) = (rng.Stream("along").Uniform([count], -1, 1, DType.F32), Tensor.Arange(count) % 4);
        var sign = Functions.Where(side < 2, -1.0, 1.0).Cast(DType.F32);
        var first = (side % 2).Equal(0);
        return Tensor.Stack([Functions.Where(first, sign, along), Functions.Where(first, along, sign)], -1);
    }

    private static double[] Errors(HyperPinn model, (Tensor C, ManufacturedSolutions U) test, int rounds)
    {
        using var scope = Tensor.Scope();
        var points = LinearProblem.Points(Nodes);
        var truth = test.U.At(points);
        var parts = model.Solve(LinearProblem.Of(test.C, truth, Nodes), rounds);
        return [.. Enumerable.Range(1, rounds + 1).Select(k => Loss.RelativeL2(model.At([.. parts.Take(k)], points).U, truth.U).Item())];
    }

    /// <summary>Errors after each step of Adam on the weights themselves, by residual and boundary alone.</summary>
    private double[] Alone(HyperPinn model, (Tensor C, ManufacturedSolutions U) few, Tensor scale, Tensor start, CancellationToken token)
    {
        var weights = start.Copy();
        var (adam, errors, points) = (new Adam(new[] { weights }, 1e-3), new double[FineSteps + 1], LinearProblem.Points(Nodes));
        var (inside, edge) = (points, OnEdge(new Rng(0), 96));
        var truth = few.U.At(points).U / scale;
        for (var step = 0; ; step++)
        {
            token.ThrowIfCancellationRequested();
            using var scope = Tensor.Scope();
            errors[step] = Loss.RelativeL2(model.Target.Forward(weights, points), truth).Item();
            if (step == FineSteps) return errors;
            adam.Step(Grad.Of((Tensor[] w) => model.Loss(w[0], scale, few.C, few.U, inside, edge, 0))([weights]));
        }
    }
}
