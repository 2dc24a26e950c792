using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.FunctionSpaces;

/// <summary>z ← z + M(norm z), then z ← z + W₂ σ(W₁ norm z): a mixing M of places, then a network of two layers at each; norms are over channels, point by point.</summary>
/// <param name="width">Channels.</param>
/// <param name="mixing">M.</param>
/// <param name="domain">Where the tokens stand.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class TokenBlock(int width, FieldLayer mixing, Domain domain, DType dtype) : FieldLayer("TokenBlock", width, domain)
{
    /// <summary>M.</summary>
    public FieldLayer Mixing => mixing;

    /// <summary>Before M.</summary>
    public LayerNorm BeforeMixing { get; } = new(width, dtype: dtype);

    /// <summary>Before W₁.</summary>
    public LayerNorm BeforeChannels { get; } = new(width, dtype: dtype);

    /// <summary>W₁.</summary>
    public Linear Hidden { get; } = new(width, 2 * width, dtype: dtype);

    /// <summary>W₂.</summary>
    public Linear Out { get; } = new(2 * width, width, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var z = x + mixing.Forward(BeforeMixing.Forward(x.MoveAxis(1, -1)).MoveAxis(-1, 1), grid);
        var last = BeforeChannels.Forward(z.MoveAxis(1, -1));
        return z + Out.Forward(Functions.Gelu(Hidden.Forward(last))).MoveAxis(-1, 1);
    }
}
