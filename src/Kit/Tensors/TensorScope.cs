namespace Kit.Tensors;

/// <summary>Frees the tensors that one thread makes between <see cref="Tensor.Scope"/> and <see cref="Dispose"/>.</summary>
public sealed class TensorScope : IDisposable
{
    private readonly HashSet<Tensor> made = new(ReferenceEqualityComparer.Instance);
    private readonly TensorScope? outer;
    private bool ended;

    internal TensorScope()
    {
        outer = Current;
        Current = this;
    }

    [field: ThreadStatic]
    internal static TensorScope? Current { get; private set; }

    internal void Add(Tensor tensor) => made.Add(tensor);

    /// <summary>Moves a tensor into another scope, or out of all.</summary>
    internal static void Move(Tensor tensor, TensorScope? home)
    {
        Current?.made.Remove(tensor);
        home?.made.Add(tensor);
    }

    /// <summary>Disposes a tensor before its scope ends, if it is the present scope that would.</summary>
    internal static void Drop(Tensor tensor)
    {
        if (Current?.made.Remove(tensor) == true) tensor.Dispose();
    }

    internal void Release(Tensor tensor)
    {
        if (made.Remove(tensor)) outer?.Add(tensor);
    }

    /// <summary>Disposes what was made and not kept.</summary>
    public void Dispose()
    {
        if (ended) return;
        ended = true;
        if (Current == this) Current = outer;
        foreach (var tensor in made) tensor.Dispose();
        made.Clear();
    }
}
