using Kit.Compute;
using Kit.Display;
using Kit.Learning;
using Kit.Operators.FunctionSpaces;
using Kit.Operators.Training;
using Kit.Pde;
using Kit.Pde.DataSets;
using Kit.Plotting;
using Kit.Tensors;
using MathNet.Numerics;

namespace Kit.Theory.Operators;

/// <summary>Networks whose sums are quadratures of integrals have one error on all grids; networks that count in points have it on the grid of their training alone.</summary>
/// <remarks>
/// Burgers' equation, u(0) ↦ u(1) at ν = 0.1 (Li et al., 2021), trained on one number of points and tested on others, and on points that are not equally spaced. A U-Net and a
/// transformer, each as an operator and in points with the same widths; errors are ‖y − u‖₂/‖u‖₂ with quadrature weights. The plain transformer's patches are 4 points wide.
/// <see cref="Full"/> adds Darcy flow in two dimensions (cells, three times as many at a step).
/// </remarks>
public sealed record FunctionSpaceRecipe : Experiment
{
    /// <summary>Points in training.</summary>
    [Bounds(32, 1024)]
    public int Points { get; init; } = 64;

    /// <summary>Points in tests; the smallest is what kernels are made for, and all divide the largest.</summary>
    [Bounds(16, 4096)]
    public int[] Tests { get; init; } = [32, 64, 128, 256];

    /// <summary>Training samples.</summary>
    [Bounds(20, 5000)]
    public int Samples { get; init; } = 200;

    /// <summary>Passes over them.</summary>
    [Bounds(1, 1000)]
    public int Epochs { get; init; } = 40;

    /// <summary>Channels of the U-Net's first level; the transformer has twice as many.</summary>
    [Bounds(4, 128)]
    public int Width { get; init; } = 16;

    /// <summary>Training samples of Darcy flow; 0 leaves it out.</summary>
    [Bounds(0, 5000)]
    public int DarcySamples { get; init; }

    /// <inheritdoc/>
    public override string Title => "Networks between function spaces";

    /// <inheritdoc/>
    public override string Claim => "Replace Σⱼ by Σⱼ wⱼ: local integrals with a support in units of the domain, attention with ln wⱼ in its scores, resampling by Fourier series. Then the error of a trained network is that of its training on any grid, and attention converges at the order of the quadrature.";

    /// <inheritdoc/>
    public override string Source => "Berner, Liu-Schiaffini, Kossaifi, Duruisseaux, Bonev, Azizzadenesheli and Anandkumar (2025), Principled approaches for extending neural architectures to function spaces for operator learning";

    /// <inheritdoc/>
    public override FunctionSpaceRecipe Full => this with { Samples = 1000, Epochs = 100, Width = 32, DarcySamples = 400 };

    /// <inheritdoc/>
    protected override Findings Measure(Rng rng, CancellationToken token)
    {
        var largest = Tests.Max();
        var grid = Grid.Periodic(largest);
        var data = new BurgersData { Points = largest, Step = 0.01 }.Samples(rng.Stream("data"), 0, Samples + 100);
        var whole = new FieldPairs(data["a"].Unsqueeze(1), data["u"].Unsqueeze(1));
        var (circle, uneven) = (Domain.Periodic(1), Uneven(Points));
        Task burgers = new("Burgers", circle, Points, n => F32(whole.Every(largest / n)), [.. Tests.Select(n => (n, circle.Square(n), F32(whole.Every(largest / n))))])
        {
            Elsewhere = (uneven, F32(new(Moved(whole.Inputs), Moved(whole.Outputs)))),
        };
        var (checks, table) = (new List<Check>(), new Table("equation", "network", "points", "relative error"));
        List<Figure> figures = [Compare(burgers, rng.Stream("burgers"), checks, table, token)];
        if (DarcySamples > 0) figures.Add(Compare(Darcy(rng.Stream("darcy")), rng.Stream("flow"), checks, table, token));
        figures.Add(Attention(rng.Stream("attention"), checks));
        return new() { Checks = checks, Figures = figures, Tables = [table] };

        Tensor Moved(Tensor u) => Transfer.Interpolate(u, grid, Tensor.Of(uneven.Axes[0].Points).Unsqueeze(1), InterpolationKind.Spectral);
    }

    /// <summary>What all networks of one equation share.</summary>
    private sealed record Task(string Name, Domain Domain, int Points, Func<int, FieldPairs> Samples, (int Points, QuadratureGrid Grid, FieldPairs Pairs)[] Tests)
    {
        public (QuadratureGrid Grid, FieldPairs Pairs)? Elsewhere { get; init; }
    }

    private Figure Compare(Task task, Rng rng, List<Check> checks, Table table, CancellationToken token)
    {
        var figure = new Figure($"{task.Name}: trained on {task.Points} points", "points along a side", "relative L² error").LogLog();
        var coarsest = task.Tests.Min(test => test.Points) / 4 * 4;
        foreach (var (name, model) in Networks(task.Domain, coarsest))
        {
            token.ThrowIfCancellationRequested();
            var train = task.Samples(task.Points);
            var plan = new OperatorPlan { Epochs = Epochs, LearningRate = 2e-3, WeightDecay = 1e-5 };
            var trained = OperatorTraining.Train(model, train[..^100], train[^100..], plan, rng.Stream(name), token).Model;
            double[] errors = [.. task.Tests.Select(test => Error(trained, test.Pairs[^100..], test.Grid))];
            figure.Line([.. task.Tests.Select(test => (double)test.Points)], errors, name: name, dash: name.EndsWith("points", StringComparison.Ordinal) ? Dash.Dashed : Dash.Solid);
            foreach (var (test, error) in task.Tests.Zip(errors)) table.Row(task.Name, name, test.Points, error);
            var own = errors[Array.FindIndex(task.Tests, test => test.Points == task.Points)];
            if (name == "U-Net in points") checks.Add(Check.AtLeast($"{task.Name}, {name}: largest error over that of training", errors.Max() / own, 3, "a kernel of 3 points halves its support where the spacing is halved"));
            if (name.EndsWith("points", StringComparison.Ordinal)) continue;
            checks.Add(Check.AtMost($"{task.Name}, {name}: largest |e(n)/e({task.Points}) − 1|", errors.Max(e => Math.Abs(e / own - 1)), 0.2, "errors of quadrature are small beside that of training"));
            if (task.Elsewhere is not { } elsewhere) continue;
            var there = Error(trained, elsewhere.Pairs[^100..], elsewhere.Grid);
            table.Row(task.Name, name, $"{task.Points} uneven", there);
            checks.Add(Check.AtMost($"{task.Name}, {name}: error on uneven points over that on even ones", there / own, 1.2, "weights of the trapezoidal rule, order 2"));
        }

        return figure;
    }

    private IEnumerable<(string Name, FieldLayer Model)> Networks(Domain domain, int coarsest)
    {
        // Patches of two spacings of the coarsest grid: in points 4 of training's twice finer one.
        var tokens = coarsest / 2;
        yield return ("U-Net operator", new UNetOperator(1, 1, domain, coarsest, Width, 3));
        yield return ("transformer operator", PatchOperator.Transformer(1, 1, domain, tokens, 2 * Width, 2, 4));
        yield return ("U-Net in points", new UNetOperator(1, 1, domain, coarsest, Width, 3, inPoints: true));
        if (domain.Dimensions == 1) yield return ("transformer in points", PatchOperator.Transformer(1, 1, domain, tokens, 2 * Width, 2, 4, patch: Points / tokens));
    }

    private Task Darcy(Rng rng)
    {
        var data = new DarcySmoothData { Points = 189, Clip = true }.Samples(rng, 0, DarcySamples + 100);
        var domain = Domain.Cells(2);
        return new("Darcy", domain, 63, On, [.. new[] { 21, 63, 189 }.Select(n => (n, domain.Square(n), On(n)))]);

        // Every third centre, from the second on, is a centre of three times larger cells.
        FieldPairs On(int n)
        {
            var third = Slice.Step(189 / n / 2, null, 189 / n);
            return F32(new(data["a"][.., third, third].Unsqueeze(1), data["u"][.., third, third].Unsqueeze(1)));
        }
    }

    /// <summary>A random attention on ever finer points: its value at one of them against that of Gauss's rule.</summary>
    private static Figure Attention(Rng rng, List<Check> checks)
    {
        var layer = Model.Initialize(new QuadratureAttention(8, 2, Domain.Nodes(1), dtype: DType.F64), rng);
        int[] counts = [8, 16, 32, 64, 128];
        var exact = AtEnd(QuadratureAxis.Legendre(40));
        var figure = new Figure("Attention under refinement", "points", "largest error at x = 0").LogLog();
        foreach (var (name, axis) in new (string, Func<int, QuadratureAxis>)[]
        {
            ("even points, trapezoidal rule", n => QuadratureAxis.Nodes(n)),
            ("uneven points, trapezoidal rule", n => QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n).Select(i => Math.Pow((double)i / (n - 1), 1.5))])),
        })
        {
            double[] errors = [.. counts.Select(n => (AtEnd(axis(n)) - exact).Abs().Max().Item())];
            figure.Line([.. counts.Select(n => (double)n)], errors, name: name);
            checks.Add(Check.Near($"order of attention, {name}", -Fit.Line([.. counts[2..].Select(n => Math.Log(n - 1))], [.. errors[2..].Select(e => Math.Log(e))]).B, 2, 0.1, "order 2 of the trapezoidal rule"));
        }

        var few = (AtEnd(QuadratureAxis.Legendre(12)) - exact).Abs().Max().Item();
        checks.Add(Check.AtMost("error of attention on 12 points of Gauss", few, 1e-9, "a quotient of integrals of analytic functions, to which Gauss's rule converges faster than any power"));
        return figure.Line([.. counts.Select(n => (double)n)], [.. counts.Select(n => 0.1 / n / n)], name: "order 2", dash: Dash.Dotted);

        Tensor AtEnd(QuadratureAxis axis)
        {
            var tokens = Tensor.Concat([Field(Tensor.Zeros([1])), Field(Tensor.Of(axis.Points))], 1);
            return layer.Attend(tokens, Tensor.Concat([Tensor.Full([1], 1e-300), Tensor.Of(axis.Weights)]))[0, 0];
        }

        static Tensor Field(Tensor x) => Tensor.Stack([x, x.Exp(), (3 * x).Sin(), (5 * x).Cos(), 1 / (1 + x), x * x, (2 * x).Cos(), 1 - x], 1).Unsqueeze(0);
    }

    /// <summary>Mean of ‖y − u‖/‖u‖ with the norm of the quadrature.</summary>
    private static double Error(NormalizedOperator trained, FieldPairs pairs, QuadratureGrid grid)
    {
        Model.SetTraining(trained, false);
        var (root, sum) = (grid.Weights(DType.F32).Sqrt(), 0.0);
        for (var first = 0; first < pairs.Count; first += 10)
        {
            using var scope = Tensor.Scope();
            var part = pairs[first..Math.Min(first + 10, pairs.Count)];
            var y = trained.Output.Decode(((FieldLayer)trained.Inner).Forward(trained.Input.Encode(part.Inputs), grid));
            sum += Loss.RelativeL2(y * root, part.Outputs * root, sum: true).Item();
        }

        return sum / pairs.Count;
    }

    /// <summary>Points of a circle that lie up to 1.6 times as densely at one place as on average.</summary>
    private static QuadratureGrid Uneven(int n) => new(QuadratureAxis.Trapezoid([.. Enumerable.Range(0, n).Select(i => (double)i / n + 0.06 * Math.Sin(2 * Math.PI * i / n))], 1));

    private static FieldPairs F32(FieldPairs pairs) => new(pairs.Inputs.Cast(DType.F32), pairs.Outputs.Cast(DType.F32));
}
