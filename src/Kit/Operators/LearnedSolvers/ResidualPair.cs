using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.LearnedSolvers;

/// <summary>v ↦ v + σ(C₂ σ(C₁ v)) with convolutions of 3 points an axis and σ = ReLU.</summary>
/// <param name="axes">Axes of space.</param>
/// <param name="channels">Channels of v.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class ResidualPair(int axes, int channels, DType dtype = DType.F32) : Layer
{
    /// <summary>C₁.</summary>
    public Conv First { get; } = new(axes, channels, channels, 3, padding: 1, dtype: dtype);

    /// <summary>C₂.</summary>
    public Conv Second { get; } = new(axes, channels, channels, 3, padding: 1, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x + Relu(Second.Forward(Relu(First.Forward(x))));
}
