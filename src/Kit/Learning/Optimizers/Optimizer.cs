using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Changes the parameters of a model in place, given gradients of a loss.</summary>
public abstract class Optimizer
{
    private readonly Dictionary<string, Tensor> state = [];

    private protected Optimizer(object model, double learningRate, params (string Name, bool Real)[] moments)
    {
        Parameters = Model.Parameters(model);
        _ = Model.Values(Parameters);
        LearningRate = learningRate;
        Moments = Array.ConvertAll(moments, m => Parameters.Select(p => state[$"{m.Name}.{p.Name}"] =
            Tensor.Zeros(p.Value.Shape, m.Real ? p.Value.DType.Real() : p.Value.DType).To(p.Value.Device)).ToArray());
    }

    /// <summary>Each moment of each parameter, at first 0.</summary>
    private protected Tensor[][] Moments { get; }

    /// <summary>What is trained; gradients come in this order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>η of the next step; a schedule sets it.</summary>
    public double LearningRate { get; set; }

    /// <summary>Number of steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>Moments by name, such as <c>mean.layers.0.weight</c>: with <see cref="Steps"/> all that is needed to go on exactly.</summary>
    public IReadOnlyDictionary<string, Tensor> State => state;

    /// <summary>One step with these gradients, one a parameter.</summary>
    /// <exception cref="ArgumentException">A gradient of another shape.</exception>
    public void Step(IReadOnlyList<Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != Parameters.Count) throw new ArgumentException($"Step: {gradients.Count} gradients for {Parameters.Count} parameters");
        for (var i = 0; i < gradients.Count; i++)
            if (gradients[i].Shape != Parameters[i].Value.Shape) throw new ArgumentException($"Step: a gradient of shape {gradients[i].Shape} for {Parameters[i].Name} {Parameters[i].Value.Shape}");
        Steps++;
        for (var i = 0; i < gradients.Count; i++)
        {
            using var scope = Tensor.Scope();
            Update(i, Parameters[i].Value, gradients[i]);
        }
    }

    /// <summary>Goes back to a saved state.</summary>
    /// <exception cref="InvalidDataException">It is of another optimiser or model; nothing has changed then.</exception>
    public void Restore(long steps, IReadOnlyDictionary<string, Tensor> saved) => Restoring(steps, saved)();

    internal Action Restoring(long steps, IReadOnlyDictionary<string, Tensor> saved)
    {
        var copy = Model.Matching(state, saved, GetType().Name);
        return () =>
        {
            copy();
            Steps = steps;
        };
    }

    private protected abstract void Update(int i, Tensor parameter, Tensor gradient);
}
