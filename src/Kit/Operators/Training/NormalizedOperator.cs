using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>A model between normalisers: u = decode(model(encode(a))). Its file holds the statistics beside the weights.</summary>
/// <param name="model">a ↦ u for scaled fields.</param>
/// <param name="input">Of a, fitted on training data.</param>
/// <param name="output">Of u, fitted on training data.</param>
public sealed class NormalizedOperator(Layer model, Normalizer input, Normalizer output) : Layer
{
    /// <summary>The model for scaled fields.</summary>
    public Layer Inner => model;

    /// <summary>Of a.</summary>
    public Normalizer Input => input;

    /// <summary>Of u.</summary>
    public Normalizer Output => output;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => output.Decode(model.Forward(input.Encode(x)));
}
