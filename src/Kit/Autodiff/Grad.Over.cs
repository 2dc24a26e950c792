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
            var done = 0;
            try
            {
                for (; done < values.Length; done++) Place(values[done], done);
                var y = f();
                return Array.IndexOf(tensors, y) < 0 ? y : y.Twin(y.Tracer);
            }
            finally
            {
                while (done > 0) tensors[--done].Exchange(values[done]);
            }
        };

        void Place(Tensor value, int i)
        {
            var tensor = tensors[i];
            if (value.Shape != tensor.Shape || value.DType != tensor.DType || value.Device != tensor.Device)
                throw new ArgumentException($"Over: argument {i} is {value.DType} {value.Shape} on {value.Device}, the tensor that it stands for {tensor.DType} {tensor.Shape} on {tensor.Device}");
            tensor.Exchange(value);
        }
    }
}
