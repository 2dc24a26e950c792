using System.Numerics;
using Kit.Compute;
using MathNet.Numerics;

namespace Kit.Tests.Compute;

/// <summary>What every elementwise operation does to one number, by the plainest means there are.</summary>
internal static class ReferenceArithmetic
{
    public static double OfReal(UnaryOp op, double x) => op switch
    {
        UnaryOp.Negate => -x,
        UnaryOp.Abs => Math.Abs(x),
        UnaryOp.Sign => double.IsNaN(x) ? x : Math.Sign(x),
        UnaryOp.Square => x * x,
        UnaryOp.Reciprocal => 1 / x,
        UnaryOp.Not => x == 0 ? 1 : 0,
        UnaryOp.Floor => Math.Floor(x),
        UnaryOp.Ceiling => Math.Ceiling(x),
        UnaryOp.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryOp.Truncate => Math.Truncate(x),
        UnaryOp.Sqrt => Math.Sqrt(x),
        UnaryOp.Rsqrt => 1 / Math.Sqrt(x),
        UnaryOp.Exp => Math.Exp(x),
        UnaryOp.Expm1 => Math.Abs(x) < 1e-5 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1,
        UnaryOp.Log => Math.Log(x),
        UnaryOp.Log1p => Math.Abs(x) < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x),
        UnaryOp.Log2 => Math.Log2(x),
        UnaryOp.Log10 => Math.Log10(x),
        UnaryOp.Sin => Math.Sin(x),
        UnaryOp.Cos => Math.Cos(x),
        UnaryOp.Tan => Math.Tan(x),
        UnaryOp.Asin => Math.Asin(x),
        UnaryOp.Acos => Math.Acos(x),
        UnaryOp.Atan => Math.Atan(x),
        UnaryOp.Sinh => Math.Sinh(x),
        UnaryOp.Cosh => Math.Cosh(x),
        UnaryOp.Tanh => Math.Tanh(x),
        UnaryOp.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryOp.Erf => SpecialFunctions.Erf(x),
        UnaryOp.Gelu => x / 2 * SpecialFunctions.Erfc(-x / Math.Sqrt(2)),
        UnaryOp.Erfc => SpecialFunctions.Erfc(x),
        UnaryOp.LogGamma => SpecialFunctions.GammaLn(x),
        UnaryOp.Digamma => SpecialFunctions.DiGamma(x),
        UnaryOp.IsNaN => double.IsNaN(x) ? 1 : 0,
        UnaryOp.IsFinite => double.IsFinite(x) ? 1 : 0,
        _ => throw new NotSupportedException($"{op}"),
    };

    public static Complex OfComplex(UnaryOp op, Complex z) => op switch
    {
        UnaryOp.Negate => -z,
        UnaryOp.Square => z * z,
        UnaryOp.Reciprocal => 1 / z,
        UnaryOp.Abs => z.Magnitude,
        UnaryOp.Angle => z.Phase,
        UnaryOp.Conj => Complex.Conjugate(z),
        UnaryOp.Sqrt => Complex.Sqrt(z),
        UnaryOp.Exp => Complex.Exp(z),
        UnaryOp.Log => Complex.Log(z),
        UnaryOp.Sin => Complex.Sin(z),
        UnaryOp.Cos => Complex.Cos(z),
        UnaryOp.Tanh => Complex.Tanh(z),
        _ => throw new NotSupportedException($"{op}"),
    };

    public static double OfReal(BinaryOp op, double a, double b) => op switch
    {
        BinaryOp.Add => a + b,
        BinaryOp.Subtract => a - b,
        BinaryOp.Multiply => a * b,
        BinaryOp.Divide => a / b,
        BinaryOp.FloorDivide => Math.Floor(a / b),
        BinaryOp.Mod => a - b * Math.Floor(a / b),
        BinaryOp.Pow => Math.Pow(a, b),
        BinaryOp.Atan2 => Math.Atan2(a, b),
        BinaryOp.Minimum => Math.Min(a, b),
        BinaryOp.Maximum => Math.Max(a, b),
        BinaryOp.And => a != 0 && b != 0 ? 1 : 0,
        BinaryOp.Or => a != 0 || b != 0 ? 1 : 0,
        BinaryOp.Xor => a != b ? 1 : 0,
        BinaryOp.Equal => a == b ? 1 : 0,
        BinaryOp.NotEqual => a != b ? 1 : 0,
        BinaryOp.Less => a < b ? 1 : 0,
        _ => a <= b ? 1 : 0,
    };

    public static Complex OfComplex(BinaryOp op, Complex a, Complex b) => op switch
    {
        BinaryOp.Add => a + b,
        BinaryOp.Subtract => a - b,
        BinaryOp.Multiply => a * b,
        BinaryOp.Divide => a / b,
        BinaryOp.Pow => Complex.Pow(a, b),
        BinaryOp.Equal => a == b ? 1 : 0,
        BinaryOp.NotEqual => a != b ? 1 : 0,
        _ => throw new NotSupportedException($"{op}"),
    };
}
