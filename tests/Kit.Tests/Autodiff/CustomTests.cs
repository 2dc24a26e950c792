using Kit.Autodiff;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Autodiff;

/// <summary>Rules of several arguments and recomputation.</summary>
public sealed class CustomTests
{
    [Fact]
    public void A_rule_of_several_arguments_is_used_at_every_order()
    {
        // y = a b², an integer index beside it; the wrong factor 10 shows whose rule was used.
        var f = Grad.Custom(
            (Tensor[] x) => x[0] * x[1].Square() + x[2].Cast(DType.F64) * 0,
            (x, _, g) => [g * 10 * x[1].Square(), g * 20 * x[0] * x[1], null],
            (x, _, t) => t[0] * 10 * x[1].Square() + t[1] * 20 * x[0] * x[1]);
        var i = Tensor.Of(4);
        Assert.Equal(18, f([2.0, 3.0, i]).Item());
        Assert.Equal(18, f([2, 3, i]).Item());
        var (a, b) = Grad.Of((p, q) => f([p, q, i]))(2.0, 3.0);
        Assert.Equal((90, 120), (a.Item(), b.Item()));
        Assert.Equal(120, Grad.Jvp(q => f([2.0, q, i]), 3.0, 1.0).Tangent.Item());
        Assert.Equal(60, Grad.Of(p => Grad.Of(q => f([p, q, i]))(3.0))(1.0).Item());
        Assert.Equal(40, Grad.Taylor(q => f([2.0, q, i]), 3.0, 1.0, 2)[2].Item());
        Assert.Contains("2 gradients for 3", Assert.Throws<ArgumentException>(() => Grad.Of(p => Grad.Custom((Tensor[] x) => x[0], (_, _, g) => [g, g])([p, p, p]))(1.0)).Message);
        Assert.Contains("jvp", Assert.Throws<NotSupportedException>(() => Grad.Jvp(p => Grad.Custom((Tensor[] x) => x[0], (_, _, g) => [g])([p]), 1.0, 1.0)).Message);
        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => Grad.Of(p => Grad.Custom((Tensor[] x) => x[0], (_, _, _) => [Tensor.Ones(2)])([p]))(1.0)).Message);
    }

    [Fact]
    public void Forty_operands_are_saved_and_found_again()
    {
        var f = Grad.Custom((Tensor[] x) => x.Aggregate((a, b) => a * b), (x, y, g) => [.. x.Select(t => g * y / t)]);
        var gradient = Grad.Of((Tensor[] w) => f(w))([.. Enumerable.Range(1, 40).Select(k => (Tensor)(1.0 + k / 100.0))]);
        var product = Enumerable.Range(1, 40).Aggregate(1.0, (p, k) => p * (1.0 + k / 100.0));
        for (var k = 0; k < 40; k++) Assert.Equal(product / (1.01 + k / 100.0), gradient[k].Item(), 1e-12);
    }

    [Fact]
    public void A_closed_over_tensor_of_an_inner_derivative_is_refused()
    {
        // b is watched above a: taken for a constant, the product would lose its part in the derivative by b.
        var message = Assert.Throws<InvalidOperationException>(() => Grad.Of(a => Grad.Of(b => Grad.Custom(x => x * b, (_, _, g) => g * b)(a) * b)(2.0))(3.0)).Message;
        Assert.Contains("make it an argument", message);
    }

    [Fact]
    public void A_checkpoint_has_the_bits_of_the_function_at_every_order()
    {
        var rng = new Rng(2);
        Tensor[] w = [rng.Normal((5, 4)), rng.Normal((4, 5)), rng.Normal((3, 5))];
        Func<Tensor[], Tensor> layer = a => (a[0].MatMul(a[1]).Tanh().MatMul(a[2]) + a[0]).Sin();
        var kept = Grad.Checkpoint(layer);
        Func<Tensor[], Tensor> plain = a => layer([layer([a[2], a[0], a[1]]), a[0], a[1]]).Square().Sum();
        Func<Tensor[], Tensor> check = a => kept([kept([a[2], a[0], a[1]]), a[0], a[1]]).Square().Sum();
        var ((v, g), (u, h)) = (Grad.ValueAnd(plain)(w), Grad.ValueAnd(check)(w));
        Assert.Equal(v.Item(), u.Item());
        for (var i = 0; i < 3; i++) Assert.Equal(g[i].ToDoubles(), h[i].ToDoubles());
        Same(Grad.HessianVector(x => plain([x, w[1], w[2]]), w[0], w[0]), Grad.HessianVector(x => check([x, w[1], w[2]]), w[0], w[0]));
        Same(Grad.Jvp(x => plain([x, w[1], w[2]]), w[0], w[0]).Tangent, Grad.Jvp(x => check([x, w[1], w[2]]), w[0], w[0]).Tangent);
        Same(Grad.Of(x => Grad.Of(y => check([y, w[1], w[2]]))(x).Square().Sum())(w[0]), Grad.Of(x => Grad.Of(y => plain([y, w[1], w[2]]))(x).Square().Sum())(w[0]));
        Same(Grad.Taylor(x => plain([x, w[1], w[2]]), w[0], w[0], 3)[3], Grad.Taylor(x => check([x, w[1], w[2]]), w[0], w[0], 3)[3]);
        Assert.Contains("Checkpoint: the function closes over", Assert.Throws<InvalidOperationException>(() => Grad.Of(x => Grad.Checkpoint(y => (y * x).Sum())(x.Sin()))(w[0])).Message);

        static void Same(Tensor a, Tensor b) => Assert.True((a - b).Abs().Max().Item() <= 1e-12 * (1 + a.Abs().Max().Item()));
    }

    [Fact]
    public void A_checkpoint_draws_the_same_random_numbers_again()
    {
        var x = Tensor.Full(50, 0.7);
        Func<Rng, Func<Tensor, Tensor>> noisy = rng => u => (u * rng.Uniform(50)).Sin() * rng.Uniform(50);
        var (a, b) = (new Rng(3), new Rng(3));
        var expected = Grad.Of(u => (noisy(a)(noisy(a)(u)) * a.Uniform(50)).Sum())(x);
        var kept = Grad.Checkpoint(noisy(b), b);
        Assert.Equal(expected.ToDoubles(), Grad.Of(u => (kept(kept(u)) * b.Uniform(50)).Sum())(x).ToDoubles());
        Assert.Equal(a.Position, b.Position);
    }
}
