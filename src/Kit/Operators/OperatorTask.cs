using Kit.Operators.Training;

namespace Kit.Operators;

/// <summary>What a model is to be made for.</summary>
/// <param name="Inputs">Channels of a.</param>
/// <param name="Outputs">Channels of u.</param>
/// <param name="Points">n₁, …, n_d.</param>
/// <param name="Periodic">Whether the domain is a torus.</param>
/// <param name="Samples">Training samples.</param>
public sealed record OperatorTask(int Inputs, int Outputs, int[] Points, bool Periodic, int Samples)
{
    /// <summary>d.</summary>
    public int Dimensions => Points.Length;

    /// <summary>The task of training data.</summary>
    public static OperatorTask Of(FieldPairs train, bool periodic)
    {
        ArgumentNullException.ThrowIfNull(train);
        return new(train.Inputs.Shape[1], train.Outputs.Shape[1], train.Inputs.Shape.ToArray()[2..], periodic, train.Count);
    }
}
