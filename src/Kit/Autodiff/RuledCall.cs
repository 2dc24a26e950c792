using Kit.Tensors;

namespace Kit.Autodiff;

/// <summary>A primitive that brings its own rule: how rooms above this one add differentiable operations.</summary>
internal abstract record RuledCall : Application
{
    /// <summary>How derivatives pass.</summary>
    public abstract Rule Rule { get; }

    /// <summary>
    /// What does to each sample along a leading axis what this does to one; null where the samples must be taken one by one. Operands that have no such axis
    /// stay as they are, the others are matrices, or vectors if I32, with leading axes of extent 1 so that those of all operands broadcast.
    /// </summary>
    /// <param name="batched">The operands with a leading axis of samples.</param>
    public virtual RuledCall? OverSamples(bool[] batched) => null;

    /// <summary>Applies it: through the tapes that watch an operand, else at once.</summary>
    public sealed override Tensor Run(Tensor[] x)
    {
        foreach (var operand in x)
        {
            ArgumentNullException.ThrowIfNull(operand);
            if (operand.Tracer is { } tracer) return tracer.Apply(this, x);
        }

        return Compute(x);
    }

    /// <summary>The result for operands that nobody watches.</summary>
    protected abstract Tensor Compute(Tensor[] x);
}
