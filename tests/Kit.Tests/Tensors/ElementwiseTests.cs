using System.Numerics;
using Kit.Compute;
using Kit.Tensors;
using Kit.Tests.Compute;

namespace Kit.Tests.Tensors;

public sealed class ElementwiseTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, double Low, double High)> Unaries = new()
    {
        ["Negate"] = (x => -x, -3, 3),
        ["Exp"] = (x => x.Exp(), -20, 20),
        ["Expm1"] = (x => x.Expm1(), -3, 3),
        ["Log"] = (x => x.Log(), 0, 9),
        ["Log1p"] = (x => x.Log1p(), -0.9, 9),
        ["Log2"] = (x => x.Log2(), 0, 9),
        ["Log10"] = (x => x.Log10(), 0, 9),
        ["Sqrt"] = (x => x.Sqrt(), 0, 9),
        ["Rsqrt"] = (x => x.Rsqrt(), 0.1, 9),
        ["Reciprocal"] = (x => x.Reciprocal(), 0.1, 9),
        ["Sin"] = (x => x.Sin(), -9, 9),
        ["Cos"] = (x => x.Cos(), -9, 9),
        ["Tan"] = (x => x.Tan(), -1.5, 1.5),
        ["Asin"] = (x => x.Asin(), -1, 1),
        ["Acos"] = (x => x.Acos(), -1, 1),
        ["Atan"] = (x => x.Atan(), -9, 9),
        ["Sinh"] = (x => x.Sinh(), -9, 9),
        ["Cosh"] = (x => x.Cosh(), -9, 9),
        ["Tanh"] = (x => x.Tanh(), -9, 9),
        ["Sigmoid"] = (x => x.Sigmoid(), -9, 9),
        ["Erf"] = (x => x.Erf(), -3, 3),
        ["Gelu"] = (x => x.Gelu(), -3, 3),
        ["Square"] = (x => x.Square(), -3, 3),
        ["Abs"] = (x => x.Abs(), -3, 3),
        ["Sign"] = (x => x.Sign(), -3, 3),
        ["Floor"] = (x => x.Floor(), -3, 3),
        ["Ceiling"] = (x => x.Ceiling(), -3, 3),
        ["Round"] = (x => x.Round(), -3, 3),
        ["Truncate"] = (x => x.Truncate(), -3, 3),
        ["IsNaN"] = (x => x.IsNaN(), -3, 3),
        ["IsFinite"] = (x => (1 / x.Floor()).IsFinite(), -3, 3),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Binaries = new()
    {
        ["Add"] = (a, b) => a + b,
        ["Subtract"] = (a, b) => a - b,
        ["Multiply"] = (a, b) => a * b,
        ["Divide"] = (a, b) => a / b,
        ["Minimum"] = (a, b) => a.Minimum(b),
        ["Maximum"] = (a, b) => a.Maximum(b),
        ["Atan2"] = (a, b) => a.Atan2(b),
        ["Pow"] = (a, b) => a.Abs().Pow(b),
        ["Less"] = (a, b) => a < b,
        ["LessEqual"] = (a, b) => a <= b,
        ["Greater"] = (a, b) => a > b,
        ["GreaterEqual"] = (a, b) => a >= b,
        ["Equal"] = (a, b) => a.Equal(b),
        ["NotEqual"] = (a, b) => a.NotEqual(b),
        ["Where"] = (a, b) => Functions.Where(a > b, a, b),
        ["Clamp"] = (a, b) => a.Clamp(-1, b),
    };

    public static TheoryData<string> UnaryNames => [.. Unaries.Keys];

    public static TheoryData<string> BinaryNames => [.. Binaries.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Unary_equals_the_plain_loop_on_any_layout(string name)
    {
        var random = new Random(7);
        var (function, low, high) = Unaries[name];
        for (var trial = 0; trial < 24; trial++)
        {
            var x = Samples.View(random, Samples.Dims(random), (trial % 3) switch { 0 => DType.F64, 1 => DType.F32, _ => DType.I32 }, low, high);
            // 4 ulp is what the vector functions document; relative to 1 where the result crosses zero at an irrational point.
            Samples.Agree(function(x.Reference()), function(x), 4, floor: 1);
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Binary_equals_the_plain_loop_on_any_layout_and_broadcast(string name)
    {
        var random = new Random(8);
        DType[] types = [DType.F64, DType.F32, DType.I32, DType.Bool];
        for (var trial = 0; trial < 40; trial++)
        {
            var dims = Samples.Dims(random);
            var a = Samples.View(random, Samples.Shrink(random, dims), types[random.Next(4)]);
            var b = Samples.View(random, Samples.Shrink(random, dims), types[random.Next(4)]);
            if (name is "Minimum" or "Maximum" or "Clamp" && a.DType == DType.Bool) a = a.Cast(DType.I32);
            Samples.Agree(Binaries[name](a.Reference(), b.Reference()), Binaries[name](a, b), 2, floor: 1);
        }
    }

    [Fact]
    public void Complex_functions_equal_the_plain_loop()
    {
        var random = new Random(9);
        Func<Tensor, Tensor, Tensor>[] functions =
        [
            (a, b) => a + b, (a, b) => a - b, (a, b) => a * b, (a, b) => a / b, (a, b) => a.Pow(b), (a, b) => a.Equal(b), (a, b) => a.NotEqual(b),
            (a, _) => a.Exp(), (a, _) => a.Log(), (a, _) => a.Sqrt(), (a, _) => a.Sin(), (a, _) => a.Tanh(), (a, _) => a.Abs(), (a, _) => a.Angle(),
            (a, _) => a.Conj(), (a, _) => a.Square(), (a, _) => -a, (a, _) => a.Real(), (a, _) => a.Imag(), (a, b) => Functions.Where(a.Real() < 0, a, b),
        ];
        DType[] types = [DType.C128, DType.C64, DType.F64, DType.F32, DType.I32];
        foreach (var function in functions)
            for (var trial = 0; trial < 10; trial++)
            {
                var dims = Samples.Dims(random);
                var a = Samples.View(random, Samples.Shrink(random, dims), types[trial % 2]);
                var b = Samples.View(random, Samples.Shrink(random, dims), types[random.Next(5)], 0.5, 2);
                // C64 is computed in C128 by both; products of three or so roundings.
                Samples.Agree(function(a.Reference(), b.Reference()), function(a, b), 4, floor: 1);
            }
    }

    [Fact]
    public void Abs_of_extreme_complex_numbers_neither_overflows_nor_vanishes() =>
        Assert.Equal([5e200, 5e-200, double.PositiveInfinity, 0], Tensor.Of([new(3e200, 4e200), new(3e-200, 4e-200), new(double.PositiveInfinity, double.NaN), Complex.Zero]).Abs().ToDoubles(), (a, b) => a == b || Math.Abs(a / b - 1) < 1e-15);

    [Theory]
    [InlineData(7.0, 3.0, 1.0, 2.0)]
    [InlineData(-7.0, 3.0, 2.0, -3.0)]
    [InlineData(7.0, -3.0, -2.0, -3.0)]
    [InlineData(-7.0, -3.0, -1.0, 2.0)]
    [InlineData(5.0, -1.0, 0.0, -5.0)]
    public void Mod_has_the_sign_of_the_divisor(double a, double b, double mod, double quotient)
    {
        foreach (var type in new[] { DType.I32, DType.F32, DType.F64 })
        {
            Tensor x = Tensor.Of([a]).Cast(type), y = Tensor.Of([b]).Cast(type);
            Assert.Equal(mod, (x % y).Item());
            Assert.Equal(quotient, x.FloorDivide(y).Item());
        }
    }

    [Fact]
    public void Mod_wraps_positions_and_keeps_fractions()
    {
        Assert.Equal([0.5, 9.5], (Tensor.Of([10.5, -0.5]) % 10).ToDoubles());
        Assert.Equal(-3, Tensor.Of([2.5]).FloorDivide(-1).Item());
        Assert.Throws<DivideByZeroException>(() => Tensor.Of([1, 2]) % 0);
    }

    [Fact]
    public void Types_promote_as_stated()
    {
        DType[] order = [DType.Bool, DType.I32, DType.F32, DType.F64];
        foreach (var a in order)
            foreach (var b in order)
                Assert.Equal(a == DType.Bool && b == DType.Bool ? DType.I32 : a > b ? a : b, (Tensor.Ones(2, a) + Tensor.Ones(2, b)).DType);
        Assert.Equal(DType.C64, (Tensor.Ones(2, DType.F32) + Tensor.Ones(2, DType.C64)).DType);
        Assert.Equal(DType.C128, (Tensor.Ones(2, DType.F64) + Tensor.Ones(2, DType.C64)).DType);
        Assert.Equal(DType.C64, (Tensor.Ones(2, DType.I32) + Tensor.Ones(2, DType.C64)).DType);
        Assert.Equal(DType.F64, (Tensor.Ones(2, DType.I32) / Tensor.Ones(2, DType.I32)).DType);
        Assert.Equal(DType.F64, Tensor.Ones(2, DType.I32).Exp().DType);
    }

    [Fact]
    public void A_number_adapts_to_the_tensor()
    {
        Assert.Equal(DType.F32, (Tensor.Ones(2, DType.F32) * 2.0).DType);
        Assert.Equal(DType.F32, (1 - Tensor.Ones(2, DType.F32)).DType);
        Assert.Equal(DType.I32, (Tensor.Ones(2, DType.I32) * 2).DType);
        Assert.Equal(DType.F64, (Tensor.Ones(2, DType.I32) * 2.0).DType);
        Assert.Equal(DType.C64, (Tensor.Ones(2, DType.F32) * Complex.ImaginaryOne).DType);
        Assert.Equal(DType.C128, (Tensor.Ones(2) * Complex.ImaginaryOne).DType);
        Assert.Equal(DType.F32, Functions.Where(Tensor.Of([true, false]), Tensor.Ones(2, DType.F32), 0.5).DType);
        Tensor three = 3.0;
        Assert.Equal(9, (three * three).Item());
        Assert.Equal(Math.Sin(3), Functions.Sin(three).Item(), 15);
        Assert.Equal([3, 3], three.BroadcastTo(2).ToDoubles());
        Assert.Equal(3, three.Sum().Item());
    }

    [Fact]
    public void An_elements_result_does_not_depend_on_its_neighbours()
    {
        var x = Tensor.Linspace(-3, 3, 101);
        foreach (var type in new[] { DType.F64, DType.F32 })
            foreach (var f in new Func<Tensor, Tensor>[] { Functions.Exp, Functions.Sin, Functions.Tanh, Functions.Expm1, Functions.Sigmoid, t => (t + 4).Log1p() })
            {
                var whole = f(x.Cast(type)).ToDoubles();
                for (var n = 1; n < 40; n += 3) Assert.Equal(whole[(50 - n)..50], f(x.Cast(type)[(50 - n)..50]).ToDoubles());
            }
    }

    [Fact]
    public void Errors_name_the_shapes_and_the_remedy()
    {
        Assert.Contains("Add: shapes [2,3] and [4] do not broadcast: 3 against 4", Assert.Throws<ArgumentException>(() => Tensor.Zeros((2, 3)) + Tensor.Zeros(4)).Message);
        Assert.Contains("logic needs Bool", Assert.Throws<ArgumentException>(() => Tensor.Zeros(2) & Tensor.Zeros(2)).Message);
        Assert.Contains("no order", Assert.Throws<ArgumentException>(() => Tensor.Ones(2, DType.C128) < 1).Message);
        Assert.Contains(".To(device)", Assert.Throws<ArgumentException>(() => Tensor.Zeros(2) + Tensor.Zeros(2).To(ReferenceBackend.Device)).Message);
        Assert.Contains("cannot hold", Assert.Throws<ArgumentException>(() => Tensor.Zeros(2, DType.F32).AddInPlace(Tensor.Zeros(2))).Message);
    }

    [Fact]
    public void In_place_operations_write_through_views()
    {
        var x = Tensor.Ones((3, 3));
        x[1].AddInPlace(Tensor.Of([1.0, 2, 3]), scale: 2).MultiplyInPlace(10);
        Assert.Equal([1, 1, 1, 30, 50, 70, 1, 1, 1], x.ToDoubles());
        x[0].AddInPlace(x[1]);
        Assert.Equal([31, 51, 71], x[0].ToDoubles());
    }
}
