using System.Numerics;
using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    private Tracer? tracer;

    /// <summary>Who watches this tensor; null for most.</summary>
    internal Tracer? Tracer => tracer?.Live;

    /// <summary>Swaps memory and watcher with a tensor of the same shape, type and device: whoever holds this one sees the other's elements, until it is done again.</summary>
    internal void Exchange(Tensor other)
    {
        (storage, other.storage) = (other.Memory(), Memory());
        (offset, other.offset, strides, other.strides, tracer, other.tracer) = (other.offset, offset, other.strides, strides, other.tracer, tracer);
    }

    /// <summary>The same elements, no longer differentiated.</summary>
    internal Tensor Plain => Tracer is { } watcher ? watcher.Plain(this) : this;

    /// <summary>Results of a function without a derivative that takes further leading axes as a batch.</summary>
    internal Tensor[] Leading(Func<Tensor, Tensor[]> f) => Tracer is { } watcher ? watcher.Leading(this, f) : f(this);

    /// <summary>One sample, for all along the leading axis: a handle of the same memory with this tracer.</summary>
    internal Tensor Sample(Tracer watcher)
    {
        var memory = Memory();
        memory.Retain();
        return new(memory, offset, new(shape.Dims[1..]), strides[1..], DType, Device, watcher);
    }

    /// <summary>The same cut of every sample along the leading axis, a view.</summary>
    internal Tensor OfEach(CutCall cut)
    {
        if (Tracer is { } tracer) return tracer.Apply(cut.OfEach, this);
        using var sample = Alias(offset, new(shape.Dims[1..]), strides[1..]);
        using var part = cut.Cut(sample);
        return Alias(part.offset, new([shape.Dims[0], .. part.shape.Dims]), [strides[0] * (part.DType == DType ? 1 : 2), .. part.strides], part.DType);
    }

    /// <summary>A scalar or row of a program being written; without memory it adapts, as a C# number does.</summary>
    internal Tensor(Storage? storage, Shape shape, DType dtype, Tracer tracer)
    {
        this.storage = storage;
        this.shape = shape;
        this.tracer = tracer;
        strides = RowMajor(shape.Dims);
        DType = dtype;
        Device = Device.Cpu;
        state = storage is null ? State.Constant : State.Live;
        TensorScope.Current?.Add(this);
    }

    /// <summary>The value of a C# number.</summary>
    internal Complex? Number => IsWeak && tracer is null ? constant : null;

    /// <summary>Both have the same elements in the same memory.</summary>
    internal bool IsSameView(Tensor other) =>
        SharesMemory(other) && offset == other.offset && DType == other.DType && shape == other.shape && strides.AsSpan().SequenceEqual(other.strides);

    /// <summary>Counts a write to all elements, made of a value; refuses what <see cref="AddInPlace"/> does.</summary>
    internal void Overwrite(string caller, Tensor value)
    {
        RejectShared(caller);
        Touch(caller, value);
    }

    /// <summary>The same elements in the same memory, watched by this tracer.</summary>
    internal Tensor Twin(Tracer? watcher)
    {
        var memory = Memory();
        memory.Retain();
        return new(memory, offset, shape, strides, DType, Device, watcher);
    }

    private Tensor(Storage storage, long offset, Shape shape, long[] strides, DType dtype, Device device, Tracer? tracer)
        : this(storage, offset, shape, strides, dtype, device)
    {
        this.tracer = tracer;
        tracer?.Attach();
    }

    /// <summary>The scope that will dispose of this, and the place in its list.</summary>
    internal TensorScope? Home { get; set; }

    internal int Place { get; set; }

    /// <summary>True when no other tensor looks at the memory, so that a write to it is nobody else's business.</summary>
    internal bool OwnsMemory => storage is { IsSole: true };

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

    private InvalidOperationException NoRule() => Tracer?.Bottom is Symbol
        ? Symbol.Refusal("the function reads an element or applies an operation that is not elementwise")
        : new($"Tensor {Shape} {DType} is being differentiated and met an operation that has no derivative rule; give it one with Grad.Custom, or cut the derivative with Grad.Stop");
}
