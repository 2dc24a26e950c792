using Kit.Tensors;

namespace Kit.Operators.Training;

/// <summary>Samples of an operator a ↦ u as fields on one grid: a in the inputs, u in the outputs.</summary>
public sealed record FieldPairs
{
    /// <summary>Samples along axis 0 of both, channels along axis 1, then the axes of space.</summary>
    /// <param name="inputs">a, [N, C, n₁, …, n_d].</param>
    /// <param name="outputs">u, [N, O, …]: for most operators on the same grid.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ, or there is no axis of channels.</exception>
    public FieldPairs(Tensor inputs, Tensor outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        if (inputs.Rank < 2 || outputs.Rank < 2 || inputs.Shape[0] != outputs.Shape[0])
            throw new ArgumentException($"FieldPairs: inputs {inputs.Shape} and outputs {outputs.Shape}; samples along axis 0 of both and channels along axis 1 are right: insert an axis with Unsqueeze(1)");
        (Inputs, Outputs) = (inputs, outputs);
    }

    /// <summary>a, [N, C, n₁, …, n_d].</summary>
    public Tensor Inputs { get; }

    /// <summary>u, [N, O, …].</summary>
    public Tensor Outputs { get; }

    /// <summary>N.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>Some of the samples, as views.</summary>
    public FieldPairs this[Range samples] => new(Inputs[samples], Outputs[samples]);

    /// <summary>Every s-th point along each axis of space, as views: the same functions on a coarser grid.</summary>
    public FieldPairs Every(int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        return new(Thinned(Inputs), Thinned(Outputs));

        Tensor Thinned(Tensor x) => x[[Slice.All, Slice.All, .. Enumerable.Repeat(Slice.Step(null, null, stride), x.Rank - 2)]];
    }
}
