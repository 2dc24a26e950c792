using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Compute;

/// <summary>The accuracy that the elementary functions state, against exact arithmetic, and their values at the edges.</summary>
public sealed class AccuracyTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> F, double Low, double High, double Bound, double Bound32)> Stated = new()
    {
        ["Exp"] = (Functions.Exp, -300, 700, 1, 1.1),
        ["Expm1"] = (Functions.Expm1, -40, 40, 1.5, 0.6),
        ["Log"] = (Functions.Log, 0, 1e300, 1, 1),
        ["Log1p"] = (Functions.Log1p, -0.9999, 40, 1.5, 0.6),
        ["Sin"] = (Functions.Sin, -1e4, 1e4, 1, 2),
        ["Cos"] = (Functions.Cos, -1e4, 1e4, 1, 2),
        ["Sinh"] = (Functions.Sinh, -40, 40, 2, 0.6),
        ["Tanh"] = (Functions.Tanh, -40, 40, 3, 3),
        ["Sigmoid"] = (Functions.Sigmoid, -40, 40, 2, 2),
        ["Erf"] = (Functions.Erf, -7, 7, 2, 2),
        ["Erfc"] = (Functions.Erfc, -7, 9, 4, 0.6),
    };

    public static TheoryData<string> Names => [.. Stated.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Function_is_within_the_bound_that_it_states(string name)
    {
        var (f, low, high, bound, bound32) = Stated[name];
        var x = new List<double> { 1e-17, 3e-9, 1e-5 };
        for (var e = -40.0; e < Math.Log2(high); e += Math.Log2(high) > 100 ? 2.37 : 0.11) x.Add(Math.Pow(2, e));
        for (var k = 1; k < 400; k += 13) x.Add(k * Math.PI / 4); // near the zeros of sines all depends on the digits of π
        x.AddRange(x.ConvertAll(v => -v));
        x.RemoveAll(v => v < low || v > high);
        var single = Tensor.Of(x.ToArray(), DType.F32);
        var (y, y32, x32) = (f(Tensor.Of(x.ToArray())).ToDoubles(), f(single).ToDoubles(), single.ToDoubles());
        var (worst, worst32) = ((Error: 0.0, At: 0.0), (Error: 0.0, At: 0.0));
        for (var i = 0; i < y.Length; i++)
        {
            worst = Worse(worst, Ulps(y[i], Exact(name, x[i])), x[i]);
            var exact = Approximate(Exact(name, x32[i]));
            var unit = Math.Max(MathF.BitIncrement(MathF.Abs((float)exact)) - MathF.Abs((float)exact), 1e-45);
            if (Math.Abs(exact) < float.MaxValue && double.IsFinite(x32[i])) worst32 = Worse(worst32, Math.Abs(y32[i] - exact) / unit, x32[i]);
        }

        Assert.True(worst.Error <= bound, $"{name}({worst.At:R}): {worst.Error:F2} ulp");
        Assert.True(worst32.Error <= bound32, $"F32 {name}({worst32.At:R}): {worst32.Error:F2} ulp");
    }

    private static (double Error, double At) Worse((double Error, double At) worst, double error, double at) => error > worst.Error ? (error, at) : worst;

    [Fact]
    public void Gelu_is_within_the_bound_that_it_states()
    {
        double[] x = [.. Enumerable.Range(0, 400).Select(k => -12 + 0.0517 * k), 1e-9, -1e-9];
        var (y, y32) = (Functions.Gelu(Tensor.Of(x)).ToDoubles(), Functions.Gelu(Tensor.Of(x, DType.F32)).ToDoubles());
        var half = One;
        for (var k = 0; k < 60; k++) half = (half + One * One / 2 / half) / 2; // √½ by Newton's method
        for (var i = 0; i < x.Length; i++)
        {
            var exact = new Exactly(From(x[i]).Bits * (One + Erf(From(x[i]).Bits * half / One)) / One / 2);
            Assert.True(Ulps(y[i], exact) <= 4 + (x[i] < 0 ? 2 * x[i] * x[i] : 0), $"{x[i]}: {Ulps(y[i], exact):F1} ulp");
            Assert.True(Math.Abs(y32[i] - Functions.Gelu(Tensor.Of((double)(float)x[i])).Item()) <= 1e-7 * Math.Max(1, Math.Abs(x[i])), $"F32 {x[i]}: {y32[i]}");
        }
    }

    [Fact]
    public void Floats_of_a_binade_are_within_the_bound()
    {
        // Every 61st F32 in [1, 2) and [16, 32) against F64, whose own error does not show.
        foreach (var name in new[] { "Exp", "Log", "Sin", "Cos", "Tanh", "Sigmoid", "Erf" })
        {
            var (f, bound) = (Stated[name].F, Stated[name].Bound32);
            foreach (var start in new[] { 0x3F800000, 0x41800000 })
            {
                var x = new float[(1 << 23) / 61];
                for (var i = 0; i < x.Length; i++) x[i] = BitConverter.Int32BitsToSingle(start + 61 * (i + 1));
                using var scope = Tensor.Scope();
                var single = Tensor.Of(x);
                var exact = f(single.Cast(DType.F64));
                var unit = Functions.Pow(2, exact.Abs().Log2().Floor() - 23);
                var error = ((f(single).Cast(DType.F64) - exact).Abs() / unit).Max().Item();
                Assert.True(error <= bound + 0.01, $"{name} from {x[0]}: {error:F2} ulp");
            }
        }
    }

    [Fact]
    public void Large_arguments_of_sines_are_reduced_with_all_digits_of_pi()
    {
        double[] large = [1e5, 134217727.5, 134217729, 1e10, 1e22, 5e300, -1e17, 6381956970095103 * Math.ScaleB(1, 797)];
        foreach (var type in new[] { DType.F64, DType.F32 })
        {
            var x = Tensor.Of(large, type).Where(Tensor.Of(large, type).IsFinite());
            var (sin, cos, values) = (x.Sin().ToDoubles(), x.Cos().ToDoubles(), x.ToDoubles());
            var unit = type == DType.F64 ? 2.3e-16 : 1.2e-7;
            for (var i = 0; i < values.Length; i++)
            {
                Assert.Equal(Math.Sin(values[i]), sin[i], unit);
                Assert.Equal(Math.Cos(values[i]), cos[i], unit);
            }
        }

        // The double nearest to a multiple of π/2 (Kahan): its cosine is 4.687e-19, wrong in every digit without 1,100 bits of π.
        Assert.Equal(-4.687165924254624e-19, Tensor.Of(large[^1]).Cos().Item(), 1e-33);
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

    [Theory]
    [InlineData(DType.F32)]
    [InlineData(DType.F64)]
    public void Edges_of_the_elementary_functions_are_those_of_the_mathematics(DType type)
    {
        var (infinity, nan) = (double.PositiveInfinity, double.NaN);
        var edges = Tensor.Of([-infinity, infinity, nan, -0.0, 0.0], type);
        Assert.Equal([0, infinity, nan, 1, 1], edges.Exp().ToDoubles());
        Assert.Equal([nan, infinity, nan, -infinity, -infinity], edges.Log().ToDoubles());
        Assert.Equal([nan, nan, nan, -0.0, 0], edges.Sin().ToDoubles());
        Assert.Equal([nan, nan, nan, 1, 1], edges.Cos().ToDoubles());
        Assert.Equal([0, 1, nan, 0.5, 0.5], edges.Sigmoid().ToDoubles());
        Assert.Equal([-1, 1, nan, -0.0, 0], edges.Erf().ToDoubles());
        Assert.Equal([2, 0, nan, 1, 1], edges.Erfc().ToDoubles());
        Assert.Equal([-1, 1, nan, -0.0, 0], edges.Tanh().ToDoubles());
        foreach (var x in new[] { edges.Sin(), edges.Erf(), edges.Tanh() }) Assert.True(double.IsNegative(x[3].Item()) && double.IsPositive(x[4].Item()));
        var tiny = type == DType.F32 ? float.Epsilon : double.Epsilon;
        Assert.Equal(Math.Log(tiny), Tensor.Of([tiny], type).Log().Item(), 1e-5);
        Assert.Equal(tiny, Tensor.Of([type == DType.F32 ? -103.5 : -745], type).Exp().Item());
        Assert.True(double.IsNaN(Tensor.Of([-1.0], type).Log().Item()));
    }

    [Fact]
    public void Powers_of_floats_are_rounded_once()
    {
        var rng = new Rng(8);
        var (a, b) = (rng.Uniform(4000, dtype: DType.F32) * 30, rng.Normal(4000, std: 9, dtype: DType.F32));
        var exact = a.Cast(DType.F64).Pow(b.Cast(DType.F64)).Cast(DType.F32);
        // The F64 values are off by up to 10⁻¹⁴, which now and then turns a rounding.
        Assert.True((exact.NotEqual(a.Pow(b))).Sum().Item() < 5);
        foreach (var (x, y) in new[] { (2f, 3f), (-2f, 3f), (-2f, 0.5f), (0f, -1f), (0f, 0f), (-0f, 3f), (float.NaN, 0f), (1f, float.NaN), (float.PositiveInfinity, -2f), (0.5f, float.PositiveInfinity), (9f, 1e30f), (1e-44f, 0.5f) })
            Assert.Equal(MathF.Pow(x, y), Tensor.Of([x]).Pow(Tensor.Of([y])).ToArray<float>()[0], Math.Abs(MathF.Pow(x, y)) is var size && float.IsFinite(size) ? size * 1.2e-7f : 0);
    }

    /// <summary>Fixed-point numbers of 600 fractional bits.</summary>
    private readonly record struct Exactly(BigInteger Bits)
    {
        public const int Shift = 600;
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

    /// <summary>The function by its series in exact arithmetic: <see cref="Exactly.Shift"/> bits after the point.</summary>
    private static Exactly Exact(string name, double at)
    {
        var x = From(at).Bits;
        return new(name switch
        {
            "Log" => LogOf(at),
            "Log1p" => Log1p(x).Bits,
            "Exp" => Exp(x),
            "Expm1" => Exp(x) - One,
            "Sinh" => (Exp(x) - Exp(-x)) / 2,
            "Tanh" => (Exp(x) - Exp(-x)) * One / (Exp(x) + Exp(-x)),
            "Sigmoid" => One * One / (One + Exp(-x)),
            "Sin" => Sines(x, x),
            "Cos" => Sines(x, One),
            "Erf" => Erf(x),
            _ => One - Erf(x),
        });
    }

    /// <summary>term − term x²/(n + 1)(n + 2) + …: the sine from x on, the cosine from 1 on.</summary>
    private static BigInteger Sines(BigInteger x, BigInteger term)
    {
        // Terms grow to e^|x| before they fall, so large arguments are first reduced by 2π.
        var turns = BigInteger.Divide(x, TwoPi);
        if (!turns.IsZero)
        {
            var reduced = x - turns * TwoPi;
            return Sines(reduced, term == x ? reduced : term);
        }

        var (sum, n) = (term, term == x ? 1 : 0);
        for (; !term.IsZero; n += 2) sum += term = -(term * (x * x >> Exactly.Shift) >> Exactly.Shift) / ((n + 1) * (n + 2));
        return sum;
    }

    /// <summary>2/√π e^(−x²) Σ 2ⁿx²ⁿ⁺¹/(2n + 1)!!, whose terms are all of one sign.</summary>
    private static BigInteger Erf(BigInteger x)
    {
        var square = x * x >> Exactly.Shift;
        var (sum, term) = (x, x);
        for (var n = 1; !(term = 2 * (term * square >> Exactly.Shift) / (2 * n + 1)).IsZero && n < 2000; n++) sum += term;
        return 2 * (sum * Exp(-square) / Root(TwoPi / 2));
    }

    /// <summary>2π by Machin's formula π/4 = 4 arctan 1/5 − arctan 1/239.</summary>
    private static readonly BigInteger TwoPi = 8 * (4 * ArctanOfInverse(5) - ArctanOfInverse(239));

    private static BigInteger ArctanOfInverse(int n)
    {
        var (sum, power) = (BigInteger.Zero, (BigInteger.One << Exactly.Shift) / n);
        for (var k = 0; !power.IsZero; k++, power /= n * n) sum += (k % 2 == 0 ? 1 : -1) * power / (2 * k + 1);
        return sum;
    }

    private static BigInteger Root(BigInteger x)
    {
        var root = From(Math.Sqrt(Approximate(new(x)))).Bits;
        for (var i = 0; i < 8; i++) root = (root + (x << Exactly.Shift) / root) / 2;
        return root;
    }

    /// <summary>k ln 2 + ln(1 + (m − 1)).</summary>
    private static BigInteger LogOf(double x)
    {
        var k = Math.ILogB(x);
        return k * Log1p(One).Bits + Log1p(From(Math.ScaleB(x, -k)).Bits - One).Bits;
    }

    private static readonly BigInteger One = BigInteger.One << Exactly.Shift;

    private static BigInteger Exp(BigInteger x)
    {
        // eˣ = (e^(x/2¹²))^(2¹²), the inner one by its Taylor series.
        x >>= 12;
        var (sum, term) = (One, One);
        for (var n = 1; !term.IsZero; n++) sum += term = (term * x >> Exactly.Shift) / n;
        for (var i = 0; i < 12; i++) sum = sum * sum >> Exactly.Shift;
        return sum;
    }

    /// <summary>Newton's iteration on eʸ = 1 + x from the double logarithm; each step doubles the digits.</summary>
    private static Exactly Log1p(BigInteger x)
    {
        var y = From(Math.Abs(Approximate(new(x))) < 1e-8 ? Approximate(new(x)) : Math.Log(1 + Approximate(new(x)))).Bits;
        for (var i = 0; i < 4; i++)
        {
            var e = Exp(y);
            y += (One + x - e) * One / e;
        }

        return new(y);
    }
}
