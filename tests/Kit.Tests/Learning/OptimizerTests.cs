using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class OptimizerTests
{
    private sealed record Weights(Tensor W);

    private static Weights Start(params double[] w) => new(Tensor.Of(w));

    [Fact]
    public void Sgd_follows_its_recurrences()
    {
        foreach (var nesterov in new[] { false, true })
        {
            var model = Start(1, -2);
            var optimizer = new Sgd(model, 0.1, momentum: 0.9, nesterov: nesterov, weightDecay: 0.01);
            var (p, v) = (new[] { 1.0, -2 }, new double[2]);
            for (var n = 0; n < 20; n++)
            {
                optimizer.Step([model.W * 3]);
                for (var i = 0; i < 2; i++)
                {
                    var g = 3 * p[i] + 0.01 * p[i];
                    v[i] = 0.9 * v[i] + g;
                    p[i] -= 0.1 * (nesterov ? g + 0.9 * v[i] : v[i]);
                }
            }

            for (var i = 0; i < 2; i++) Assert.Equal(p[i], model.W[i].Item(), 12);
        }
    }

    [Fact]
    public void The_first_step_of_adam_has_the_size_of_the_rate_and_the_rest_follows()
    {
        var model = Start(1, -2, 0.5);
        new Adam(model, 0.1).Step([Tensor.Of([5.0, -0.01, 0])]);
        Assert.Equal(0.9, model.W[0].Item(), 8);
        Assert.Equal(-1.9, model.W[1].Item(), 6);
        Assert.Equal(0.5, model.W[2].Item());
        foreach (var decoupled in new[] { false, true })
        {
            model = Start(1);
            var optimizer = decoupled ? Adam.W(model, 0.1, 0.2) : new Adam(model, 0.1, weightDecay: 0.2);
            var (p, m, v) = (1.0, 0.0, 0.0);
            for (var t = 1; t <= 30; t++)
            {
                optimizer.Step([model.W.Sin()]);
                var g = Math.Sin(p) + (decoupled ? 0 : 0.2 * p);
                if (decoupled) p *= 1 - 0.1 * 0.2;
                (m, v) = (0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g);
                p -= 0.1 * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8);
            }

            Assert.Equal(p, model.W.Item(), 12);
        }
    }

    [Fact]
    public void Adam_turns_with_the_phase_of_a_complex_weight()
    {
        var (w, turn) = (new System.Numerics.Complex(1, 0.5), System.Numerics.Complex.FromPolarCoordinates(1, 0.7));
        var (a, b) = (new Weights(Tensor.Of([w])), new Weights(Tensor.Of([w * turn])));
        var (one, two) = (new Adam(a, 0.1), new Adam(b, 0.1));
        for (var n = 0; n < 5; n++)
        {
            one.Step([a.W * 2]);
            two.Step([b.W * 2]);
        }

        Assert.Equal(0, (a.W * turn - b.W).Abs().Item(), 12);
    }

    [Fact]
    public void State_restores_exactly_and_strangers_are_refused()
    {
        var (a, b) = (Start(1, 2), Start(1, 2));
        var (one, two) = (new Adam(a), new Adam(b));
        for (var n = 0; n < 3; n++) one.Step([a.W]);
        b.W.Assign(a.W);
        two.Restore(one.Steps, one.State);
        one.Step([a.W]);
        two.Step([b.W]);
        Assert.Equal(a.W.ToDoubles(), b.W.ToDoubles());
        Assert.Equal(["mean.w", "square.w"], one.State.Keys);
        Assert.Contains("velocity.w", Assert.Throws<InvalidDataException>(() => new Sgd(b, 0.1, momentum: 0.9).Restore(1, one.State)).Message);
        Assert.Contains("for w [2]", Assert.Throws<ArgumentException>(() => one.Step([Tensor.Ones(3)])).Message);
        Assert.Contains("2 gradients for 1", Assert.Throws<ArgumentException>(() => one.Step([a.W, a.W])).Message);
    }

    [Fact]
    public void Lbfgs_finds_the_minimum_of_rosenbrocks_function()
    {
        var model = Start(-1.2, 1);
        var w = model.W;
        var end = new LBfgs(model).Minimize(() => 100 * (w[1] - w[0].Square()).Square() + (1 - w[0]).Square(), 100, 1e-9);
        Assert.True(end.Converged, $"{end}");
        Assert.True(end.Value < 1e-16 && Math.Abs(w[0].Item() - 1) < 1e-8, $"{end} {w}");
        Assert.True(end.Iterations < 60);
    }

    [Fact]
    public void Lbfgs_solves_a_quadratic_problem_of_many_scales()
    {
        var model = new { A = Tensor.Ones((3, 4)), B = Tensor.Ones(5) };
        var scale = Tensor.Logspace(0, 4, 12).Reshape(3, 4);
        var end = new LBfgs(model).Minimize(() => (scale * (model.A - 2).Square()).Sum() + (model.B + 3).Square().Sum() * 7 + 0.5, iterations: 1000);
        Assert.Equal(0.5, end.Value, 12);
        // Where the loss is flat to its last bit, 10⁻¹⁶, a place is known within 10⁻⁸ of its scale.
        Assert.All(model.A.ToDoubles(), v => Assert.Equal(2, v, 1e-7));
        Assert.All(model.B.ToDoubles(), v => Assert.Equal(-3, v, 1e-7));
        Assert.Throws<ArgumentException>(() => new LBfgs(new { Z = Tensor.Of([System.Numerics.Complex.One]) }));
    }

    [Fact]
    public void Levenberg_and_marquardt_fit_a_decaying_exponential()
    {
        var t = Tensor.Linspace(0, 4, 40);
        var data = 2.5 * (-1.3 * t).Exp() + 0.5;
        var model = Start(1, 0.1, 0);
        var w = model.W;
        var end = new LevenbergMarquardt(model).Minimize(() => w[0] * (-w[1] * t).Exp() + w[2] - data);
        Assert.True(end.Converged && end.Iterations < 40, $"{end}");
        foreach (var (expected, found) in new[] { 2.5, 1.3, 0.5 }.Zip(w.ToDoubles())) Assert.Equal(expected, found, 1e-10);
        Assert.Throws<ArithmeticException>(() => new LevenbergMarquardt(model).Minimize(() => w * double.NaN));
    }

    [Fact]
    public void Schedules_have_their_values()
    {
        var cycle = Schedules.OneCycle(1e-3, 100, 0.3, 25, 1e4);
        Assert.Equal(4e-5, cycle(0), 1e-16);
        Assert.Equal(1e-3, cycle(29), 1e-16);
        Assert.Equal(4e-9, cycle(99), 1e-16);
        // From PyTorch's OneCycleLR(max_lr=1e-3, total_steps=100).
        Assert.Equal(0.00044234464165467287, cycle(13), 1e-16);
        Assert.Equal(0.0009994965352845243, cycle(30), 1e-16);
        Assert.Equal((1e-3 + 4e-9) / 2, cycle(64), 1e-16);
        Assert.Equal(0.25, Schedules.Step(1, 10, 0.5)(29), 15);
        Assert.Equal(0.125, Schedules.Exponential(1, 0.5)(3), 15);
        Assert.Equal([1, 0.55, 0.1, 0.1], new long[] { 0, 5, 10, 20 }.Select(k => Math.Round(Schedules.Cosine(1, 10, 0.1)(k), 12)));
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], new long[] { 0, 1, 2, 3, 9 }.Select(k => Schedules.WarmUp(4, Schedules.Constant(1))(k)));
        Assert.Equal([1, 1, 2, 1], new long[] { 0, 1, 2, 3 }.Select(k => Schedules.Then(Schedules.Constant(1), 2, Schedules.Exponential(2, 0.5))(k)));
        var plateau = new Plateau(0.5, patience: 1);
        foreach (var loss in new[] { 3.0, 2, 2, 2, 2, 1 }) plateau.Report(loss);
        Assert.Equal(0.5, plateau.Scale);
    }

    [Fact]
    public void Clipping_noise_and_means_do_what_they_say()
    {
        Tensor[] g = [Tensor.Of([3.0, 0]), Tensor.Of([4.0])];
        Assert.Equal(5, Gradients.ClipNorm(g, 1), 12);
        Assert.Equal(1, Gradients.Norm(g), 12);
        Assert.Equal(1, Gradients.ClipNorm(g, 2), 12);
        Gradients.ClipValue(g, 0.7);
        Assert.Equal([0.6, 0], g[0].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(0.7, g[1].Item());
        Tensor[] noise = [Tensor.Zeros(10_000)];
        Gradients.AddNoise(noise, new Rng(1), 15, 0.04, 0.5);
        // σ² = 0.04/16^½ = 0.01, its estimate from 10⁴ numbers within 1.4 % (1σ).
        Assert.Equal(0.01, noise[0].Variance().Item(), 6e-4);
        var model = Start(1);
        var ema = new Ema(model, 0.9);
        model.W.Assign(2);
        ema.Update();
        Assert.Equal(1.1, ema.Means["w"].Item(), 12);
        ema.Swap();
        Assert.Equal(1.1, model.W.Item(), 12);
        ema.Swap();
        Assert.Equal(2, model.W.Item());
    }
}
