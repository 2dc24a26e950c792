using System.Numerics;
using Kit.Compute;

namespace Kit.Tensors;

public sealed partial class Tensor
{
    /// <summary>A number that adapts to the tensor beside it.</summary>
    public static implicit operator Tensor(double value) => new(new Complex(value, 0), DType.F64);

    /// <summary>An integer that adapts to the tensor beside it.</summary>
    public static implicit operator Tensor(int value) => new(new Complex(value, 0), DType.I32);

    /// <summary>A truth value that adapts to the tensor beside it.</summary>
    public static implicit operator Tensor(bool value) => new(value ? Complex.One : Complex.Zero, DType.Bool);

    /// <summary>A complex number that adapts to the tensor beside it.</summary>
    public static implicit operator Tensor(Complex value) => new(value, DType.C128);

    /// <summary>The value of a tensor of one element.</summary>
    public static explicit operator double(Tensor x) => x.Item();

    /// <summary>The value of a tensor of one element, truncated.</summary>
    public static explicit operator int(Tensor x) => x.Item<int>();

    /// <summary>The truth value of a tensor of one element.</summary>
    public static explicit operator bool(Tensor x) => x.Item<bool>();

    /// <summary>a + b.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Arithmetic(BinaryOp.Add, a, b);

    /// <summary>a − b.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Arithmetic(BinaryOp.Subtract, a, b);

    /// <summary>a · b, element by element.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Arithmetic(BinaryOp.Multiply, a, b);

    /// <summary>a / b; of integers the true quotient in F64.</summary>
    public static Tensor operator /(Tensor a, Tensor b)
    {
        var type = Primitive.Common(a, b);
        return Primitive.Binary(BinaryOp.Divide, a, b, type.IsInteger() ? DType.F64 : type);
    }

    /// <summary>a − b⌊a/b⌋: the remainder with the sign of b, so that <c>x % L</c> wraps a position into [0, L).</summary>
    /// <exception cref="DivideByZeroException">An integer remainder by 0.</exception>
    public static Tensor operator %(Tensor a, Tensor b) => Ordered(BinaryOp.Mod, a, b);

    /// <summary>−x.</summary>
    public static Tensor operator -(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Primitive.Unary(UnaryOp.Negate, x.DType == DType.Bool ? x.Cast(DType.I32) : x);
    }

    /// <summary>a &lt; b as Bool.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Compare(BinaryOp.Less, a, b);

    /// <summary>a ≤ b as Bool.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Compare(BinaryOp.LessEqual, a, b);

    /// <summary>a &gt; b as Bool.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Compare(BinaryOp.Less, b, a);

    /// <summary>a ≥ b as Bool.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Compare(BinaryOp.LessEqual, b, a);

    /// <summary>Both are true.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Logic(BinaryOp.And, a, b);

    /// <summary>One at least is true.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Logic(BinaryOp.Or, a, b);

    /// <summary>Exactly one is true.</summary>
    public static Tensor operator ^(Tensor a, Tensor b) => Logic(BinaryOp.Xor, a, b);

    /// <summary>Not x.</summary>
    public static Tensor operator !(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType == DType.Bool ? Primitive.Unary(UnaryOp.Not, x) : throw new ArgumentException($"Not: {x.DType}, but logic needs Bool");
    }

    internal static Tensor Arithmetic(BinaryOp op, Tensor a, Tensor b)
    {
        var type = Primitive.Common(a, b);
        return Primitive.Binary(op, a, b, type == DType.Bool ? DType.I32 : type);
    }

    internal static Tensor Ordered(BinaryOp op, Tensor a, Tensor b)
    {
        RejectComplex(op, a, b);
        return Arithmetic(op, a, b);
    }

    internal static Tensor Compare(BinaryOp op, Tensor a, Tensor b)
    {
        if (op >= BinaryOp.Less) RejectComplex(op, a, b);
        return Primitive.Binary(op, a, b, result: DType.Bool);
    }

    internal static Tensor Logic(BinaryOp op, Tensor a, Tensor b) =>
        Primitive.Common(a, b) == DType.Bool ? Primitive.Binary(op, a, b) : throw new ArgumentException($"{op}: {a.DType} and {b.DType}, but logic needs Bool");

    private static void RejectComplex(BinaryOp op, Tensor a, Tensor b)
    {
        if (Primitive.Common(a, b).IsComplex()) throw new ArgumentException($"{op}: complex numbers have no order");
    }

    /// <summary>Adds a value to this tensor without a new one; the value broadcasts and may be scaled, x ← x + scale·value.</summary>
    /// <exception cref="ArgumentException">The value does not broadcast to this shape, or its type is wider.</exception>
    public Tensor AddInPlace(Tensor value, double scale = 1) => InPlace(BinaryOp.Add, scale == 1 ? value : value * scale);

    /// <summary>Multiplies this tensor by a value that broadcasts, without a new one.</summary>
    /// <exception cref="ArgumentException">The value does not broadcast to this shape, or its type is wider.</exception>
    public Tensor MultiplyInPlace(Tensor value) => InPlace(BinaryOp.Multiply, value);

    private Tensor InPlace(BinaryOp op, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Primitive.Common(this, value) != DType) throw new ArgumentException($"{op}InPlace: {DType} cannot hold the result with {value.DType}");
        if (Shape.Broadcast(shape, value.shape, $"{op}InPlace") != shape) throw new ArgumentException($"{op}InPlace: a value of shape {value.Shape} does not fit {Shape}");
        RejectShared($"{op}InPlace");
        Touch($"{op}InPlace", value);
        var source = !value.IsWeak && ReferenceEquals(value.storage, storage) ? value.Copy() : value;
        Device.Backend.Binary(op, View, Primitive.Operand(source, DType, shape, Device), View);
        return this;
    }

    /// <summary>Writing where several elements share memory would write one of them only.</summary>
    private void RejectShared(string caller)
    {
        for (var k = 0; k < Rank; k++)
            if (strides[k] == 0 && shape.Dims[k] > 1)
                throw new InvalidOperationException($"{caller}: axis {k} of {Shape} is broadcast, its elements share memory; write to a Copy()");
    }
}
