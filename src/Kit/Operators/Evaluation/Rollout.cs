using Kit.Display;
using Kit.Learning;
using Kit.Plotting;
using Kit.Tensors;

namespace Kit.Operators.Evaluation;

/// <summary>A one-step model applied to its own results: predictions over time, and how far from the truth they run.</summary>
/// <remarks>A model may read several moments, w frames of C channels one after the other along axis 1, and give the next: the window then moves on by a frame.</remarks>
[TypeFormatterSource(typeof(HtmlViewFormatterSource))]
public sealed record Rollout : IHtmlView
{
    private Rollout(Tensor predictions, double[] relative, FieldErrors errors) => (Predictions, Relative, Errors) = (predictions, relative, errors);

    /// <summary>[N, T, C, n…].</summary>
    public Tensor Predictions { get; }

    /// <summary>Mean over samples of ‖y − u‖₂/‖u‖₂ at each of the T times.</summary>
    public IReadOnlyList<double> Relative { get; }

    /// <summary>The measures of PDEBench at each time.</summary>
    public FieldErrors Errors { get; }

    /// <summary>The next T moments.</summary>
    /// <param name="model">[N, wC, n…] → [N, C, n…].</param>
    /// <param name="start">[N, wC, n…], the oldest frame first.</param>
    /// <param name="steps">T ≥ 1.</param>
    /// <returns>[N, T, C, n…].</returns>
    /// <exception cref="ArgumentException">The channels of a result are no whole part of those of the start.</exception>
    public static Tensor Run(Layer model, Tensor start, int steps)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var scope = Tensor.Scope();
        Model.SetTraining(model, false);
        var (window, frames) = (start, new Tensor[steps]);
        for (var t = 0; t < steps; t++)
        {
            var y = frames[t] = model.Forward(window);
            var (read, given) = (window.Shape[1], y.Shape[1]);
            if (read % given != 0 || y.Rank != window.Rank) throw new ArgumentException($"Rollout: a model that gives {y.Shape} for {window.Shape}; channels that are a whole part of those it reads are right");
            window = read == given ? y : Tensor.Concat([window.Along(1, given, read), y], 1);
        }

        return Tensor.Stack(frames, 1).Keep();
    }

    /// <summary>Predictions from the first frames of trajectories, against the others.</summary>
    /// <param name="model">[N, wC, n…] → [N, C, n…].</param>
    /// <param name="trajectories">[N, w + T, C, n…].</param>
    /// <param name="window">w.</param>
    /// <param name="batch">Samples at a time.</param>
    public static Rollout Of(Layer model, Tensor trajectories, int window = 1, int batch = 20)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        if (trajectories.Rank < 4 || window < 1 || trajectories.Shape[1] <= window)
            throw new ArgumentException($"Rollout: trajectories {trajectories.Shape} with a window of {window}; [N, T, C, n…] of more frames than the window is right");
        var (samples, frames, dims) = (trajectories.Shape[0], trajectories.Shape[1], trajectories.Shape.ToArray());
        List<Tensor> parts = [];
        for (var first = 0; first < samples; first += batch)
        {
            var some = trajectories[first..Math.Min(first + batch, samples)];
            parts.Add(Run(model, some.Along(1, 0, window).Reshape([some.Shape[0], window * dims[2], .. dims[3..]]), frames - window));
        }

        var (predictions, truth) = (Tensor.Concat([.. parts], 0), trajectories.Along(1, window, frames));
        double[] relative = [.. Enumerable.Range(0, frames - window).Select(t => Loss.RelativeL2(predictions[.., t], truth[.., t]).Item())];
        return new(predictions, relative, FieldErrors.Of(predictions, truth, trajectories.Rank - 3));
    }

    /// <summary>The error over time.</summary>
    public Figure ToFigure(string name = "") =>
        new Figure("Error of a rollout", "step", "‖y − u‖₂ / ‖u‖₂").Line(Enumerable.Range(1, Relative.Count).Select(t => (double)t).ToArray(), Relative.ToArray(), name);

    /// <inheritdoc/>
    public string ToHtml() => ToFigure().ToHtml() + Errors.ToHtml();

    /// <inheritdoc/>
    public override string ToString() => Errors.ToString();
}
