using Kit.Autodiff;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class LossTests
{
    private static Tensor Normal(int seed, params int[] shape) => new Rng(seed).Normal(shape);

    [Fact]
    public void Losses_of_differences_are_their_formulas()
    {
        var (y, t) = (Tensor.Of([1.0, 2, 5]), Tensor.Of([1.5, 2, 2]));
        Assert.Equal((0.25 + 9) / 3, Loss.Mse(y, t).Item(), 12);
        Assert.Equal(9.25, Loss.Mse(y, t, sum: true).Item(), 12);
        Assert.Equal(3.5 / 3, Loss.Mae(y, t).Item(), 12);
        Assert.Equal(0.125 + 2.5, Loss.Huber(y, t, sum: true).Item(), 12);
        Assert.Contains("[3] and targets [1]", Assert.Throws<ArgumentException>(() => Loss.Mse(y, Tensor.Ones(1))).Message);
        var z = Tensor.Of([new System.Numerics.Complex(3, 4)]);
        Assert.Equal(25, Loss.Mse(z, z * 0).Item(), 12);
    }

    [Fact]
    public void Relative_losses_do_not_change_with_scale_and_know_waves()
    {
        var (y, t) = (Normal(1, 3, 1, 8, 8), Normal(2, 3, 1, 8, 8));
        var expected = Enumerable.Range(0, 3).Average(n => (y[n] - t[n]).Norm().Item() / t[n].Norm().Item());
        Assert.Equal(expected, Loss.RelativeL2(y, t).Item(), 12);
        foreach (var loss in new Func<Tensor, Tensor, Tensor>[] { (a, b) => Loss.RelativeL2(a, b), (a, b) => Loss.RelativeH1(a, b), (a, b) => Loss.SpectralH1(a, b) })
        {
            Assert.Equal(loss(y, t).Item(), loss(7 * y, 7 * t).Item(), 12);
            Assert.Equal(0, loss(t, t).Item());
        }

        // Beside a constant 1 an error ε cos(2πkx): ‖ε cos‖² n² (1 + k²)/2 against n².
        var x = Tensor.Arange(16) / 16.0;
        var (one, wave) = (Tensor.Ones((1, 1, 16, 16)), 0.01 * (2 * Math.PI * 3 * x).Cos() + Tensor.Zeros((1, 1, 16, 16)));
        Assert.Equal(0.01 * Math.Sqrt((1 + 9) / 2.0), Loss.SpectralH1(one + wave, one).Item(), 12);
        Assert.Equal(0.01 * Math.Sqrt(1 / 2.0), Loss.SpectralH1(one + wave, one, cutoff: 3).Item(), 12);
        // Of a ramp ε x along one axis the slope is ε at all but one place of it.
        var ramp = 0.01 * Tensor.Arange(16).Cast(Kit.Compute.DType.F64) + Tensor.Zeros((1, 1, 16, 16));
        var squares = 16 * Enumerable.Range(0, 16).Sum(i => 1e-4 * i * i) + 16 * 15 * 1e-4;
        Assert.Equal(Math.Sqrt(squares / 256), Loss.RelativeH1(one + ramp, one).Item(), 12);
        Assert.Equal(Loss.RelativeL2(y, t).Item(), Loss.RelativeH1(y, t, _ => []).Item(), 12);
    }

    [Fact]
    public void Cross_entropy_of_classes_probabilities_and_smoothing()
    {
        var z = Tensor.Of(new[,] { { 1.0, 2, 0.5 }, { -1, 900, 3 } });
        var classes = Tensor.Of([2, 1]);
        var first = -0.5 + Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(0.5));
        Assert.Equal(first / 2, Loss.CrossEntropy(z, classes).Item(), 12);
        var q = Tensor.Of(new[,] { { 0.0, 0, 1 }, { 0, 1, 0 } });
        Assert.Equal(first / 2, Loss.CrossEntropy(z, q).Item(), 12);
        Assert.Equal(Loss.CrossEntropy(z, q * 0.9 + 0.1 / 3).Item(), Loss.CrossEntropy(z, classes, smoothing: 0.1).Item(), 12);
        var maps = Normal(3, 2, 4, 3, 3);
        var labels = new Rng(4).Integers(0, 4, (2, 3, 3));
        Assert.Equal(-Functions.LogSoftmax(maps, 1)[1, labels[1, 2, 0].Item<int>(), 2, 0].Item(), Loss.CrossEntropy(maps[1..2, .., 2..3, ..1], labels[1..2, 2..3, ..1]).Item(), 12);
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(z, Tensor.Of([2, 3])));
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(z, Tensor.Of(new[,] { { 2, 1 } })));
    }

    [Fact]
    public void Binary_cross_entropy_and_divergences()
    {
        var (z, p) = (Tensor.Of([0.3, -800, 800]), Tensor.Of([0.25, 0, 1]));
        var s = 1 / (1 + Math.Exp(-0.3));
        Assert.Equal(-0.25 * Math.Log(s) - 0.75 * Math.Log(1 - s), Loss.BinaryCrossEntropy(z, p, sum: true).Item(), 12);
        var (a, b) = (Tensor.Of([0.5, 0.5, 0]).Log(), Tensor.Of([0.25, 0.5, 0.25]).Log());
        Assert.Equal(0.5 * Math.Log(2), Loss.KlDivergence(a, b).Item(), 12);
        Assert.Equal(0.5 * (4 + 2 - 1 - Math.Log(2)), Loss.KlGaussian(Tensor.Of([2.0]), Tensor.Of([Math.Log(2)])).Item(), 12);
    }

    [Fact]
    public void Gradients_agree_with_differences()
    {
        var t = Normal(6, 2, 3, 4, 4);
        var labels = new Rng(7).Integers(0, 3, (2, 4, 4));
        Func<Tensor, Tensor>[] losses =
        [
            y => Loss.Mse(y, t), y => Loss.Mae(y, t), y => Loss.Huber(y, t, 0.5), y => Loss.RelativeL2(y, t), y => Loss.RelativeH1(y, t), y => Loss.SpectralH1(y, t),
            y => Loss.CrossEntropy(y, labels, 0.1), y => Loss.BinaryCrossEntropy(y, t.Sigmoid()), y => Loss.KlDivergence(y.Abs(), t), y => Loss.KlGaussian(y, t),
        ];
        foreach (var loss in losses)
        {
            var check = Grad.Check(loss, Normal(5, 2, 3, 4, 4));
            Assert.True(check.Passed, $"{Array.IndexOf(losses, loss)}: {check}");
        }
    }
}
