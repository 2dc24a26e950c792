using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class SpecialFunctionTests
{
    /// <summary>Away from the multiples of ½, where Γ of negative numbers has its poles.</summary>
    private static readonly Tensor Wide = Tensor.Arange(-30.05, 100, 0.173);

    [Fact]
    public void Gamma_is_the_factorial_and_obeys_its_identities()
    {
        var factorial = 1.0;
        for (var n = 1; n < 23; n++) Assert.Equal(factorial *= n, Tensor.Of(n + 1.0).Gamma().Item());
        Assert.Equal(1, Tensor.Of(171.0).Gamma().Item() / 7.257415615307994e306, 5e-15); // 170!
        Close(Wide * Wide.Gamma(), (Wide + 1).Gamma(), 2e-14); // recurrence; at negative x both sides carry the rounding of 1 − x, up to 30 ψ(30) ε
        var x = Tensor.Arange(0.05, 70, 0.31);
        Close((x * 2).Gamma(), x.Gamma() * (x + 0.5).Gamma() * Functions.Pow(2.0, x * 2 - 1) / Math.Sqrt(Math.PI), 5e-14); // duplication; 2x is rounded: 140 ψ(140) ε = 8e-14 at worst
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.PositiveInfinity, double.NaN], Tensor.Of([0, -0.0, -3, 172, double.NaN]).Gamma().ToDoubles());
        Assert.Equal(1, Tensor.Of(-1.5).Gamma().Item() / (4 * Math.Sqrt(Math.PI) / 3), 5e-15);
        Assert.Equal((float)Math.Sqrt(Math.PI), Tensor.Of(0.5, DType.F32).Gamma().Item<float>());
        Assert.Equal(DType.F64, Tensor.Of([3]).Gamma().DType);
    }

    [Fact]
    public void LogGamma_goes_on_where_Gamma_overflows()
    {
        Close(Wide.Gamma().Abs().Log(), Wide.LogGamma(), 1e-14, floor: 1);
        var x = Tensor.Logspace(-3, 5, 200);
        Close(x.LogGamma() + x.Log(), (x + 1).LogGamma(), 1e-14, floor: 1);
        Assert.Equal(1, Tensor.Of(1e6).LogGamma().Item() / 12815504.569147611, 1e-15);
        Assert.Equal(double.PositiveInfinity, Tensor.Of(1e306).LogGamma().Item());
        Assert.Equal([0, 0], Tensor.Of([1.0, 2]).LogGamma().ToDoubles());
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity], Tensor.Of([0, -2, double.PositiveInfinity]).LogGamma().ToDoubles());
        Assert.Equal(1.2655121234846454, Tensor.Of(-0.5).LogGamma().Item(), 1e-15); // ln 2√π
    }

    [Fact]
    public void Digamma_is_the_slope_of_LogGamma()
    {
        Close(Wide.Digamma() + 1 / Wide, (Wide + 1).Digamma(), 2e-14, floor: 10);
        Close(Wide.Digamma() + Math.PI / (Wide * Math.PI).Tan(), (1 - Wide).Digamma(), 5e-12, floor: 10); // πx has no more digits than ε·100π at the poles' slopes
        var x = Tensor.Arange(0.5, 20, 0.37);
        Close(((x + 1e-4).LogGamma() - (x - 1e-4).LogGamma()) / 2e-4, x.Digamma(), 1e-7, floor: 1); // h²ψ″/6 with ψ″(½) = −16.8
        Assert.Equal(-0.5772156649015329, Tensor.Of(1.0).Digamma().Item(), 1e-15);
        Assert.Equal([double.NegativeInfinity, double.NaN, double.PositiveInfinity], Tensor.Of([0, -1, double.PositiveInfinity]).Digamma().ToDoubles());
    }

    [Fact]
    public void Erfc_keeps_its_digits_in_the_tail()
    {
        var x = Tensor.Arange(-3, 3, 0.1);
        Close(1 - x.Erf(), x.Erfc(), 1e-15, floor: 1);
        var tail = Tensor.Arange(5, 26, 0.5);
        // e^(−x²)/(x√π)·(1 − …) by the continued fraction x + (1/2)/(x + (2/2)/(x + …)); 60 levels converge for x ≥ 5.
        var fraction = tail;
        for (var k = 60; k >= 1; k--) fraction = tail + k * 0.5 / fraction;
        Close((-tail.Square()).Exp() / fraction / Math.Sqrt(Math.PI), tail.Erfc(), 2e-13); // x² is rounded: ε x² = 1.5e-13 at 26
    }

    [Fact]
    public void Bessel_functions_equal_their_integrals()
    {
        // The trapezoidal rule on a periodic integrand converges faster than any power: 200 points are exact for |x| ≤ 60.
        var x = Tensor.Arange(-60, 60, 0.7).Unsqueeze(1);
        var angle = ((Tensor.Arange(200) + 0.5) * (Math.PI / 200)).Unsqueeze(0);
        Close((x * angle.Sin()).Cos().Mean(1), x.BesselJ0().Squeeze(), 1e-14, floor: 1);
        Close((angle - x * angle.Sin()).Cos().Mean(1), x.BesselJ1().Squeeze(), 1e-14, floor: 1);
        Close((x * angle.Cos()).Exp().Mean(1), x.BesselI0().Squeeze(), 1e-14);
        Close(((x * angle.Cos()).Exp() * angle.Cos()).Mean(1), x.BesselI1().Squeeze(), 2e-14);
        Assert.Equal([0, 0], Tensor.Of([double.PositiveInfinity, double.NegativeInfinity]).BesselJ0().ToDoubles());
        Assert.Equal(double.PositiveInfinity, Tensor.Of(double.NegativeInfinity).BesselI0().Item());
        Assert.Equal(double.NegativeInfinity, Tensor.Of(double.NegativeInfinity).BesselI1().Item());
    }

    [Fact]
    public void Sinc_and_Logit()
    {
        Assert.Equal([1, 2 / Math.PI, 0], Tensor.Of([0, 0.5, 1]).Sinc().ToDoubles().Select(v => Math.Round(v, 15)), (a, b) => Math.Abs(a - b) < 1e-15);
        var p = Tensor.Of([1e-300, 0.25, 0.5, 0.9]);
        Close(p, p.Logit().Sigmoid(), 1e-13); // e^(−690) amplifies the logit's rounding 690-fold
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, double.NaN], Tensor.Of([0, 1, 1.5]).Logit().ToDoubles());
    }

    [Fact]
    public void Activations_equal_their_definitions_and_stay_finite()
    {
        var random = new Random(51);
        for (var trial = 0; trial < 10; trial++)
        {
            var x = Samples.View(random, Samples.Dims(random), trial % 2 == 0 ? DType.F64 : DType.F32);
            var unit = x.DType == DType.F32 ? 1e-6 : 1e-15; // some roundings of numbers of size 3
            Close((x.Exp() + 1).Log(), x.Softplus(), 4 * unit, floor: 1);
            Close(x / ((-x).Exp() + 1), x.Silu(), 4 * unit, floor: 1);
            Close(x * (x * -Math.Sqrt(0.5)).Erfc() / 2, x.Gelu(), 4 * unit, floor: 1);
            Close(x.Gelu(), x.Gelu(approximate: true), 5e-4, floor: 1);
            Samples.Agree(Functions.Where(x > 0, x, 0), x.Relu(), 0);
        }

        Assert.Equal([0, 1000, Math.Exp(-50)], Tensor.Of([-1000.0, 1000, -50]).Softplus().ToDoubles());
        Assert.True(double.IsNaN(Tensor.Of(double.NaN).Relu().Item()));
        Assert.Equal([-2, 0, 0, 2, 2, -0.0, 4], Tensor.Of([-2.5, -0.5, 0.5, 1.5, 2.5, -0.3, 3.5]).Round().ToDoubles());
    }

    [Fact]
    public void Softmax_is_a_distribution_for_any_size_of_numbers()
    {
        var random = new Random(52);
        for (var trial = 0; trial < 10; trial++)
        {
            var x = Samples.View(random, [3, 4, 5], DType.F64);
            var axis = random.Next(-3, 3);
            Close(x.Exp() / x.Exp().Sum(axis, keepDims: true), x.Softmax(axis), 1e-15, floor: 1);
            Close(x.Softmax(axis).Log(), x.LogSoftmax(axis), 1e-14, floor: 1);
            Close(x.Softmax(axis), (x + 1e3).Softmax(axis), 1e-12, floor: 1);
        }

        Assert.Equal([0, 1, 0], Tensor.Of([-1e5, 1e5, double.NegativeInfinity]).Softmax().ToDoubles());
        Assert.Equal([-2e5, 0], Tensor.Of([-1e5, 1e5]).LogSoftmax().ToDoubles());
        Assert.Equal([0.5, 0.5], Tensor.Of([7, 7]).Softmax().ToDoubles());
        Assert.Equal(1, Tensor.Of([3.0]).Softmax().Item());
        Assert.Contains("no elements", Assert.Throws<ArgumentException>(() => Tensor.Zeros(0).Softmax()).Message);
        Assert.Contains("Softmax: of real numbers only", Assert.Throws<ArgumentException>(() => Tensor.Ones(2, DType.C64).Softmax()).Message);
    }

    [Fact]
    public void Backends_agree()
    {
        var random = new Random(53);
        var x = Samples.View(random, [4, 40], DType.F64, 0.1, 9);
        Samples.Agree(x.Reference().Erfc(), x.Erfc(), 100); // the oracle rounds x² before it takes e^(−x²): up to 81 ε
        Samples.Agree(x.Reference().LogGamma(), x.LogGamma(), 60, floor: 1);
        Samples.Agree(x.Reference().Digamma(), x.Digamma(), 60, floor: 1);
        Assert.Contains("Erfc: of real numbers only", Assert.Throws<ArgumentException>(() => x.Cast(DType.C64).Erfc()).Message);
    }

    private static void Close(Tensor expected, Tensor actual, double relative, double floor = 0)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        var (a, b) = (expected.ToDoubles(), actual.ToDoubles());
        for (var i = 0; i < a.Length; i++)
            Assert.True(Math.Abs(a[i] - b[i]) <= relative * Math.Max(Math.Abs(a[i]), floor), $"element {i}: {a[i]:R} expected, {b[i]:R} found, relative {b[i] / a[i] - 1:E2}");
    }
}
