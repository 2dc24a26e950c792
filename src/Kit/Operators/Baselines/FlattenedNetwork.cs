using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Baselines;

/// <summary>A fully connected network from all numbers of one grid to all numbers of another: it knows nothing of space.</summary>
/// <remarks>The "NN" of Li et al. (2021), table 1: the baseline whose error grows when its grid is refined. It takes one grid alone.</remarks>
/// <param name="inputs">C, n₁, …, n_d of a.</param>
/// <param name="outputs">O, n₁, … of u.</param>
/// <param name="width">Of the hidden layers.</param>
/// <param name="layers">Hidden layers.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class FlattenedNetwork(int[] inputs, int[] outputs, int width = 256, int layers = 3, DType dtype = DType.F32) : Layer
{
    /// <summary>The layers; GELU lies between them.</summary>
    public IReadOnlyList<Linear> Layers { get; } = Chain(Size(inputs), Size(outputs), width, layers, dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == inputs.Length + 1 && x.Shape.ToArray()[1..].SequenceEqual(inputs), x, "FlattenedNetwork", $"[N,{string.Join(',', inputs)}], the grid that it was made for,");
        var v = x.Reshape(x.Shape[0], -1);
        for (var l = 0; l < Layers.Count; l++) v = l == 0 ? Layers[l].Forward(v) : Layers[l].Forward(Gelu(v));
        return v.Reshape([x.Shape[0], .. outputs]);
    }

    private static Linear[] Chain(int from, int to, int width, int layers, DType dtype)
    {
        int[] widths = [from, .. Enumerable.Repeat(width, layers), to];
        return [.. widths.Zip(widths.Skip(1), (a, b) => new Linear(a, b, dtype: dtype))];
    }

    private static int Size(int[] extents) => extents.Aggregate(1, (a, b) => checked(a * b));
}
