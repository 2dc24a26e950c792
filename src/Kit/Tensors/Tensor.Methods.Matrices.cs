namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <inheritdoc cref="Functions.TensorDot(Tensor, Tensor, ReadOnlySpan{int}, ReadOnlySpan{int})"/>
    public Tensor TensorDot(Tensor b, ReadOnlySpan<int> axesA, ReadOnlySpan<int> axesB) => Functions.TensorDot(this, b, axesA, axesB);

    /// <inheritdoc cref="Functions.TensorDot(Tensor, Tensor, int)"/>
    public Tensor TensorDot(Tensor b, int axes = 2) => Functions.TensorDot(this, b, axes);

    /// <inheritdoc cref="Functions.Kron(Tensor, Tensor)"/>
    public Tensor Kron(Tensor b) => Functions.Kron(this, b);

    /// <inheritdoc cref="Functions.Trace(Tensor)"/>
    public Tensor Trace() => Functions.Trace(this);

    /// <inheritdoc cref="Functions.Diag(Tensor, int)"/>
    public Tensor Diag(int offset = 0) => Functions.Diag(this, offset);

    /// <inheritdoc cref="Functions.Tril(Tensor, int)"/>
    public Tensor Tril(int offset = 0) => Functions.Tril(this, offset);

    /// <inheritdoc cref="Functions.Triu(Tensor, int)"/>
    public Tensor Triu(int offset = 0) => Functions.Triu(this, offset);
}
