using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>Power series: against nested first derivatives, known series and differential equations.</summary>
public sealed class TaylorTests
{
    public static TheoryData<string> Names => [.. RuleCase.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Derivatives_to_order_four_are_those_of_nested_forward_mode(string name)
    {
        var index = Array.FindIndex(RuleCase.All, c => c.Name == name);
        var rule = RuleCase.All[index];
        var x = rule.Packed(index);
        var v = new Rng(index).Normal(x.Shape, std: 0.5);
        Func<Tensor, Tensor>[] nested = [rule.OfPacked, null!, null!, null!, null!];
        for (var k = 1; k <= 4; k++)
        {
            var lower = nested[k - 1];
            nested[k] = z => Grad.Jvp(lower, z, v).Tangent;
        }

        var taylor = Grad.Taylor(rule.OfPacked, x, v, 4);
        Assert.Equal(5, taylor.Length);
        for (var k = 0; k <= 4; k++)
        {
            var expected = nested[k](x);
            Assert.Equal(expected.Shape, taylor[k].Shape);
            // Both are exact up to rounding, which differences of large terms of the recurrences enlarge.
            var scale = 1 + expected.Abs().Max().Item();
            Assert.True((taylor[k] - expected).Abs().Max().Item() <= 1e-10 * scale, $"order {k}: {taylor[k]} instead of {expected}");
        }
    }

    [Fact]
    public void Series_at_zero_are_the_known_ones()
    {
        Series(x => x.Exp(), 1, 1, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040);
        Series(x => x.Tan(), 0, 1, 0, 1.0 / 3, 0, 2.0 / 15, 0, 17.0 / 315);
        Series(x => x.Sinh(), 0, 1, 0, 1.0 / 6, 0, 1.0 / 120, 0, 1.0 / 5040);
        Series(x => (1 - x - x.Square()).Reciprocal(), 1, 1, 2, 3, 5, 8, 13, 21);
        Series(x => (1 - 4 * x).Sqrt(), 1, -2, -2, -4, -10, -28, -84, -264);
        Series(x => x.Log1p(), 0, 1, -1.0 / 2, 1.0 / 3, -1.0 / 4, 1.0 / 5, -1.0 / 6, 1.0 / 7);
        Series(x => x.BesselJ0(), 1, 0, -1.0 / 4, 0, 1.0 / 64, 0, -1.0 / 2304, 0);
        Series(x => x.Atan(), 0, 1, 0, -1.0 / 3, 0, 1.0 / 5, 0, -1.0 / 7);
        Series(x => x.Pow(3), 0, 0, 0, 1, 0, 0, 0, 0);

        static void Series(Func<Tensor, Tensor> f, params double[] expected)
        {
            Tensor[] line = [Tensor.Of(0.0), Tensor.Of(1.0), .. Enumerable.Repeat(Tensor.Of(0.0), expected.Length - 2)];
            var y = Grad.Taylor(f, line);
            // Rounding of a few terms of the size of the coefficients.
            for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], y[k].Item(), 1e-13 * Math.Max(1, Math.Abs(expected[k])));
        }
    }

    [Fact]
    public void A_curve_gathers_the_residual_of_the_heat_equation_in_one_coefficient()
    {
        // u = e^(−π²t) sin πx solves u_t = u_xx; along (x + s, t − s²) the second coefficient is ½u_xx − u_t.
        Func<Tensor, Tensor> u = z => (z[Slice.Ellipsis, 1] * -(Math.PI * Math.PI)).Exp() * (z[Slice.Ellipsis, 0] * Math.PI).Sin();
        var z = new Rng(3).Uniform((7, 2));
        var y = Grad.Taylor(u, [z, Tensor.Of([1.0, 0]), Tensor.Of([0.0, -0.5])]);
        // ½(u_xx − u_t) is 0 for this curve, of terms near π²/2.
        Assert.True(y[2].Abs().Max().Item() < 1e-14);
        Assert.True((y[1] - (z[.., 1] * -(Math.PI * Math.PI)).Exp() * (z[.., 0] * Math.PI).Cos() * Math.PI).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void The_Laplacian_of_harmonic_functions_is_zero_and_of_squares_twice_the_dimension()
    {
        var x = new Rng(4).Normal((5, 3));
        Assert.True(Grad.Laplacian(p => p[Slice.Ellipsis, 0].Exp() * p[Slice.Ellipsis, 1].Sin() + p[Slice.Ellipsis, 2], x).Abs().Max().Item() < 1e-13);
        Assert.All(Grad.Laplacian(p => p.Square().Sum(^1), x).ToDoubles(), d => Assert.Equal(6, d, 1e-13));
        Assert.Throws<ArgumentException>(() => Grad.Laplacian(p => p, 3.0));
    }

    [Fact]
    public void Reverse_over_Taylor_gives_the_gradient_of_a_residual_by_the_weights()
    {
        var rng = new Rng(5);
        var (w, x) = (rng.Normal((2, 6)), rng.Normal((4, 2)));
        var (out2, v) = (rng.Normal(6), Tensor.Of([1.0, 0]));
        Func<Tensor, Tensor> byTaylor = a => (Grad.Taylor(z => z.MatMul(a).Tanh().MatMul(out2), x, v, 2)[2] + 1).Square().Sum();
        Func<Tensor, Tensor> byNesting = a => (Grad.Jvp(q => Grad.Jvp(z => z.MatMul(a).Tanh().MatMul(out2), q, v).Tangent, x, v).Tangent + 1).Square().Sum();
        var (expected, actual) = (Grad.Of(byNesting)(w), Grad.Of(byTaylor)(w));
        Assert.True((expected - actual).Abs().Max().Item() < 1e-12 * expected.Abs().Max().Item());
        Assert.True(Grad.Check(byTaylor, w).Passed);
        Assert.True((Grad.Hessian(byTaylor, w) - Grad.Hessian(byNesting, w)).Abs().Max().Item() < 1e-10);
    }

    [Fact]
    public void Taylor_of_a_gradient_and_of_Taylor()
    {
        // f = x⁴: f′ along x + t is 4(x + t)³ = 32 + 48t + 24t² + 4t³ at x = 2, so the derivatives are 32, 48, 48, 24.
        Assert.Equal([32, 48, 48, 24], Grad.Taylor(Grad.Of(u => u.Square().Square()), 2.0, 1.0, 3).Select(y => y.Item()));
        // d²/dx² then d²/dx²: f⁗ = 24.
        Assert.Equal(24, Grad.Taylor(a => Grad.Taylor(u => u.Square() * u.Square(), a, 1.0, 2)[2], 2.0, 1.0, 2)[2].Item());
        Assert.Equal([9], Grad.Taylor(u => u.Square(), 3.0, 1.0, 0).Select(y => y.Item()));
        Assert.Equal([5, 0, 0], Grad.Taylor(_ => 5.0, 3.0, 1.0, 2).Select(y => y.Item()));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Contains("I32", Assert.Throws<ArgumentException>(() => Grad.Taylor(u => u, Tensor.Of([1]), 1, 2)).Message);
        Assert.Contains("Bool", Assert.Throws<ArgumentException>(() => Grad.Taylor(u => u > 0, 1.0, 1, 2)).Message);
        Assert.Contains("no coefficients", Assert.Throws<ArgumentException>(() => Grad.Taylor(u => u, [])).Message);
        Assert.Throws<ArgumentException>(() => Grad.Taylor(u => u, Tensor.Ones(2), Tensor.Ones(3), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grad.Taylor(u => u, 1.0, 1.0, -1));
    }
}
