using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>A model whose numbers follow from the training data by algebra, without steps along a gradient.</summary>
public interface IFittedOperator
{
    /// <summary>Takes its numbers from scaled data.</summary>
    /// <param name="train">Training samples.</param>
    /// <param name="rng">Of whatever is drawn.</param>
    void Fit(FieldPairs train, Rng rng);
}
