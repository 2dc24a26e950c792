using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>x → (cos Bx, sin Bx) with a fixed random matrix B: a network behind it learns frequencies up to about σ as easily as low ones.</summary>
/// <remarks>Tancik et al., NeurIPS 2020, with the angles Bx, not 2πBx.</remarks>
/// <param name="inputs">Extent of x's last axis.</param>
/// <param name="count">Rows of B; there are twice as many features.</param>
/// <param name="sigma">σ of B's normal entries: the angular frequencies that u has.</param>
/// <param name="dtype">Of B.</param>
public sealed class FourierFeatures(int inputs, int count, double sigma, DType dtype = DType.F64) : Layer
{
    [Buffer]
    private readonly Tensor frequencies = Tensor.Full((inputs, count), double.NaN, dtype);

    /// <summary>Features, 2·count.</summary>
    public int Outputs => 2 * count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var angles = x.MatMul(frequencies);
        return Tensor.Concat([angles.Cos(), angles.Sin()], angles.Rank - 1);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng) => frequencies.Assign(rng.Normal(frequencies.Shape, 0, sigma, dtype));
}
