using Kit.Display;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>A physics-informed network: u(x) = N(x; θ) with θ that minimises λ₀ mean r(u)² + Σₖ λₖ mean rₖ(u)² over points of the equation and its conditions.</summary>
/// <remarks>Raissi, Perdikaris, Karniadakis, J. Comput. Phys. 378 (2019) 686.</remarks>
/// <example><c>var pinn = new Pinn(Mlp.Smooth(2, 1), problem); pinn.Train(new() { Adam = 2000, LBfgs = 500 }, new Rng(1)); pinn.Forward(points)</c></example>
public sealed class Pinn
{
    private const int Candidates = 10;
    private readonly Layer network;
    private readonly PinnProblem problem;
    private readonly Trained model;
    private readonly LeastSquares squares;

    /// <summary>A network for a problem.</summary>
    /// <param name="network">[N, d] → [N, C]; its weights are drawn by <see cref="Train"/> unless they are set.</param>
    /// <param name="problem">What it shall solve.</param>
    public Pinn(Layer network, PinnProblem problem)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(problem);
        (this.network, this.problem, model) = (network, problem, new(network, [.. problem.Unknowns]));
        squares = new(model, network.Forward);
        Weights = [problem.Weight, .. problem.Conditions.Select(c => c.Weight)];
    }

    private sealed record Trained(Layer Network, Tensor[] Unknowns);

    /// <summary>λₖ now, the equation's first.</summary>
    public IReadOnlyList<double> Weights { get; private set; }

    /// <summary>u at points [N, d].</summary>
    public Tensor Forward(Tensor points) => network.Forward(points);

    /// <summary>u and its derivatives at points.</summary>
    public Jet At(Tensor points) => new(network.Forward, points);

    /// <summary>r(u) at points.</summary>
    public Tensor Residual(Tensor points) => problem.Residual(At(points));

    /// <summary>Trains the network, from new weights if it has none yet.</summary>
    /// <param name="plan">How.</param>
    /// <param name="rng">Weights and points.</param>
    /// <param name="token">Stops between two steps.</param>
    public PinnHistory Train(PinnPlan plan, Rng rng, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(rng);
        if (Model.Parameters(network).Any(p => double.IsNaN(p.Value.Sum().Item()))) Model.Initialize(network, rng.Stream("weights"));
        var (draws, history) = (rng.Stream("points"), new PinnHistory(["equation", .. problem.Conditions.Select(c => c.Name)]));
        var parts = Parts(Points(plan, draws));
        var averages = plan.Causality?.Averages(parts[0].Points, problem.Domain);
        if (plan.Adam > 0) Descend();
        if (plan.LBfgs > 0) history.Finish(new LBfgs(model, 20).Minimize(() => squares.Loss(parts, Weights), plan.LBfgs, 1e-10));
        if (plan.GaussNewton > 0) history.Finish(squares.GaussNewton(parts, Weights, plan.GaussNewton, 1e-14));
        history.Add(Losses(parts));
        return history;

        void Descend()
        {
            using var progress = Progress.Start("training", plan.Adam);
            var adam = new Adam(model);
            var stage = 0;
            for (var step = 0; step < plan.Adam; step++)
            {
                token.ThrowIfCancellationRequested();
                if (step > 0 && plan.ResampleEvery > 0 && step % plan.ResampleEvery == 0)
                {
                    parts = Parts(Points(plan, draws));
                    averages = plan.Causality?.Averages(parts[0].Points, problem.Domain);
                }

                if (plan.Balance is { } balance && step % plan.BalanceEvery == 0) Weights = balance.Weigh(Weights, model, network.Forward, parts);
                using var scope = Tensor.Scope();
                var least = 0.0;
                var (loss, gradients) = Model.ValueAndGradients(adam.Parameters, () => squares.Loss(parts, Weights, plan.Causality is { } causality ? r =>
                {
                    (var part, least) = causality.Loss(r, averages!, stage);
                    return part;
                }
                : null));
                if (!double.IsFinite(loss.Item())) throw new ArithmeticException($"Pinn: the loss is {loss.Item()} at step {step}; a smaller learning rate, now {adam.LearningRate}, may help");
                adam.LearningRate = plan.LearningRate(step);
                adam.Step(gradients);
                if (plan.Causality is not null) stage = plan.Causality.Next(stage, least);
                if (step % 10 == 0) history.Add(step, loss.Item());
                progress.Report(step + 1);
            }
        }
    }

    /// <summary>The equation at points, then the conditions.</summary>
    private Condition[] Parts(Tensor points) => [new("equation", points, problem.Residual), .. problem.Conditions];

    private double[] Losses(Condition[] parts)
    {
        using var scope = Tensor.Scope();
        return Array.ConvertAll(parts, part => part.Of(network.Forward, part.Points).Square().Mean().Item());
    }

    private Tensor Points(PinnPlan plan, Rng rng)
    {
        var box = problem.Domain;
        switch (plan.Sampling)
        {
            case Sampling.Grid:
                // The small excess keeps exact powers, such as 1000^(1/3), from being rounded down.
                return box.Grid([.. Enumerable.Repeat((int)(Math.Pow(plan.Points, 1.0 / box.Dimensions) + 1e-9), box.Dimensions)]);
            case Sampling.Uniform:
                return box.Uniform(plan.Points, rng);
            case Sampling.LatinHypercube:
                return box.LatinHypercube(plan.Points, rng);
            case Sampling.Sobol:
                return box.Sobol(plan.Points);
            default:
                using (Tensor.Scope())
                {
                    var pool = box.Uniform(Candidates * plan.Points, rng);
                    return AdaptiveSampling.Rad(pool, Residual(pool).Square().Sum(1).Sqrt(), plan.Points, rng).Keep();
                }
        }
    }
}
