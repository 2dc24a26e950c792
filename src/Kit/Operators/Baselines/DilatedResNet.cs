using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Baselines;

/// <summary>A plain convolutional network on the grid: v ← v + f(v) with f seven convolutions 3 × 3 whose dilations 1, 2, 4, 8, 4, 2, 1 let a block see 22 points to every side.</summary>
/// <remarks>Stachenfeld et al., "Learned coarse models for efficient turbulence simulation", ICLR 2022 (Dil-ResNet): four blocks of 48 channels with a nonlinearity after each convolution but a block's last, here GELU. Kernels are drawn by He et al. (2015), so that seven convolutions in a row do not put a field out.</remarks>
/// <param name="dimensions">Axes of space, 1 to 3.</param>
/// <param name="inputs">C of [N, C, n…].</param>
/// <param name="outputs">O of [N, O, n…].</param>
/// <param name="width">Channels.</param>
/// <param name="blocks">Of seven convolutions each.</param>
/// <param name="mode">What stands beyond the edge: zeros, or circular for periodic fields of 8 points at least.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class DilatedResNet(int dimensions, int inputs, int outputs, int width = 48, int blocks = 4, PadMode mode = PadMode.Constant, DType dtype = DType.F32) : Layer
{
    private static readonly int[] Dilations = [1, 2, 4, 8, 4, 2, 1];

    /// <summary>3 × 3 from the inputs.</summary>
    public Conv Lift { get; } = new(dimensions, inputs, width, 3, 1, 1, mode, dtype: dtype);

    /// <summary>The convolutions of every block.</summary>
    public IReadOnlyList<IReadOnlyList<Conv>> Blocks { get; } =
        [.. Enumerable.Range(0, blocks).Select(_ => (IReadOnlyList<Conv>)[.. Dilations.Select(d => new Conv(dimensions, width, width, 3, 1, d, mode, d, dtype: dtype) { Init = Init.KaimingUniform() })])];

    /// <summary>3 × 3 to the outputs.</summary>
    public Conv Project { get; } = new(dimensions, width, outputs, 3, 1, 1, mode, dtype: dtype);

    /// <summary>Half the width and half the blocks, for two cores.</summary>
    public static DilatedResNet Small(int dimensions, int inputs, int outputs, PadMode mode = PadMode.Constant, DType dtype = DType.F32) => new(dimensions, inputs, outputs, 24, 2, mode, dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == dimensions + 2 && x.Shape[1] == inputs, x, "DilatedResNet", $"[N,{inputs}] and {dimensions} axes of space");
        Require(mode == PadMode.Constant || x.Shape.ToArray()[2..].All(n => n >= Dilations.Max()), x, "DilatedResNet", $"a periodic field of {Dilations.Max()} points at least along each axis");
        var v = Lift.Forward(x);
        foreach (var block in Blocks)
        {
            var f = v;
            for (var k = 0; k < block.Count; k++) f = k < block.Count - 1 ? Gelu(block[k].Forward(f)) : block[k].Forward(f);
            v += f;
        }

        return Project.Forward(Gelu(v));
    }
}
