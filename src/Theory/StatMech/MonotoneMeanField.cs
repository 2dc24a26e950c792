using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Plotting;
using Kit.StatMech.Boltzmann;
using Kit.Tensors;

namespace Kit.Theory.StatMech;

/// <summary>A Boltzmann machine with couplings between all units whose mean field has one solution, found from any start, and learned through it.</summary>
/// <remarks>
/// q = softmax(Φq + b) unit by unit with 2I − Φ ⪰ mI: see <see cref="MonotoneBoltzmann"/> for the proof. For symmetric Φ and α &lt; 2/‖2I − Φ‖ the forward–backward step is an averaged map, so the
/// length of a step never grows. Without the constraint, q = softmax(Φq) with ferromagnetic couplings has at least two solutions once the largest coupling passes that of Curie and Weiss.
/// The baseline is a restricted Boltzmann machine trained by persistent contrastive divergence on the same pictures with ten label units, for about the same time, and asked by the same kind of
/// inference: mean fields with the seen pixels clamped. The catalogue writes Φ with blocks A_iᵀA_j over columns; here blocks are rows.
/// <para>
/// The last two checks do not hold. A likely reason, not tested on its own: one mean field answers what is seen with bounded gain, as a ferromagnet above its critical temperature does. In its favour,
/// the source's bound on Φ, half of the one here, gives an error of 0.178 where this one gives 0.140 and the baseline 0.083 to 0.089 (one training each, 300 and 6000 steps). 0 to 20 hidden units, 80 or 138
/// columns of A, learning rates from 0.005 to 0.02, three times the steps and tolerances of the mean field from 0.001 to 0.003 leave it between 0.140 and 0.142; tolerances of 0.01 and 0.05 are worse, 0.146 and 0.17.
/// </para>
/// </remarks>
public sealed record MonotoneMeanField : Experiment
{
    private const int Side = 8, Pixels = Side * Side, Classes = 10;

    /// <summary>Pictures to learn from.</summary>
    [Bounds(100, 100_000)]
    public int Training { get; init; } = 2000;

    /// <summary>Pictures to complete.</summary>
    [Bounds(100, 10_000)]
    public int Test { get; init; } = 500;

    /// <summary>Steps of 64 pictures; the baseline makes twenty times as many, which take about as long.</summary>
    [Bounds(10, 100_000)]
    public int Steps { get; init; } = 200;

    /// <summary>Hidden units of the monotone machine; the baseline has five times as many, with which it is best.</summary>
    [Bounds(1, 1000)]
    public int Hidden { get; init; } = 20;

    /// <summary>Trainings of each kind.</summary>
    [Bounds(1, 10)]
    public int Seeds { get; init; } = 3;

    /// <inheritdoc/>
    public override string Title => "Monotone Boltzmann machines: one mean field, from every start";

    /// <inheritdoc/>
    public override string Claim => "Couplings with 2I − Φ ⪰ mI have one mean-field solution, found by a damped iteration from any start; trained through it, such a machine completes and classifies pictures no worse than a restricted Boltzmann machine.";

    /// <inheritdoc/>
    public override string Source => "Feng, Nguyen-Tang, Kolter et al. (2023), Monotone deep Boltzmann machines, arXiv 2307.04990";

    /// <inheritdoc/>
    public override MonotoneMeanField Full => this with { Training = 10_000, Test = 2000, Steps = 3000, Hidden = 40, Seeds = 5 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var (starts, uniqueness) = Uniqueness(rng.Stream("starts"));
        List<Check> checks = [.. uniqueness];
        checks.Add(Marginals(rng.Stream("exact")));
        var (training, test) = (Sample(Training, rng.Stream("training")), Sample(Test, rng.Stream("test")));
        var monotone = Enumerable.Range(0, Seeds).Select(seed => Monotone(training, test, rng.Stream("monotone").Stream(seed), token)).ToArray();
        var baseline = Enumerable.Range(0, Seeds).Select(seed => Restricted(training, test, rng.Stream("restricted").Stream(seed), token)).ToArray();
        checks.Add(Check.AtMost("mean squared error of hidden pixels, monotone / restricted", monotone.Average(r => r.Error) / baseline.Average(r => r.Error), 1, "the claim of the source; the baseline is trained for as long"));
        checks.Add(Check.AtLeast("accuracy of labels, monotone − restricted", monotone.Average(r => r.Accuracy) - baseline.Average(r => r.Accuracy), 0, "the same"));
        return new() { Checks = checks, Figures = [starts, Gallery(test, monotone[0].Completed, baseline[0].Completed)] };
    }

    /// <summary>The step lengths from 100 starts, and how many solutions an unconstrained machine has.</summary>
    private static (Figure, Check[]) Uniqueness(Rng rng)
    {
        var machine = Model.Initialize(new MonotoneBoltzmann([.. Enumerable.Repeat(2, 40), .. Enumerable.Repeat(3, 10), 10], 30, 0.1, DType.F64), rng);
        machine.Factor.Assign(machine.Factor * 100);
        machine.Bias.Assign(rng.Normal(machine.Bias.Shape));
        var operation = 2 * Tensor.Eye(machine.Bias.Shape[0]) - machine.Couplings();
        var values = LinearAlgebra.Eigh(operation).Values.ToDoubles();
        var starts = machine.SoftmaxByUnit(rng.Normal((100, operation.Shape[0])) * 10);
        var (q, lengths) = machine.Iterate(starts, new(Step: 1 / values[^1], Tolerance: 1e-10, MaxIterations: 100_000));
        // The same units with ferromagnetic couplings of no constraint: 300 plain iterations each, which converge since Φ ⪰ 0 there.
        var pull = Tensor.Of(new double[,] { { 3, -3 }, { -3, 3 } }).Tile(40, 40) / 40;
        var free = Functions.Softmax(rng.Normal((100, 40, 2)) * 2).Reshape(100, 80);
        for (var k = 0; k < 300; k++) free = Functions.Softmax(free.MatMul(pull).Reshape(100, 40, 2)).Reshape(100, 80);
        var solutions = free[.., 0].ToDoubles().Select(x => Math.Round(x, 6)).Distinct().Count();
        var figure = new Figure("Mean field of a monotone machine from 100 starts", "iteration", "length of a step (root mean square)").LogY().Line([.. lengths]);
        return (figure,
        [
            Check.AtLeast("smallest eigenvalue of 2I − Φ", values[0], 0.1 - 1e-12, "m = 0.1 by construction"),
            Check.AtMost("largest distance of solutions from 100 starts", (q - q[..1]).Abs().Max().Item(), 1e-6, "strong monotonicity: one solution"),
            Check.AtMost("largest ratio of a step to the one before", lengths.Zip(lengths.Skip(1), (a, b) => b / a).Max(), 1 + 1e-9, "an averaged map never lengthens steps"),
            Check.AtLeast("solutions of an unconstrained ferromagnet", solutions, 2, "couplings beyond those of Curie and Weiss"),
        ]);
    }

    /// <summary>Marginals of 12 spins against all 4096 states.</summary>
    private static Check Marginals(Rng rng)
    {
        var worst = Enumerable.Range(0, 20).Max(k =>
        {
            var own = rng.Stream(k);
            var machine = Model.Initialize(new MonotoneBoltzmann([.. Enumerable.Repeat(2, 12)], 12, 1.1, DType.F64), own);
            machine.Factor.Assign(machine.Factor * 3);
            machine.Bias.Assign(own.Normal(24));
            var mean = machine.Iterate(machine.Uniform().Unsqueeze(0), new(Tolerance: 1e-10)).Marginals[0];
            var spins = Tensor.Stack([.. Enumerable.Range(0, 12).Select(i => Tensor.Of([.. Enumerable.Range(0, 4096).Select(n => (double)(n >> i & 1))]))]).T;
            var states = Tensor.Stack([1 - spins, spins], 2).Reshape(4096, 24);
            var weights = Functions.Softmax((states.MatMul(machine.Couplings()) * states).Sum([-1]) * 0.5 + states.MatMul(machine.Bias));
            return (weights.MatMul(states) - mean).Abs().Max().Item();
        });
        return Check.AtMost("largest error of mean-field marginals, 20 machines of 12 spins", worst, 0.15, "at m = 1.1, as strong as the source allows: norms below 0.9 leave small correlations; exact by 4096 states");
    }

    private (double Error, double Accuracy, Tensor Completed) Monotone(Data training, Data test, Rng rng, CancellationToken token)
    {
        var machine = Model.Initialize(new MonotoneBoltzmann([.. Enumerable.Repeat(2, Pixels), Classes, .. Enumerable.Repeat(2, Hidden)], 80, 0.05), rng.Stream("weights"));
        // Without couplings, pixels have the means of the data.
        var ink = Means(training)[..Pixels];
        machine.Bias[..(2 * Pixels)].Assign(Tensor.Stack([(1 - ink).Log(), ink.Log()], 1).Reshape(2 * Pixels));
        var iteration = new MonotoneIteration(Tolerance: 3e-3, Memory: 5);
        var seenUnits = 2 * Pixels + Classes;
        Tensor Pad(Tensor x) => Tensor.Concat([x, Tensor.Zeros((x.Shape[0], 2 * Hidden), x.DType)], axis: 1);
        Tensor Ask(Tensor batch, Tensor mask) => machine.Marginals(Pad(batch), Pad(mask.Cast(DType.F32)) > 0.5, iteration)[.., ..seenUnits];
        var stream = DataStream.Of([training.OneHot], 64, rng.Stream("order"), dropLast: true);
        var step = 0L;
        new Trainer(machine, new Adam(machine, 1e-2), batch =>
        {
            var mask = Mask(batch[0].Shape[0], rng.Stream("masks").Stream(step++));
            var q = Ask(batch[0], mask);
            var hidden = 1 - mask.Cast(DType.F32);
            Tensor Part(Range range) => MonotoneBoltzmann.CrossEntropy(q[.., range], batch[0][.., range], hidden[.., range]);
            return Part(..(2 * Pixels)) + Part((2 * Pixels)..);
        })
        { Schedule = Schedules.Cosine(1e-2, Steps) }.Fit(stream, Steps, token);
        var asked = Ask(test.OneHot, test.Mask);
        return Score(test, Binary(asked)[.., ..Pixels], asked[.., (2 * Pixels)..]);
    }

    private (double Error, double Accuracy, Tensor Completed) Restricted(Data training, Data test, Rng rng, CancellationToken token)
    {
        var machine = Model.Initialize(new Rbm(Pixels + Classes, 5 * Hidden), rng.Stream("weights"));
        var means = Means(training);
        machine.VisibleBias.Assign((means / (1 - means)).Log());
        var chains = (rng.Uniform((64, Pixels + Classes), dtype: DType.F32) < 0.3).Cast(DType.F32);
        var own = rng.Stream("chains");
        var data = Binary(training.OneHot);
        new Trainer(machine, new Adam(machine, 3e-3), batch => machine.PersistentDivergence(batch[0], chains, 2, own)) { Schedule = Schedules.Cosine(3e-3, 20 * Steps) }
            .Fit(DataStream.Of([data], 64, rng.Stream("order"), dropLast: true), 20 * Steps, token);
        var (x, seen) = (Binary(test.OneHot), Binary(test.Mask.Cast(DType.F32)) > 0.5);
        var v = Functions.Where(seen, x, 0.2f);
        for (var k = 0; k < 100; k++) v = Functions.Where(seen, x, (machine.VisibleMeans(machine.HiddenMeans(v)) + v) * 0.5);
        return Score(test, v[.., ..Pixels], v[.., Pixels..]);
    }

    private static (double, double, Tensor) Score(Data test, Tensor ink, Tensor labels)
    {
        var hidden = 1 - Binary(test.Mask.Cast(DType.F32))[.., ..Pixels];
        var error = ((ink - Binary(test.OneHot)[.., ..Pixels]).Square() * hidden).Sum() / hidden.Sum();
        return (error.Item(), labels.ArgMax(1).Equal(test.OneHot[.., (2 * Pixels)..].ArgMax(1)).Cast(DType.F64).Mean().Item(), ink);
    }

    private static Figure Gallery(Data test, Tensor monotone, Tensor restricted)
    {
        var truth = Binary(test.OneHot)[.., ..Pixels];
        var seen = Binary(test.Mask.Cast(DType.F32))[.., ..Pixels];
        // Hidden pixels are grey in the second row.
        Tensor[] rows = [truth, Functions.Where(seen > 0.5, truth, 0.5f), monotone, restricted];
        var sheet = Tensor.Concat([.. rows.Select(row => Tensor.Concat([.. Enumerable.Range(0, 10).Select(k => row[k].Reshape(Side, Side).Pad(1))], axis: 1))], axis: 0);
        return new Figure("Pictures, what is seen of them, monotone, restricted", "", "").Heatmap(sheet.Flip(0), scale: ColorScale.Gray).EqualAspect().Size(680, 320);
    }

    /// <summary>Ink of each pixel, then the label units: of one-hot pairs the second number.</summary>
    private static Tensor Binary(Tensor oneHot) => Tensor.Concat([oneHot[.., ..(2 * Pixels)].Reshape(-1, Pixels, 2)[.., .., 1], oneHot[.., (2 * Pixels)..]], axis: 1);

    /// <summary>Of pixels and labels, away from 0 and 1.</summary>
    private static Tensor Means(Data data) => Binary(data.OneHot).Mean([0]).Clamp(0.01, 0.99);

    private static Data Sample(int count, Rng rng)
    {
        var (pictures, labels) = StrokeDigits.Draw(count, Side, rng.Stream("pictures"));
        var ink = (pictures.Reshape(count, Pixels) > 0.5).Cast(DType.F32);
        var classes = Tensor.Of(labels).Unsqueeze(1).Equal(Tensor.Arange(Classes)).Cast(DType.F32);
        return new(Tensor.Concat([Tensor.Stack([1 - ink, ink], 2).Reshape(count, 2 * Pixels), classes], axis: 1), Mask(count, rng.Stream("mask")));
    }

    /// <summary>Each pixel is seen with probability ½, labels never, [count, 2·64 + 10].</summary>
    private static Tensor Mask(int count, Rng rng)
    {
        var seen = (rng.Uniform((count, Pixels)) < 0.5).Cast(DType.F32);
        return Tensor.Concat([Tensor.Stack([seen, seen], 2).Reshape(count, 2 * Pixels), Tensor.Zeros((count, Classes), DType.F32)], axis: 1) > 0.5;
    }

    /// <summary>One-hot pixels and labels, and what is seen.</summary>
    private sealed record Data(Tensor OneHot, Tensor Mask);
}
