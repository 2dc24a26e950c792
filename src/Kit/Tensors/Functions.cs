using Kit.Compute;

namespace Kit.Tensors;

/// <summary>Elementwise functions: <c>x.Sin()</c>, or <c>Sin(x)</c> after <c>using static Kit.Tensors.Functions</c>. Integers are taken to F64 where a function needs reals.</summary>
public static partial class Functions
{
    /// <summary>eˣ.</summary>
    public static Tensor Exp(Tensor x) => Primitive.Smooth(UnaryOp.Exp, x);

    /// <summary>eˣ − 1, accurate near zero.</summary>
    public static Tensor Expm1(Tensor x) => Primitive.Smooth(UnaryOp.Expm1, Real(x, "Expm1"));

    /// <summary>ln x.</summary>
    public static Tensor Log(Tensor x) => Primitive.Smooth(UnaryOp.Log, x);

    /// <summary>ln(1 + x), accurate near zero.</summary>
    public static Tensor Log1p(Tensor x) => Primitive.Smooth(UnaryOp.Log1p, Real(x, "Log1p"));

    /// <summary>log₂ x.</summary>
    public static Tensor Log2(Tensor x) => Primitive.Smooth(UnaryOp.Log2, Real(x, "Log2"));

    /// <summary>log₁₀ x.</summary>
    public static Tensor Log10(Tensor x) => Primitive.Smooth(UnaryOp.Log10, Real(x, "Log10"));

    /// <summary>√x.</summary>
    public static Tensor Sqrt(Tensor x) => Primitive.Smooth(UnaryOp.Sqrt, x);

    /// <summary>1/√x.</summary>
    public static Tensor Rsqrt(Tensor x) => Primitive.Smooth(UnaryOp.Rsqrt, Real(x, "Rsqrt"));

    /// <summary>1/x.</summary>
    public static Tensor Reciprocal(Tensor x) => Primitive.Smooth(UnaryOp.Reciprocal, x);

    /// <summary>sin x.</summary>
    public static Tensor Sin(Tensor x) => Primitive.Smooth(UnaryOp.Sin, x);

    /// <summary>cos x.</summary>
    public static Tensor Cos(Tensor x) => Primitive.Smooth(UnaryOp.Cos, x);

    /// <summary>tan x.</summary>
    public static Tensor Tan(Tensor x) => Primitive.Smooth(UnaryOp.Tan, x);

    /// <summary>arcsin x.</summary>
    public static Tensor Asin(Tensor x) => Primitive.Smooth(UnaryOp.Asin, x);

    /// <summary>arccos x.</summary>
    public static Tensor Acos(Tensor x) => Primitive.Smooth(UnaryOp.Acos, x);

    /// <summary>arctan x.</summary>
    public static Tensor Atan(Tensor x) => Primitive.Smooth(UnaryOp.Atan, x);

    /// <summary>sinh x.</summary>
    public static Tensor Sinh(Tensor x) => Primitive.Smooth(UnaryOp.Sinh, x);

    /// <summary>cosh x.</summary>
    public static Tensor Cosh(Tensor x) => Primitive.Smooth(UnaryOp.Cosh, x);

    /// <summary>tanh x.</summary>
    public static Tensor Tanh(Tensor x) => Primitive.Smooth(UnaryOp.Tanh, x);

    /// <summary>1/(1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => Primitive.Smooth(UnaryOp.Sigmoid, Real(x, "Sigmoid"));

    /// <summary>erf x = 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    public static Tensor Erf(Tensor x) => Primitive.Smooth(UnaryOp.Erf, Real(x, "Erf"));

    /// <summary>x².</summary>
    public static Tensor Square(Tensor x) => Primitive.Unary(UnaryOp.Square, Number(x));

    /// <summary>|x|, real also for complex x.</summary>
    public static Tensor Abs(Tensor x) => Primitive.Unary(UnaryOp.Abs, Number(x), x.DType == DType.Bool ? null : x.DType.Real());

    /// <summary>−1, 0 or 1.</summary>
    public static Tensor Sign(Tensor x) => Primitive.Unary(UnaryOp.Sign, Number(Real(x, "Sign")));

    /// <summary>The largest integer not above x.</summary>
    public static Tensor Floor(Tensor x) => Integral(UnaryOp.Floor, x);

    /// <summary>The smallest integer not below x.</summary>
    public static Tensor Ceiling(Tensor x) => Integral(UnaryOp.Ceiling, x);

    /// <summary>The nearest integer, halves to the even one.</summary>
    public static Tensor Round(Tensor x) => Integral(UnaryOp.Round, x);

    /// <summary>The integer part.</summary>
    public static Tensor Truncate(Tensor x) => Integral(UnaryOp.Truncate, x);

    /// <summary>True where x is not a number.</summary>
    public static Tensor IsNaN(Tensor x) => Primitive.Unary(UnaryOp.IsNaN, Float(Real(x, "IsNaN")), DType.Bool);

    /// <summary>True where x is neither infinite nor NaN.</summary>
    public static Tensor IsFinite(Tensor x) => Primitive.Unary(UnaryOp.IsFinite, Float(Real(x, "IsFinite")), DType.Bool);

    /// <summary>aᵇ; integers give F64.</summary>
    public static Tensor Pow(Tensor a, Tensor b)
    {
        var type = Primitive.Common(a, b);
        if (type.IsInteger()) type = DType.F64;
        if (b.Number is not { } exponent || type.IsComplex()) return Primitive.Binary(BinaryOp.Pow, a, b, type);
        var x = a.Cast(type);
        return exponent.Real switch
        {
            1 => x.Copy(),
            2 => x.Square(),
            0.5 => x.Sqrt(),
            -1 => x.Reciprocal(),
            _ => Primitive.Binary(BinaryOp.Pow, x, b, type),
        };
    }

    /// <summary>The angle of the point (x, y), in (−π, π].</summary>
    public static Tensor Atan2(Tensor y, Tensor x)
    {
        var type = Primitive.Common(y, x);
        if (type.IsComplex()) throw new ArgumentException("Atan2: of real numbers only");
        return Primitive.Binary(BinaryOp.Atan2, y, x, type.IsInteger() ? DType.F64 : type);
    }

    /// <summary>⌊a/b⌋ in the operands' type.</summary>
    /// <exception cref="DivideByZeroException">Integers divided by 0.</exception>
    public static Tensor FloorDivide(Tensor a, Tensor b) => Tensor.Ordered(BinaryOp.FloorDivide, a, b);

    /// <summary>The smaller of a and b; NaN if either is.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Tensor.Ordered(BinaryOp.Minimum, a, b);

    /// <summary>The larger of a and b; NaN if either is.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Tensor.Ordered(BinaryOp.Maximum, a, b);

    /// <summary>x brought into [low, high].</summary>
    public static Tensor Clamp(Tensor x, Tensor low, Tensor high) => x.Maximum(low).Minimum(high);

    /// <summary>a = b as Bool.</summary>
    public static Tensor Equal(Tensor a, Tensor b) => Tensor.Compare(BinaryOp.Equal, a, b);

    /// <summary>a ≠ b as Bool.</summary>
    public static Tensor NotEqual(Tensor a, Tensor b) => Tensor.Compare(BinaryOp.NotEqual, a, b);

    /// <summary>condition ? a : b, element by element.</summary>
    /// <param name="condition">Bool.</param>
    /// <param name="a">Taken where true.</param>
    /// <param name="b">Taken where false.</param>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Primitive.Select(condition.Solid(), a, b);
    }

    /// <summary>Real parts: a view of a complex tensor, a real tensor itself.</summary>
    public static Tensor Real(Tensor z) => z.Part(0);

    /// <summary>Imaginary parts: a view of a complex tensor, zeros for a real one.</summary>
    public static Tensor Imag(Tensor z) => z.DType.IsComplex() ? z.Part(1) : Tensor.ZerosLike(z);

    /// <summary>The complex conjugate.</summary>
    public static Tensor Conj(Tensor z) => z.DType.IsComplex() ? Primitive.Unary(UnaryOp.Conj, z) : z;

    /// <summary>The phase of a complex number, in (−π, π].</summary>
    public static Tensor Angle(Tensor z) =>
        z.DType.IsComplex() ? Primitive.Unary(UnaryOp.Angle, z, z.DType.Real()) : Atan2(Tensor.ZerosLike(z), z);

    /// <summary>re + i·im, with broadcasting.</summary>
    public static Tensor ComplexOf(Tensor re, Tensor im) => re + im * System.Numerics.Complex.ImaginaryOne;

    private static Tensor Real(Tensor x, string caller) =>
        x.DType.IsComplex() ? throw new ArgumentException($"{caller}: of real numbers only, not {x.DType}") : x;

    private static Tensor Number(Tensor x) => x.DType == DType.Bool ? x.Cast(DType.I32) : x;

    private static Tensor Float(Tensor x) => x.DType.IsInteger() ? x.Cast(DType.F64) : x;

    private static Tensor Integral(UnaryOp op, Tensor x) => Real(x, op.ToString()).DType.IsInteger() ? x : Primitive.Unary(op, x);
}
