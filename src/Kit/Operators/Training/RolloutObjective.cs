using Kit.Autodiff;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>Trains a one-step model u(t) ↦ u(t + 1) to be applied K times in a row, on windows of trajectories.</summary>
/// <remarks>
/// A model that has seen exact states alone meets its own errors for the first time when it is rolled out. The pushforward trick (Brandstetter, Worrall and
/// Welling, "Message passing neural PDE solvers", ICLR 2022, eq. 6 and 7) shows them to it: beside the loss of one step stands that of K steps, whose derivative
/// goes through the last step alone; here their mean is taken. The second loss alone would not do: for K = 2 the model −f serves it as well as f. With
/// <see cref="Through"/> the derivative goes through all steps and the loss is the mean over them, which costs K times the memory.
/// <see cref="Noise"/> disturbs the first state, which needs no second step (Sanchez-Gonzalez et al., ICML 2020).
/// </remarks>
/// <param name="trajectories">[N, T, C, n₁, …, n_d], T &gt; K states of each.</param>
/// <param name="steps">K ≥ 1; 1 is the training by pairs.</param>
public sealed class RolloutObjective(Tensor trajectories, int steps) : IObjective
{
    private readonly Tensor states = Checked(trajectories, steps);

    /// <summary>Whether the derivative goes through all steps.</summary>
    public bool Through { get; init; }

    /// <summary>Deviation of the normal noise on the first state of a window, in the units of the data.</summary>
    public double Noise { get; init; }

    private int[] Seen => steps == 1 ? [1] : [1, steps];

    /// <summary>All pairs (u(t), u(t + 1)): samples for normalisers and errors.</summary>
    /// <param name="trajectories">[N, T, C, n…].</param>
    public static FieldPairs Pairs(Tensor trajectories)
    {
        var x = Checked(trajectories, 1);
        int[] each = [-1, .. x.Shape.ToArray()[2..]];
        return new(x.Along(1, 0, x.Shape[1] - 1).Reshape(each), x.Along(1, 1, x.Shape[1]).Reshape(each));
    }

    /// <summary>Batches [u(t), u(t + 1), …, u(t + K)] of windows from all places of all trajectories; only u(t), u(t + 1) and u(t + K) where no more is needed.</summary>
    /// <inheritdoc/>
    public IDataStream Data(int batch, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var (length, windows) = (states.Shape[1], states.Shape[1] - steps);
        var flat = states.Reshape([-1, .. states.Shape.ToArray()[2..]]);
        int[] starts = [.. Enumerable.Range(0, states.Shape[0]).SelectMany(i => Enumerable.Range(0, windows).Select(t => i * length + t))];
        var order = DataStream.Of([Tensor.Of(starts)], Math.Min(batch, starts.Length), rng);
        return DataStream.From(
            step =>
            {
                var start = order.Batch(step)[0];
                var first = flat.Take(start);
                if (Noise > 0) first += rng.Stream("noise").Stream(step).Normal(first.Shape, 0, Noise, first.DType);
                return [first, .. (Through ? Enumerable.Range(1, steps) : Seen).Select(k => flat.Take(start + k))];
            },
            order.BatchesPerEpoch);
    }

    /// <inheritdoc/>
    public Tensor Loss(Layer model, Tensor[] batch, Func<Tensor, Tensor, Tensor> distance)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(distance);
        var u = batch[0];
        if (!Through)
        {
            var next = model.Forward(u);
            var once = distance(next, batch[1]);
            if (steps == 1) return once;
            for (var k = 1; k < steps; k++) u = Grad.Stop(k == 1 ? next : model.Forward(u));
            return (once + distance(model.Forward(u), batch[2])) / 2;
        }

        Tensor? sum = null;
        foreach (var truth in batch[1..])
        {
            u = model.Forward(u);
            sum = sum is null ? distance(u, truth) : sum + distance(u, truth);
        }

        return sum! / steps;
    }

    private static Tensor Checked(Tensor trajectories, int steps)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return trajectories.Rank >= 4 && trajectories.Shape[1] > steps
            ? trajectories
            : throw new ArgumentException($"RolloutObjective: trajectories {trajectories.Shape} for {steps} steps; [N, T, C, n…] with T of {steps + 1} at least is right");
    }
}
