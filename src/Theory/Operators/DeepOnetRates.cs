using Kit.Compute;
using Kit.Display;
using Kit.Learning;
using Kit.Numerics.TimeIntegration;
using Kit.Operators.DeepOnets;
using Kit.Pde;
using Kit.Pde.FiniteDifference;
using Kit.Pde.RandomFields;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Theory.Operators;

/// <summary>How the error of a DeepONet falls with data: the antiderivative s′ = u, the pendulum s″ = −sin s + u(t), and diffusion with reaction s_t = D s_xx + k s² + u(x).</summary>
/// <remarks>
/// Inputs u are Gaussian with covariance e^(−r²/2ℓ²), ℓ = 0.2, seen at 100 sensors of [0, 1]; all start from rest, and D = k = 0.01. The plain network takes sensors and point together, [u, y] ↦ s, and has as many weights.
/// Both networks get the same steps on the same batches: functions drawn at random, all asked at the same few points, others in every step. Both see y through ten random waves: the paper's network, ReLU of y itself, is after
/// as many steps at an error of 6·10⁻⁵ in place of 4·10⁻⁶, and the paper trains it for 50,000 steps and more.
/// </remarks>
public sealed record DeepOnetRates : Experiment
{
    private const int Sensors = 100, Waves = 10;

    /// <summary>Numbers of training functions, ascending.</summary>
    [Bounds(4, 100_000)]
    public int[] Functions { get; init; } = [20, 40, 80, 160, 320];

    /// <summary>Steps of every training.</summary>
    [Bounds(10, 1_000_000)]
    public int Steps { get; init; } = 6000;

    /// <summary>Test functions.</summary>
    [Bounds(10, 100_000)]
    public int Tests { get; init; } = 200;

    /// <summary>Largest learning rate; it falls along a cosine.</summary>
    [Bounds(1e-6, 1)]
    public double Rate { get; init; } = 3e-3;

    /// <inheritdoc/>
    public override string Title => "A branch and a trunk learn operators from few functions";

    /// <inheritdoc/>
    public override string Claim => "Σ b_k(u) t_k(y) + b₀ with width and p 40 learns the antiderivative to a mean square error of 10⁻⁵ and diffusion with reaction to 2 %, has a smaller gap between test and training than a plain network on [u, y], and its error falls at least like N^(−1/2) with N training functions.";

    /// <inheritdoc/>
    public override string Source => "Lu, Jin, Pang, Zhang, Karniadakis (2021), Nature Machine Intelligence 3, sections 3 and 4";

    /// <inheritdoc/>
    public override DeepOnetRates Full => this with { Functions = [20, 40, 80, 160, 320, 640, 1280], Steps = 30_000, Tests = 1000 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        using var progress = Progress.Start("trainings", Functions.Length + 3);
        var (most, done) = (Functions.Max(), 0);
        var inputs = Inputs(most + Tests, rng.Stream("inputs"));
        var integral = Curves(inputs, (u, s) => [u, 0 * s[1]]);
        var sizes = Array.ConvertAll(Functions, count => Done(Net(1), integral, count, $"antiderivative {count}"));
        var plain = Done(new PlainNetwork(Mlp.Size(Sensors, 40, 40) + Mlp.Size(1 + 2 * Waves, 40, 40, 40)), integral, most, "plain");
        var pendulum = Done(Net(1), Curves(inputs, (u, s) => [s[1], u - s[0].Sin()]), most, "pendulum");
        var reaction = Done(Net(2), Reactions(inputs), most, "reaction");
        double[] counts = [.. Functions.Select(n => (double)n)], errors = [.. sizes.Select(r => r.Test)];
        var (level, slope) = Fit.Line(Array.ConvertAll(counts, Math.Log), Array.ConvertAll(errors, Math.Log));
        return new()
        {
            Checks =
            [
                Check.AtMost("antiderivative: mean square error", sizes[^1].Test, 1e-5, "the paper's networks reach 10⁻⁵ and less"),
                Check.AtMost("diffusion and reaction: relative L² error", reaction.Relative, 2e-2, "the solution is a smooth function of few waves of u"),
                Check.AtMost("gap between test and training / gap of the plain network", (sizes[^1].Test - sizes[^1].Train) / (plain.Test - plain.Train), 1, "a product of u and y need not be learned"),
                Check.AtMost("slope of ln error in ln N", slope, -0.5, "the paper finds rates from one half to four"),
            ],
            Figures =
            [
                new Figure($"Antiderivative, {Steps} steps", "training functions N", "mean square error").LogLog()
                    .Scatter(counts, errors, name: "DeepONet, test").Scatter(counts, [.. sizes.Select(r => r.Train)], name: "DeepONet, training", marker: Marker.Square)
                    .Scatter([most], [plain.Test], name: "plain, test", marker: Marker.Diamond).Scatter([most], [plain.Train], name: "plain, training", marker: Marker.Cross)
                    .Line(counts, [.. counts.Select(n => Math.Exp(level) * Math.Pow(n, slope))], name: FormattableString.Invariant($"N^({slope:0.0})"), dash: Dash.Dashed),
                Picture("Diffusion with reaction at t = 1", "x", reaction),
                Picture("Pendulum", "t", pendulum),
            ],
            Tables =
            [
                new Table(["operator", "network", "functions", "training MSE", "test MSE", "relative L²"]) { Digits = 3 }
                    .Row("antiderivative", "DeepONet", most, sizes[^1].Train, sizes[^1].Test, sizes[^1].Relative).Row("antiderivative", "plain", most, plain.Train, plain.Test, plain.Relative)
                    .Row("pendulum", "DeepONet", most, pendulum.Train, pendulum.Test, pendulum.Relative).Row("diffusion and reaction", "DeepONet", most, reaction.Train, reaction.Test, reaction.Relative),
            ],
        };

        Result Done(IPointOperator net, Samples data, int count, string name)
        {
            var result = Trained(net, data, count, rng.Stream(name), token);
            progress.Report(++done, name);
            return result;
        }
    }

    private static DeepOnet Net(int dimensions) => DeepOnet.Unstacked(Sensors, dimensions, fourier: Waves);

    private Result Trained(IPointOperator net, Samples data, int count, Rng rng, CancellationToken token)
    {
        const int Batch = 50;
        var asked = data.Y.Shape[1] == 1 ? 20 : 200;
        Model.Initialize(net, rng.Stream("weights"));
        var (train, test) = (data[..count], data[^Tests..]);
        var order = rng.Stream("batches");
        var stream = DataStream.From(step =>
        {
            var draw = order.Stream(step);
            var (rows, points) = (draw.Choice(count, Math.Min(count, Batch)), draw.Choice(data.Y.Shape[0], asked));
            return [train.U.Take(rows), data.Y.Take(points), train.S.Take(rows).Take(points, 1)];
        });
        var trainer = new Trainer(net, new Adam(net), b => Loss.Mse(net.Forward(b[0], b[1]).Squeeze(1), b[2])) { Schedule = Schedules.Cosine(Rate, Steps) };
        trainer.Fit(stream, Steps, token);
        using var scope = Tensor.Scope();
        var found = net.Forward(test.U, data.Y).Squeeze(1);
        return new(Error(train[..Math.Min(count, Tests)]), Loss.Mse(found, test.S).Item(), Loss.RelativeL2(found, test.S).Item(), Last(found), Last(test.S));

        double Error(Samples s) => Loss.Mse(net.Forward(s.U, s.Y).Squeeze(1), s.S).Item();

        // The curve over the last 100 points: the whole of a curve, or a field at its last time.
        static double[] Last(Tensor s) => s[0, ^Sensors..].ToDoubles();
    }

    private static Figure Picture(string title, string x, Result result)
    {
        var line = Tensor.Linspace(0, 1, Sensors).ToDoubles();
        return new Figure($"{title}, a test function", x, "s").Line(line, result.Truth, name: "solution").Scatter(line, result.Found, name: "DeepONet", size: 4);
    }

    // Data: u at 199 points, of which every second is a sensor; curves at the sensors.

    private static Tensor Inputs(int count, Rng rng)
    {
        var points = Tensor.Linspace(0, 1, 2 * Sensors - 1).Unsqueeze(1);
        return new KarhunenLoeve(points, new SquaredExponential(0.2)).Sample(rng, count);
    }

    private static Tensor AtSensors(Tensor u) => u[.., Slice.Step(null, null, 2)].Cast(DType.F32);

    /// <summary>Runge and Kutta's method over two points a step: for s′ = u it is Simpson's rule, with an error near 10⁻⁸.</summary>
    private static Samples Curves(Tensor u, Func<Tensor, Tensor, Tensor[]> rate)
    {
        const double Step = 1.0 / (Sensors - 1);
        var stepper = new RungeKutta(Tableau.Rk4, (t, s) => Tensor.Stack(rate(u[.., (int)Math.Round(2 * t / Step)], s)));
        var states = new List<Tensor> { Tensor.Zeros([2, u.Shape[0]]) };
        for (var k = 0; k < Sensors - 1; k++) states.Add(stepper.Step(k * Step, states[^1], Step));
        var s = Tensor.Stack([.. states.Select(state => state[0])], -1);
        return new(AtSensors(u), PointOperatorOnGrid.Coordinates([Sensors]), s.Cast(DType.F32));
    }

    private static Samples Reactions(Tensor u)
    {
        const int Times = 40, Inner = 5;
        const double Rate = 0.01;
        var grid = new Grid(Axis.Nodes(Sensors));
        var sides = Boundaries.Dirichlet(grid);
        var forcing = u[.., Slice.Step(null, null, 2)];
        var inside = Tensor.Ones(Sensors);
        (inside[0], inside[^1]) = (0.0, 0.0);
        // D Δt/h² is 0.49 at steps of 1/200: within the 0.69 that is stable.
        var stepper = new RungeKutta(Tableau.Rk4, (_, s) => inside * (Rate * Differences.Laplacian(s, sides) + Rate * s.Square() + forcing));
        var states = new List<Tensor> { Tensor.ZerosLike(forcing) };
        var now = states[0];
        for (var k = 1; k <= Times * Inner; k++)
        {
            now = stepper.Step((k - 1.0) / (Times * Inner), now, 1.0 / (Times * Inner));
            if (k % Inner == 0) states.Add(now);
        }

        var s = Tensor.Stack([.. states], 1).Reshape(u.Shape[0], -1);
        return new(AtSensors(u), PointOperatorOnGrid.Coordinates([Times + 1, Sensors]), s.Cast(DType.F32));
    }

    private sealed record Samples(Tensor U, Tensor Y, Tensor S)
    {
        public Samples this[Range rows] => this with { U = U[rows], S = S[rows] };
    }

    private sealed record Result(double Train, double Test, double Relative, double[] Found, double[] Truth);

    /// <summary>[u, y] ↦ s by three layers with about as many weights as a DeepONet has.</summary>
    private sealed class PlainNetwork(long weights) : IPointOperator
    {
        private readonly FourierFeatures waves = new(1, Waves);

        private readonly Mlp network = new(Enumerable.Range(2, 200).Select(w => (int[])[Sensors + 1 + 2 * Waves, w, w, 1]).MinBy(widths => Math.Abs(Mlp.Size(widths) - weights))!);

        public int Outputs => 1;

        public int Dimensions => 1;

        public Tensor Forward(Tensor u, Tensor y)
        {
            var (seen, samples, points) = (waves.Forward(y), u.Shape[0], y.Shape[0]);
            var whole = Tensor.Concat([u.Unsqueeze(1).BroadcastTo([samples, points, Sensors]), seen.Unsqueeze(0).BroadcastTo([samples, points, waves.Outputs])], -1);
            return network.Forward(whole).Squeeze(-1).Unsqueeze(1);
        }
    }
}
