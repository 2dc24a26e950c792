using Kit.Compute;

namespace Kit.Tensors;

/// <summary>The one door between tensors and backends: checks types and shapes, makes the result, calls the device.</summary>
internal static class Primitive
{
    /// <summary>y = op(x) in x's type, or in <paramref name="result"/>.</summary>
    public static Tensor Unary(UnaryOp op, Tensor x, DType? result = null)
    {
        if (x.Tracer is { } tracer) return tracer.Apply(new UnaryCall(op, result), x);
        var y = Tensor.Empty(x.Shape, result ?? x.DType, x.Device);
        x.Device.Backend.Unary(op, x.View, y.View);
        return y;
    }

    /// <summary>y = op(x) of a smooth function: integers go to F64 first.</summary>
    public static Tensor Smooth(UnaryOp op, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Unary(op, x.DType.IsInteger() ? x.Cast(DType.F64) : x);
    }

    /// <summary>y = op(a, b) with broadcasting, in the common type or in <paramref name="result"/>.</summary>
    public static Tensor Binary(BinaryOp op, Tensor a, Tensor b, DType? operands = null, DType? result = null)
    {
        var common = operands ?? Common(a, b);
        if ((a.Tracer ?? b.Tracer) is { } tracer) return tracer.Apply(new BinaryCall(op, common, result), As(a, common), As(b, common));
        var device = Place(a, b, op);
        var shape = a.Shape.Dims == b.Shape.Dims ? a.Shape : Shape.Broadcast(a.Shape, b.Shape, Name(op));
        var y = Tensor.Empty(shape, result ?? common, device);
        device.Backend.Binary(op, Operand(a, common, shape, device), Operand(b, common, shape, device), y.View);
        return y;
    }

    /// <summary>condition ? a : b with broadcasting.</summary>
    public static Tensor Select(Tensor condition, Tensor a, Tensor b)
    {
        if (condition.DType != DType.Bool) throw new ArgumentException($"Where: the condition is {condition.DType}, not Bool");
        var common = Common(a, b);
        if ((a.Tracer ?? b.Tracer ?? condition.Tracer) is { } tracer) return tracer.Apply(new SelectCall(), condition, As(a, common), As(b, common));
        var device = condition.Device;
        var shape = Shape.Broadcast(condition.Shape, Shape.Broadcast(a.Shape, b.Shape, "Where"), "Where");
        var y = Tensor.Empty(shape, common, device);
        device.Backend.Select(Stretch(condition, shape, device), Operand(a, common, shape, device), Operand(b, common, shape, device), y.View);
        return y;
    }

    public static Tensor Gather(Tensor x, Tensor index)
    {
        if ((x.Tracer ?? index.Tracer) is { } tracer) return tracer.Apply(new GatherCall(), x, index);
        var y = Tensor.Empty(new([(int)index.Size, .. x.Shape.Dims[1..]]), x.DType, x.Device);
        x.Device.Backend.Gather(x.View, index.View, y.View);
        return y;
    }

    /// <summary>[B,M,K]·[B,K,N] → [B,M,N] of one type.</summary>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        if ((a.Tracer ?? b.Tracer) is { } tracer) return tracer.Apply(new MatMulCall(), a, b);
        var y = Tensor.Empty((a.Shape[0], a.Shape[1], b.Shape[2]), a.DType, a.Device);
        a.Device.Backend.MatMul(a.View, b.View, y.View);
        return y;
    }

    private static Tensor As(Tensor x, DType type) => x.IsWeak ? x : x.Cast(type);

    /// <summary>The type that both operands are promoted to; a weak number changes only the kind.</summary>
    public static DType Common(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.IsWeak == b.IsWeak) return DTypes.Promote(a.DType, b.DType);
        var (weak, strong) = a.IsWeak ? (a.DType, b.DType) : (b.DType, a.DType);
        if (weak.IsComplex()) return strong.IsInteger() ? DType.C128 : DTypes.Promote(strong, DType.C64);
        return weak == DType.F64 ? strong.IsInteger() ? DType.F64 : strong : DTypes.Promote(weak, strong);
    }

    /// <summary>A view of x as if it had the shape: stretched axes get stride 0.</summary>
    public static View Stretch(Tensor x, Shape shape, Device device)
    {
        var view = x.View;
        if (x.IsWeak) return new(view.Value, shape.Dims, view.Type);
        if (x.Device != device) throw new ArgumentException($"tensors on {x.Device} and {device}; move one with .To(device)");
        if (x.Shape.Dims == shape.Dims) return view;
        var strides = new long[shape.Rank];
        for (var k = 1; k <= x.Rank; k++) strides[^k] = x.Shape.Dims[^k] == 1 ? 0 : view.Strides[^k];
        return new(view.Storage!, view.Offset, shape.Dims, strides, view.Type);
    }

    /// <summary>x as an operand of this type and shape.</summary>
    public static View Operand(Tensor x, DType type, Shape shape, Device device) =>
        x.IsWeak ? new(x.View.Value, shape.Dims, type) : Stretch(x.Cast(type), shape, device);

    private static Device Place(Tensor a, Tensor b, BinaryOp op)
    {
        if (a.Device == b.Device || b.IsWeak) return a.Device;
        if (a.IsWeak) return b.Device;
        throw new ArgumentException($"{Name(op)}: tensors on {a.Device} and {b.Device}; move one with .To(device)");
    }

    private static string Name(BinaryOp op) => op.ToString();
}
