namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <inheritdoc cref="Functions.Erfc(Tensor)"/>
    public Tensor Erfc() => Functions.Erfc(this);

    /// <inheritdoc cref="Functions.Gamma(Tensor)"/>
    public Tensor Gamma() => Functions.Gamma(this);

    /// <inheritdoc cref="Functions.LogGamma(Tensor)"/>
    public Tensor LogGamma() => Functions.LogGamma(this);

    /// <inheritdoc cref="Functions.Digamma(Tensor)"/>
    public Tensor Digamma() => Functions.Digamma(this);

    /// <inheritdoc cref="Functions.BesselJ0(Tensor)"/>
    public Tensor BesselJ0() => Functions.BesselJ0(this);

    /// <inheritdoc cref="Functions.BesselJ1(Tensor)"/>
    public Tensor BesselJ1() => Functions.BesselJ1(this);

    /// <inheritdoc cref="Functions.BesselI0(Tensor)"/>
    public Tensor BesselI0() => Functions.BesselI0(this);

    /// <inheritdoc cref="Functions.BesselI1(Tensor)"/>
    public Tensor BesselI1() => Functions.BesselI1(this);

    /// <inheritdoc cref="Functions.Sinc(Tensor)"/>
    public Tensor Sinc() => Functions.Sinc(this);

    /// <inheritdoc cref="Functions.Logit(Tensor)"/>
    public Tensor Logit() => Functions.Logit(this);

    /// <inheritdoc cref="Functions.Relu(Tensor)"/>
    public Tensor Relu() => Functions.Relu(this);

    /// <inheritdoc cref="Functions.Softplus(Tensor)"/>
    public Tensor Softplus() => Functions.Softplus(this);

    /// <inheritdoc cref="Functions.Silu(Tensor)"/>
    public Tensor Silu() => Functions.Silu(this);

    /// <inheritdoc cref="Functions.Gelu(Tensor, bool)"/>
    public Tensor Gelu(bool approximate = false) => Functions.Gelu(this, approximate);

    /// <inheritdoc cref="Functions.Softmax(Tensor, int)"/>
    public Tensor Softmax(int axis = -1) => Functions.Softmax(this, axis);

    /// <inheritdoc cref="Functions.LogSoftmax(Tensor, int)"/>
    public Tensor LogSoftmax(int axis = -1) => Functions.LogSoftmax(this, axis);
}
