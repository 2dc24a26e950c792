namespace Kit.Tensors;

/// <summary>Watches what is done to a tensor, so that it can be differentiated; a tensor that nobody watches has none and pays one null check.</summary>
internal abstract class Tracer
{
    /// <summary>This, or once the derivative is taken whoever watches beneath.</summary>
    public abstract Tracer? Live { get; }

    /// <summary>Who watches beneath all derivatives: a program being written, or null.</summary>
    public abstract Tracer? Bottom { get; }

    /// <summary>Applies a primitive to operands of which one at least is watched, and watches the result.</summary>
    public abstract Tensor Apply(Application application, params Tensor[] operands);
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
