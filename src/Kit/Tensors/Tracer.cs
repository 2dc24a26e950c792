namespace Kit.Tensors;

/// <summary>Watches what is done to a tensor, so that it can be differentiated; a tensor that nobody watches has none and pays one null check.</summary>
internal abstract class Tracer
{
    private int tensors;

    /// <summary>This, or once the derivative is taken whoever watches beneath.</summary>
    public abstract Tracer? Live { get; }

    /// <summary>Who watches beneath all derivatives: a program being written, or null.</summary>
    public abstract Tracer? Bottom { get; }

    /// <summary>Applies a primitive to operands of which one at least is watched, and watches the result.</summary>
    public abstract Tensor Apply(Application application, params Tensor[] operands);

    /// <summary>The same elements, no longer differentiated.</summary>
    public abstract Tensor Plain(Tensor x);

    /// <summary>A tensor whose elements can be read, of one that is not differentiated.</summary>
    public virtual Tensor Read(Tensor x) => x;

    /// <summary>Functions without a derivative, which take further leading axes of x as a batch, of what is watched no longer.</summary>
    public abstract Tensor[] Leading(Tensor x, Func<Tensor, Tensor[]> f);

    /// <summary>One tensor more carries this.</summary>
    public void Attach() => tensors++;

    /// <summary>One of the tensors that carry this was disposed.</summary>
    public void Detach()
    {
        if (--tensors == 0) Free();
    }

    /// <summary>Lets go of what belongs to the tensors that carried this; the last is gone.</summary>
    protected virtual void Free()
    {
    }
}

/// <summary>One application of a primitive: which one, with its settings; not the operands.</summary>
internal abstract record Application
{
    /// <summary>What a message calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Applies it to these operands.</summary>
    public abstract Tensor Run(Tensor[] x);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
