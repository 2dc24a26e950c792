using Kit.Tensors;

namespace Kit.Learning;

/// <summary>One layer after the other: y = fₙ(… f₁(x)).</summary>
public sealed class Sequential(params Layer[] layers) : Layer
{
    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => layers;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var y = x;
        foreach (var layer in layers)
        {
            var next = layer.Forward(y);
            if (y != x && next != y) TensorScope.Drop(y);
            y = next;
        }

        return y;
    }
}

/// <summary>y = x + f(x).</summary>
public sealed class Residual(Layer inner) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x + inner.Forward(x);
}

/// <summary>Any function without weights, such as <c>new Lambda(Functions.Relu)</c>.</summary>
public sealed class Lambda(Func<Tensor, Tensor> function) : Layer
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => function(x);
}
