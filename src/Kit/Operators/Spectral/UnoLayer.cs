using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>From functions on one grid to functions on another: y = σ(norm(Kx + S(Wx + b))), K a <see cref="SpectralConv"/> that puts its modes on the new grid and S cubic resampling.</summary>
/// <remarks>Rahman, Ross, Azizzadenesheli, "U-NO: U-shaped neural operators", TMLR 2023, section 4. K starts normal with E|R|² = 1/C, as in the paper's code.</remarks>
/// <param name="inputs">C.</param>
/// <param name="outputs">O.</param>
/// <param name="modes">mₐ.</param>
/// <param name="normalize">With instance normalisation.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class UnoLayer(int inputs, int outputs, int[] modes, bool normalize = false, DType dtype = DType.F32) : Layer
{
    /// <summary>K.</summary>
    public SpectralConv Spectral { get; } = new(inputs, outputs, modes, dtype) { Init = Init.Normal(Math.Sqrt(0.5 / inputs)) };

    /// <summary>W and b.</summary>
    public Conv Pointwise { get; } = new(modes.Length, inputs, outputs, 1, dtype: dtype);

    /// <summary>Or null.</summary>
    public GroupNorm? Norm { get; } = normalize ? GroupNorm.Instance(outputs, affine: true, dtype) : null;

    /// <summary>y on a grid of its own.</summary>
    /// <param name="x">[N, C, n₁, …, n_d].</param>
    /// <param name="points">Of y's grid.</param>
    public Tensor Onto(Tensor x, params ReadOnlySpan<int> points)
    {
        using var scope = Tensor.Scope();
        var y = Spectral.Onto(x, points) + CubicResampling.Onto(Pointwise.Forward(x), points);
        return Functions.Gelu(Norm is null ? y : Norm.Forward(y)).Keep();
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Onto(x, x.Rank > 2 ? x.Shape.ToArray()[2..] : []);
}
