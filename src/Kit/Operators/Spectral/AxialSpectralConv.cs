using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>A sum of convolutions along one axis each: y = Σₐ Fₐ⁻¹ Rₐ Fₐ x, with Fₐ the transform along axis a alone.</summary>
/// <remarks>
/// Tran, Mathews, Xie, Ong, "Factorized Fourier neural operators", ICLR 2023, eq. 7. In d dimensions d·2mCO weights in place of 2(2m)^(d−1) mCO. Weights start normal with
/// variance 2/((C + O)·2m), Xavier's of a tensor [C, O, m, 2] as in the paper's code.
/// </remarks>
/// <param name="inputs">C.</param>
/// <param name="outputs">O.</param>
/// <param name="modes">mₐ: frequencies 0 … m − 1 along axis a.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class AxialSpectralConv(int inputs, int outputs, int[] modes, DType dtype = DType.F32) : Layer
{
    /// <summary>Rₐ.</summary>
    public IReadOnlyList<SpectralConv> Along { get; } =
        [.. modes.Select(m => new SpectralConv(inputs, outputs, [m], dtype) { Init = Init.Normal(Math.Sqrt(1.0 / ((inputs + outputs) * m))) })];

    /// <inheritdoc cref="SpectralLayer.DropUnresolved"/>
    public bool DropUnresolved
    {
        get => Along[0].DropUnresolved;
        set
        {
            foreach (var axis in Along) axis.DropUnresolved = value;
        }
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank == modes.Length + 2 && x.Shape[1] == inputs, x, "AxialSpectralConv", $"[N,{inputs}] and {modes.Length} axes of space");
        Tensor? sum = null;
        for (var axis = 0; axis < modes.Length; axis++)
        {
            // The other axes join the samples: [N, others, C, n].
            var lines = x.MoveAxis(2 + axis, -1).MoveAxis(1, -2);
            int[] before = [.. lines.Shape.Dims[..^2]];
            var n = lines.Shape[-1];
            var y = Along[axis].Forward(lines.Reshape(-1, inputs, n)).Reshape([.. before, outputs, n]).MoveAxis(-2, 1).MoveAxis(-1, 2 + axis);
            sum = sum is null ? y : sum + y;
        }

        return sum!;
    }
}
