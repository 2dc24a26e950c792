using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>What a training step looks at: batches, and the loss of one.</summary>
public interface IObjective
{
    /// <summary>Batches; batch k is a function of k alone.</summary>
    /// <param name="batch">Samples of a batch.</param>
    /// <param name="rng">Of order and noise.</param>
    IDataStream Data(int batch, Rng rng);

    /// <summary>The loss of a batch.</summary>
    /// <param name="model">In the units of the data.</param>
    /// <param name="batch">Of <see cref="Data"/>.</param>
    /// <param name="distance">(prediction, truth) → a real scalar.</param>
    Tensor Loss(Layer model, Tensor[] batch, Func<Tensor, Tensor, Tensor> distance);
}

/// <summary>Pairs: the distance of model(a) and u.</summary>
/// <param name="pairs">a and u.</param>
public sealed class PairObjective(FieldPairs pairs) : IObjective
{
    /// <inheritdoc/>
    public IDataStream Data(int batch, Rng rng) => DataStream.Of([pairs.Inputs, pairs.Outputs], batch, rng);

    /// <inheritdoc/>
    public Tensor Loss(Layer model, Tensor[] batch, Func<Tensor, Tensor, Tensor> distance)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(distance);
        return distance(model.Forward(batch[0]), batch[1]);
    }
}
