namespace Kit.Tensors;

/// <summary>Frees the tensors that one thread makes between <see cref="Tensor.Scope"/> and <see cref="Dispose"/>.</summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static List<Tensor>? spare;

    private readonly int thread = Environment.CurrentManagedThreadId;
    private List<Tensor>? made;

    internal TensorScope()
    {
        (made, spare) = (spare ?? [], null);
        Outer = Current;
        Current = this;
    }

    [field: ThreadStatic]
    internal static TensorScope? Current { get; private set; }

    internal TensorScope? Outer { get; }

    internal void Add(Tensor tensor)
    {
        if (made is null) return;
        (tensor.Home, tensor.Place) = (this, made.Count);
        made.Add(tensor);
    }

    /// <summary>Moves a tensor into another scope, or out of all.</summary>
    internal static void Move(Tensor tensor, TensorScope? home)
    {
        tensor.Home?.Remove(tensor);
        home?.Add(tensor);
    }

    /// <summary>A disposed tensor needs no scope; one of another thread's scope is left to that thread.</summary>
    internal static void Forget(Tensor tensor)
    {
        if (tensor.Home is { } home && home.thread == Environment.CurrentManagedThreadId) home.Remove(tensor);
    }

    /// <summary>True for a tensor that the calling thread made since it opened a scope.</summary>
    internal static bool IsMadeSince(TensorScope? scope, Tensor tensor)
    {
        for (var inner = Current; inner is not null; inner = inner.Outer)
            if (tensor.Home == inner) return true;
            else if (inner == scope) break;
        return false;
    }

    /// <summary>Disposes a tensor before its scope ends, if it is the present scope that would.</summary>
    internal static void Drop(Tensor tensor)
    {
        if (Current is { } scope && tensor.Home == scope) tensor.Dispose();
    }

    internal void Release(Tensor tensor)
    {
        if (tensor.Home == this) Move(tensor, Outer);
    }

    /// <summary>A handle that outlives this scope and that nobody else disposes: the tensor itself if it was made here, else a twin.</summary>
    internal Tensor Own(Tensor tensor, TensorScope? home)
    {
        var own = tensor.Home == this ? tensor : tensor.Solid().Twin(tensor.Tracer);
        Move(own, home);
        return own;
    }

    /// <summary>Disposes what was made and not kept.</summary>
    public void Dispose()
    {
        if (made is not { } ending) return;
        made = null;
        if (Current == this) Current = Outer;
        foreach (var tensor in ending)
        {
            tensor.Home = null;
            tensor.Dispose();
        }

        ending.Clear();
        if (ending.Capacity <= 1024) spare = ending;
    }

    private void Remove(Tensor tensor)
    {
        tensor.Home = null;
        if (made is null) return;
        var last = made[^1];
        made[last.Place = tensor.Place] = last;
        made.RemoveAt(made.Count - 1);
    }
}
