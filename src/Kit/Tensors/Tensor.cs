using System.Numerics;
using System.Runtime.InteropServices;
using Kit.Compute;

namespace Kit.Tensors;

/// <summary>An array of numbers with any number of axes, row-major, on a device. Slices, transposes and broadcasts are views of the same memory.</summary>
/// <remarks>
/// Types promote Bool → I32 → F32 → F64, with a complex operand to C64 or C128. A C# number beside a tensor adapts to it: <c>x * 2.0</c> of an
/// F32 tensor stays F32; only the kind widens (a real number makes integers F64, a complex one makes reals complex).
/// </remarks>
public sealed partial class Tensor : IDisposable
{
    private readonly Shape shape;
    private long[] strides;
    private long offset;
    private Storage? storage;
    private Complex constant;
    private State state;

    private enum State : byte
    {
        Live,
        Constant,
        Disposed,
    }

    /// <summary>Takes over one ownership count of the storage.</summary>
    internal Tensor(Storage storage, long offset, Shape shape, long[] strides, DType dtype, Device device)
    {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
        DType = dtype;
        Device = device;
        TensorScope.Current?.Add(this);
    }

    /// <summary>A number that adapts to the tensors it meets; memory only when asked for.</summary>
    private Tensor(Complex value, DType dtype)
    {
        constant = value;
        shape = default;
        strides = [];
        DType = dtype;
        Device = Device.Cpu;
        state = State.Constant;
    }

    /// <summary>Extents of the axes.</summary>
    public Shape Shape => shape;

    /// <summary>Number of axes.</summary>
    public int Rank => shape.Rank;

    /// <summary>Number of elements.</summary>
    public long Size => shape.Size;

    /// <summary>Type of the elements.</summary>
    public DType DType { get; }

    /// <summary>Where the elements are.</summary>
    public Device Device { get; }

    /// <summary>Steps in elements from one index to the next, an axis each; 0 where broadcast, negative where flipped.</summary>
    public ReadOnlySpan<long> Strides => strides;

    /// <summary>True when the elements lie one after the other in row-major order.</summary>
    public bool IsContiguous => Window.IsContiguous;

    /// <summary>True when this came from a C# number and so adapts to other operands.</summary>
    internal bool IsWeak => state == State.Constant;

    /// <summary>What a backend sees; a weak number is a constant without memory.</summary>
    internal View View => Tracer is null ? Window : throw NoRule();

    private View Window => state == State.Constant ? new(constant, [], DType) : new(Memory(), offset, shape.Dims, strides, DType);

    /// <summary>The memory, made now for a weak number.</summary>
    private Storage Memory()
    {
        if (state == State.Disposed) throw new ObjectDisposedException(null, $"Tensor {Shape} {DType} was disposed or its scope has ended; .Keep() what must outlive a scope");
        return storage!;
    }

    /// <summary>A new tensor of uninitialised memory.</summary>
    internal static Tensor Empty(Shape shape, DType dtype, Device device)
    {
        var strides = RowMajor(shape.Dims);
        return new(device.Backend.Allocate(shape.Size, dtype), 0, shape, strides, dtype, device);
    }

    /// <summary>A view of the same memory.</summary>
    internal Tensor Alias(long newOffset, Shape newShape, long[] newStrides, DType? dtype = null)
    {
        if (Tracer is not null) throw NoRule();
        var solid = Solid();
        var memory = solid.Memory();
        memory.Retain();
        return new(memory, newOffset, newShape, newStrides, dtype ?? DType, Device);
    }

    /// <summary>This, or for a weak number a tensor with memory.</summary>
    internal Tensor Solid() => !IsWeak ? this : Tracer is { } tracer ? tracer.Apply(new CastCall(DType), this) : Full([], constant, DType);

    internal long Offset => offset;

    internal static long[] RowMajor(int[] dims)
    {
        if (dims.Length == 0) return [];
        var strides = new long[dims.Length];
        var step = 1L;
        for (var k = dims.Length - 1; k >= 0; k--)
        {
            strides[k] = step;
            step *= dims[k];
        }

        return strides;
    }

    /// <summary>Opens a scope: what this thread makes until it is disposed is freed then, but for what was kept.</summary>
    /// <example><c>using (Tensor.Scope()) { … result = (a + b).Keep(); }</c></example>
    public static TensorScope Scope() => new();

    /// <summary>Takes this tensor out of its scope, into the enclosing one if there is one.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Keep()
    {
        TensorScope.Current?.Release(this);
        return this;
    }

    /// <summary>Takes this tensor out of all scopes of its thread: what an object computes once and holds lives as long as the object.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor KeepAlways()
    {
        TensorScope.Move(this, null);
        return this;
    }

    /// <summary>Lets go of the memory; it is reused once no view looks at it. Any further use throws.</summary>
    public void Dispose()
    {
        if (state != State.Live) return;
        state = State.Disposed;
        TensorScope.Forget(this);
        storage!.Release();
        storage = null;
        tracer?.Detach();
    }

    /// <summary>The same elements one after the other in row-major order: this tensor if they are so, else a copy.</summary>
    public Tensor Contiguous() => !IsWeak && IsContiguous ? this : Copy();

    /// <summary>A new tensor with the same elements.</summary>
    public Tensor Copy() => CopyAs(DType);

    /// <summary>The elements in another type, a copy unless the type is the same; to I32 truncates towards zero.</summary>
    /// <exception cref="ArgumentException">From complex to real: take <c>Real()</c>, <c>Imag()</c> or <c>Abs()</c>.</exception>
    public Tensor Cast(DType dtype)
    {
        if (dtype == DType && !IsWeak) return this;
        if (DType.IsComplex() && !dtype.IsComplex() && dtype != DType.Bool)
            throw new ArgumentException($"Cast: {DType} to {dtype} would drop the imaginary part; use Real(), Imag() or Abs()");
        return DType.IsComplex() && dtype == DType.Bool ? this.NotEqual(0) : CopyAs(dtype);
    }

    /// <summary>The tensor on another device, a copy unless it is there.</summary>
    public Tensor To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device == Device) return this;
        if (Tracer is { } tracer) return tracer.Apply(new MoveCall(device), this);
        var result = Empty(shape, DType, device);
        var source = Contiguous();
        var bytes = new byte[checked(Size * DType.Bytes())];
        Device.Backend.Download(source.View, bytes);
        device.Backend.Upload(bytes, result.View);
        return result;
    }

    private Tensor CopyAs(DType dtype)
    {
        if (Tracer is { } tracer) return tracer.Apply(new CastCall(dtype), this);
        var result = Empty(shape, dtype, Device);
        Device.Backend.Copy(View, result.View);
        return result;
    }

    /// <summary>The elements in row-major order, converted to bool, int, float, double or <see cref="Complex"/>.</summary>
    /// <exception cref="ArgumentException">No such element type, or complex elements to a real type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        var plain = Plain;
        var source = (plain.Tracer?.Read(plain) ?? plain).Cast(Compute.DTypes.Of<T>()).Contiguous();
        var array = new T[source.Size];
        source.Device.Backend.Download(source.View, MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }

    /// <summary>The elements in row-major order as doubles.</summary>
    public double[] ToDoubles() => ToArray<double>();

    /// <summary>The value of a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public double Item() => Item<double>();

    /// <summary>The value of a tensor of one element, as bool, int, float, double or <see cref="Complex"/>.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public T Item<T>() where T : unmanaged
    {
        if (Size != 1) throw new InvalidOperationException($"Item: shape {Shape} has {Size} elements; index or reduce it to one");
        return ToArray<T>()[0];
    }

    /// <summary>The elements of a contiguous tensor in host memory; the tensor must stay referenced while the span is used.</summary>
    internal unsafe Span<T> Span<T>() where T : unmanaged
    {
        if (Tracer is not null) throw NoRule();
        if (Compute.DTypes.Of<T>() != DType || !IsContiguous || storage is not Compute.Cpu.HostStorage host)
            throw new InvalidOperationException($"Span: needs contiguous {Compute.DTypes.Of<T>()} in host memory, this is {DType} {Shape} on {Device}");
        return new((T*)host.Pointer + offset, checked((int)Size));
    }
}
