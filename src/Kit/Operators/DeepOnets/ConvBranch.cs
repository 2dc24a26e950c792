using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>A branch for fields: convolutions of stride 2 that halve the grid and double the channels, then one full layer.</summary>
/// <remarks>Lu et al., Comput. Methods Appl. Mech. Engrg. 393 (2022) 114778, section 3.1.1: where sensors are on a grid the branch may be a convolutional network.</remarks>
/// <param name="channels">C of the field.</param>
/// <param name="points">The grid of sensors, n₁, …, n_d.</param>
/// <param name="outputs">Numbers at the end.</param>
/// <param name="width">Channels after the first convolution.</param>
/// <param name="halvings">Number of convolutions; every axis needs 2^halvings points at least.</param>
/// <param name="dtype">F32 or F64.</param>
/// <exception cref="ArgumentException">The grid is too small for so many halvings.</exception>
public sealed class ConvBranch(int channels, int[] points, int outputs, int width = 16, int halvings = 3, DType dtype = DType.F32) : Layer
{
    /// <summary>Convolutions of 3 points an axis.</summary>
    public IReadOnlyList<Conv> Convolutions { get; } = Chain(channels, points, width, halvings, dtype);

    /// <summary>After them, on all that is left.</summary>
    public Linear Last { get; } = new(points.Aggregate((width << halvings) / 2, (product, n) => product * Halved(n, halvings)), outputs, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == points.Length + 2 && x.Shape.ToArray().AsSpan()[1..].SequenceEqual([channels, .. points]), x, "ConvBranch", $"[N,{channels},{string.Join(",", points)}]");
        foreach (var convolution in Convolutions) x = Functions.Gelu(convolution.Forward(x));
        return Last.Forward(x.Reshape(x.Shape[0], -1));
    }

    private static int Halved(int n, int times)
    {
        for (var k = 0; k < times; k++) n = (n + 1) / 2;
        return n;
    }

    private static Conv[] Chain(int channels, int[] points, int width, int halvings, DType dtype)
    {
        if (halvings < 1 || points.Any(n => n < 1 << halvings)) throw new ArgumentException($"ConvBranch: {halvings} halvings of a grid of {string.Join("×", points)}; one at least, and 2^halvings points along every axis, are right");
        return [.. Enumerable.Range(0, halvings).Select(l => new Conv(points.Length, l == 0 ? channels : width << (l - 1), width << l, 3, 2, 1, dtype: dtype))];
    }
}
