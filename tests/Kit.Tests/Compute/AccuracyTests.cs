using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Compute;

/// <summary>Accuracy of the functions that naive formulas spoil near zero.</summary>
public sealed class AccuracyTests
{
    /// <summary>The bound that the documentation states, in units of the last place of F64.</summary>
    private const double Bound = 4;

    [Theory]
    [InlineData("Expm1")]
    [InlineData("Log1p")]
    [InlineData("Sinh")]
    [InlineData("Tanh")]
    public void Function_is_within_its_bound_from_1e_minus_300_to_large(string name)
    {
        var x = new List<double> { 0, 1e-300, 1e-17, 3e-9, 1e-5 };
        for (var e = -40.0; e < 5.2; e += 0.037) x.Add(Math.Pow(2, e));
        x.AddRange(x.ConvertAll(v => -v));
        if (name == "Log1p") x.RemoveAll(v => v <= -1);
        var f = name switch { "Expm1" => Functions.Expm1, "Log1p" => Functions.Log1p, "Sinh" => Functions.Sinh, _ => (Func<Tensor, Tensor>)Functions.Tanh };
        var y = f(Tensor.Of(x.ToArray())).ToDoubles();
        var single = f(Tensor.Of(x.ToArray(), DType.F32)).ToDoubles();
        for (var i = 0; i < y.Length; i++)
        {
            if (Math.Abs(x[i]) < 1e-30)
            {
                Assert.Equal(x[i], y[i]); // the next term of each series is far below a rounding
                continue;
            }

            Assert.True(Ulps(y[i], Exact(name, x[i])) <= Bound, $"{name}({x[i]:R}) = {y[i]:R}, {Ulps(y[i], Exact(name, x[i])):F2} ulp");
            var rounded = Exact(name, (float)x[i]);
            Assert.True(Math.Abs(single[i] / Approximate(rounded) - 1) <= 0.6 * Math.Pow(2, -23), $"F32 {name}({x[i]:R}) = {single[i]:R}");
        }
    }

    [Fact]
    public void Edges_are_those_of_the_mathematics()
    {
        var edges = Tensor.Of([double.NegativeInfinity, double.PositiveInfinity, double.NaN, -0.0]);
        Assert.Equal([-1, double.PositiveInfinity, double.NaN, -0.0], edges.Expm1().ToDoubles());
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NaN, -0.0], edges.Log1p().ToDoubles());
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, double.NaN, -0.0], edges.Sinh().ToDoubles());
        Assert.Equal([-1, 1, double.NaN, -0.0], edges.Tanh().ToDoubles());
        Assert.Equal(double.NegativeInfinity, Tensor.Of(-1.0).Log1p().Item());
        Assert.Equal(double.PositiveInfinity, Tensor.Of(711.0).Expm1().Item());
        Assert.Equal(Math.Sinh(710), Tensor.Of(710.0).Sinh().Item(), Math.Sinh(710) * 1e-15);
        Assert.Equal(Math.Exp(709.7), Tensor.Of(709.7).Expm1().Item(), Math.Exp(709.7) * 1e-15);
    }

    /// <summary>Fixed-point numbers of 400 fractional bits.</summary>
    private readonly record struct Exactly(BigInteger Bits)
    {
        public const int Shift = 400;
    }

    private static double Ulps(double actual, Exactly exact)
    {
        var near = Approximate(exact);
        var difference = From(actual).Bits - exact.Bits;
        return Math.Abs(Approximate(new(difference)) / (Math.BitIncrement(Math.Abs(near)) - Math.Abs(near)));
    }

    private static Exactly From(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52 & 0x7ff);
        BigInteger mantissa = exponent == 0 ? bits & 0xfffffffffffffL : bits & 0xfffffffffffffL | 1L << 52;
        var shift = Math.Max(exponent, 1) - 1075 + Exactly.Shift;
        var value = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return new(x < 0 ? -value : value);
    }

    private static double Approximate(Exactly x)
    {
        var drop = Math.Max(0, (int)BigInteger.Abs(x.Bits).GetBitLength() - 64);
        return Math.ScaleB((double)(x.Bits >> drop), drop - Exactly.Shift);
    }

    /// <summary>The function by its series in exact arithmetic: 400 bits after the point, so 300 of them significant for |x| ≥ 1e-30.</summary>
    private static Exactly Exact(string name, double x)
    {
        if (name == "Log1p") return Log1p(From(x).Bits);
        if (name == "Expm1") return new(Exp(From(x).Bits) - One);
        var (plus, minus) = (Exp(From(x).Bits), Exp(-From(x).Bits));
        return new(name == "Sinh" ? (plus - minus) / 2 : (plus - minus) * One / (plus + minus));
    }

    private static readonly BigInteger One = BigInteger.One << Exactly.Shift;

    private static BigInteger Exp(BigInteger x)
    {
        // eˣ = (e^(x/2⁸))^(2⁸), the inner one by its Taylor series.
        x >>= 8;
        var (sum, term) = (One, One);
        for (var n = 1; n < 200 && !term.IsZero; n++) sum += term = (term * x >> Exactly.Shift) / n;
        for (var i = 0; i < 8; i++) sum = sum * sum >> Exactly.Shift;
        return sum;
    }

    /// <summary>Newton's iteration on eʸ = 1 + x from the double logarithm; each step doubles the digits.</summary>
    private static Exactly Log1p(BigInteger x)
    {
        var y = From(Math.Abs(Approximate(new(x))) < 1e-8 ? Approximate(new(x)) : Math.Log(1 + Approximate(new(x)))).Bits;
        for (var i = 0; i < 6; i++)
        {
            var e = Exp(y);
            y += (One + x - e) * One / e;
        }

        return new(y);
    }
}
