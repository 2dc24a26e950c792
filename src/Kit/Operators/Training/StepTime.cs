using System.Diagnostics;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>How long a training step takes, measured without a trace.</summary>
internal static class StepTime
{
    private const int Measured = 5;

    /// <summary>The median of a few steps' times after a first one, in seconds. Weights, running statistics and random streams are put back to where they were.</summary>
    public static double Of(Layer model, Func<Tensor[], Tensor> loss, IDataStream data)
    {
        using var scope = Tensor.Scope();
        var before = Model.State(model).ToDictionary(s => s.Key, s => s.Value.Copy());
        var streams = Model.Streams(model).Values.Select(rng => (Stream: rng, rng.Position)).ToArray();
        var optimizer = new Adam(model);
        var times = new double[Measured + 1];
        Model.SetTraining(model, true);
        for (var k = 0; k < times.Length; k++)
        {
            using var step = Tensor.Scope();
            var clock = Stopwatch.StartNew();
            optimizer.Step(Model.ValueAndGradients(optimizer.Parameters, () => loss(data.Batch(k))).Gradients);
            times[k] = clock.Elapsed.TotalSeconds;
        }

        Model.Load(model, before);
        foreach (var (stream, position) in streams) stream.Position = position;
        Array.Sort(times, 1, Measured);
        return times[1 + Measured / 2];
    }
}
