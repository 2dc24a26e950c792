using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.LearnedSolvers;

/// <summary>The U-shaped network f of the deep conjugate direction method: a linear convolution, residual pairs on the grid, on one of half the resolution, and on the grid again.</summary>
/// <remarks>[N, 1, n₁, …] → [N, 1, n₁, …] with even extents; kernels of 3 points an axis, ReLU, mean pooling, and repetition to go back. Kaneda et al., ICML 2023.</remarks>
/// <param name="axes">2 or 3.</param>
/// <param name="down">Residual pairs before the pooling: 1 or 2.</param>
/// <param name="coarse">Residual pairs on the coarse grid: 3 or 5.</param>
/// <param name="up">Residual pairs after it: 2 or 3.</param>
/// <param name="channels">16.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class ConjugateDirectionNet(int axes, int down = 1, int coarse = 3, int up = 2, int channels = 16, DType dtype = DType.F32) : Layer
{
    /// <summary>The linear convolution.</summary>
    public Conv Lift { get; } = new(axes, 1, channels, 3, padding: 1, dtype: dtype);

    /// <summary>The first convolution on the grid.</summary>
    public Conv First { get; } = new(axes, channels, channels, 3, padding: 1, dtype: dtype);

    /// <summary>Pairs on the way down.</summary>
    public IReadOnlyList<ResidualPair> Down { get; } = [.. Enumerable.Range(0, down).Select(_ => new ResidualPair(axes, channels, dtype))];

    /// <summary>The last convolution before the pooling, which the way up is added to.</summary>
    public Conv Last { get; } = new(axes, channels, channels, 3, padding: 1, dtype: dtype);

    /// <summary>Pairs on the coarse grid.</summary>
    public IReadOnlyList<ResidualPair> Coarse { get; } = [.. Enumerable.Range(0, coarse).Select(_ => new ResidualPair(axes, channels, dtype))];

    /// <summary>Pairs on the way up.</summary>
    public IReadOnlyList<ResidualPair> Up { get; } = [.. Enumerable.Range(0, up).Select(_ => new ResidualPair(axes, channels, dtype))];

    /// <summary>Channels to one number, point by point.</summary>
    public Conv Project { get; } = new(axes, channels, 1, 1, dtype: dtype);

    /// <summary>The network of the paper that was trained on 64³ points: 97,457 numbers.</summary>
    public static ConjugateDirectionNet From64() => new(3);

    /// <summary>The one that was trained on 128³ points: 152,881 numbers.</summary>
    public static ConjugateDirectionNet From128() => new(3, 2, 5, 3);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == axes + 2 && x.Shape[1] == 1 && x.Shape.ToArray()[2..].All(n => n % 2 == 0), x, "ConjugateDirectionNet", $"[N, 1] and {axes} even extents");
        var fine = Relu(Last.Forward(Through(Down, Relu(First.Forward(Lift.Forward(x))))));
        var back = Upsample(Through(Coarse, AveragePool(fine, 2)), 2);
        return Project.Forward(Through(Up, back + fine));
    }

    private static Tensor Through(IReadOnlyList<ResidualPair> pairs, Tensor v) => pairs.Aggregate(v, (u, pair) => pair.Forward(u));
}
