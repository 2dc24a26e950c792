using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>A function y = f(x) with weights. A model need not be one; its parts that go into a <see cref="Sequential"/> are.</summary>
/// <remarks>New layers hold NaN until <see cref="Model.Initialize"/> has drawn their weights, or a file has given them.</remarks>
public abstract class Layer
{
    [ThreadStatic]
    private static Action<Layer, Tensor>? watcher;

    /// <summary>True while the model learns: dropout drops, batch statistics are taken.</summary>
    public bool Training { get; set; } = true;

    /// <summary>y = f(x); what is made on the way and not needed for a derivative is freed.</summary>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = Tensor.Scope();
        var y = Compute(x).Keep();
        watcher?.Invoke(this, y);
        return y;
    }

    /// <summary>y = f(x).</summary>
    protected abstract Tensor Compute(Tensor x);

    /// <summary>Draws the layer's own weights, each from the stream of its name.</summary>
    protected internal virtual void Initialize(Rng rng)
    {
    }

    /// <summary>Runs an action while every output of a layer on this thread is shown to the watcher.</summary>
    internal static void Watch(Action<Layer, Tensor> seen, Action run)
    {
        watcher = seen;
        try
        {
            run();
        }
        finally
        {
            watcher = null;
        }
    }

    /// <summary>Room for a weight.</summary>
    private protected static Tensor Unset(DType dtype, params int[] shape) => Tensor.Full(shape, double.NaN, dtype);

    /// <summary>Draws a weight by its law and a bias uniform on ±1/√fan.</summary>
    private protected static void Draw(Tensor weight, Tensor? bias, Initializer law, double fan, Rng rng)
    {
        weight.Assign(law(weight.Shape, rng.Stream("weight"), weight.DType));
        bias?.Assign(Init.Uniform(1 / Math.Sqrt(fan))(bias.Shape, rng.Stream("bias"), bias.DType));
    }

    private protected static void Require(bool holds, Tensor x, string layer, string needs)
    {
        if (!holds) throw new ArgumentException($"{layer}: an input of shape {x.Shape}; {needs} is right");
    }
}
