using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    private Tracer? tracer;

    /// <summary>Who watches this tensor; null for most.</summary>
    internal Tracer? Tracer => tracer?.Live;

    /// <summary>Changes who watches this very tensor, and with that what operations read in its place.</summary>
    /// <returns>Who watched it before.</returns>
    internal Tracer? Lend(Tracer? watcher)
    {
        var before = tracer;
        tracer = watcher;
        return before;
    }

    /// <summary>The same elements, watched by nobody.</summary>
    internal Tensor Plain => Tracer is null ? this : Twin(null);

    /// <summary>The same elements in the same memory, watched by this tracer.</summary>
    internal Tensor Twin(Tracer? watcher)
    {
        var memory = Memory();
        memory.Retain();
        return new(memory, offset, shape, strides, DType, Device, watcher);
    }

    private Tensor(Storage storage, long offset, Shape shape, long[] strides, DType dtype, Device device, Tracer? tracer)
        : this(storage, offset, shape, strides, dtype, device) => this.tracer = tracer;

    /// <summary>How often the memory was written to since it was made.</summary>
    internal int Version => storage?.Version ?? 0;

    /// <summary>The operation that wrote to the memory last.</summary>
    internal string Writer => storage?.Writer ?? "";

    /// <summary>Both look at one piece of memory.</summary>
    internal bool SharesMemory(Tensor other) => storage is not null && ReferenceEquals(storage, other.storage);

    /// <summary>Throws if the memory is gone.</summary>
    internal void RequireLive()
    {
        if (!IsWeak) _ = Memory();
    }

    /// <summary>Writing in place to what is differentiated would falsify derivatives: it is refused; else the write is counted.</summary>
    private void Touch(string caller, Tensor value)
    {
        if ((Tracer ?? value.Tracer) is not null)
        {
            var which = Tracer is null ? "the value is" : "the tensor is";
            throw new InvalidOperationException($"{caller}: {which} being differentiated, and a write in place has no derivative; build a new tensor with Where, Concat, Stack or +, or write a value from Grad.Stop");
        }

        var memory = Memory();
        memory.Version++;
        memory.Writer = caller;
    }

    private InvalidOperationException NoRule() =>
        new($"Tensor {Shape} {DType} is being differentiated and met an operation that has no derivative rule; give it one with Grad.Custom, or cut the derivative with Grad.Stop");
}
