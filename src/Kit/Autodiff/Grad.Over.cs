using Kit.Tensors;

namespace Kit.Autodiff;

public static partial class Grad
{
    /// <summary>A function of no arguments as a function of tensors that it closes over, such as the weights of a model, so that every derivative can be taken with respect to them.</summary>
    /// <remarks>While it runs the tensors themselves stand for its arguments; afterwards they are as they were, also when it throws. One thread at a time may do so.</remarks>
    /// <example><c>var (loss, gradients) = Grad.ValueAnd(Grad.Over(weights, () => Loss(model.Forward(x), y)))(weights);</c></example>
    /// <param name="tensors">What f reads; each once.</param>
    /// <param name="f">→ y.</param>
    /// <exception cref="ArgumentException">When called: not as many arguments as tensors, or one of another shape or type.</exception>
    public static Func<Tensor[], Tensor> Over(Tensor[] tensors, Func<Tensor> f)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(f);
        return values =>
        {
            if (values.Length != tensors.Length) throw new ArgumentException($"Over: {values.Length} arguments for {tensors.Length} tensors");
            var restore = new Stack<Action>(tensors.Length);
            try
            {
                for (var i = 0; i < values.Length; i++) restore.Push(Stand(tensors[i], values[i], i));
                var y = f();
                return Array.IndexOf(tensors, y) < 0 ? y : y.Twin(y.Tracer);
            }
            finally
            {
                while (restore.TryPop(out var undo)) undo();
            }
        };
    }

    /// <summary>Puts the value in the tensor's place: its watcher if it has one, else, where it is other memory, its elements.</summary>
    private static Action Stand(Tensor tensor, Tensor value, int i)
    {
        if (value.Shape != tensor.Shape || value.DType != tensor.DType)
            throw new ArgumentException($"Over: argument {i} is {value.DType} {value.Shape}, the tensor that it stands for {tensor.DType} {tensor.Shape}");
        if (value.Tracer is { } tracer)
        {
            var before = tensor.Lend(tracer);
            return () => tensor.Lend(before);
        }

        if (value.SharesMemory(tensor)) return () => { };
        var elements = tensor.Copy();
        tensor.Assign(value);
        return () => tensor.Assign(elements);
    }
}
