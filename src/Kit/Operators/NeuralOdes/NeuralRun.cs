using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Operators.NeuralOdes;

/// <summary>One run of an explicit Runge–Kutta method whose stages, errors and states stay differentiable; what decides about steps looks at plain numbers.</summary>
internal sealed class NeuralRun(Tableau method, Func<double, Tensor, Tensor> f, Tensor z0, double start)
{
    /// <summary>Below this the square root of a mean square is not differentiated, for it has no derivative at 0.</summary>
    private const double Floor = 1e-30;

    private readonly double[]? difference = method.Embedded is { } hat ? [.. method.B.Zip(hat, (b, other) => b - other)] : null;
    private readonly List<Tensor> saved = [z0];
    private readonly List<(double, double)> steps = [];
    private readonly bool estimatesStiffness = method.Stages > 1 && Math.Abs(method.C[^1] - method.C[^2]) < 1e-14;
    private double t = start;
    private Tensor z = z0;
    private Tensor? slope;
    private Tensor? errors, stiffness, energy;
    private int evaluations, rejected;

    /// <summary>Steps of one length between times.</summary>
    public void March(IReadOnlyList<double> times, int count)
    {
        for (var i = 1; i < times.Count; i++)
        {
            var (from, h) = (times[i - 1], (times[i] - times[i - 1]) / count);
            for (var s = 0; s < count; s++)
            {
                t = from + s * h;
                Accept(Try(h), h);
            }

            t = times[i];
            saved.Add(z);
        }
    }

    /// <summary>Steps as long as the tolerance allows; states between them by interpolation.</summary>
    public void Adapt(IReadOnlyList<double> times, StepControl control)
    {
        var (order, e1, e2, after) = (Math.Min(method.Order, method.EmbeddedOrder) + 1.0, 1.0, 1.0, false);
        var end = times[^1];
        var h = Math.Min(control.First > 0 ? control.First : First(control, order, end - t), control.Longest);
        while (saved.Count < times.Count)
        {
            var last = h >= (end - t) * (1 - 1e-12);
            var size = last ? end - t : h;
            if (size <= 16 * Math.ScaleB(Math.Max(Math.Abs(t), Math.Abs(end)), -52) || steps.Count + rejected >= control.MaxSteps)
                throw new ArithmeticException(FormattableString.Invariant($"NeuralOde: the step is {size:G3} at t = {t:G6} after {steps.Count} steps and {rejected} rejected ones; the field has become stiff or infinite: loosen the tolerance, lower the learning rate or regularise"));
            var trial = Try(size);
            var e0 = control.Norm(trial.Error!, z, trial.Next);
            if (!(e0 <= 1))
            {
                rejected++;
                (h, after) = (size * control.Factor(e0, e1, e2, order, rejected: true), true);
                continue;
            }

            var factor = control.Factor(e0, e1, e2, order, rejected: false);
            h = Math.Min(size * (after ? Math.Min(1, factor) : factor), control.Longest);
            (e2, e1, after) = (e1, e0, false);
            var reach = last ? end : t + size;
            while (saved.Count < times.Count && times[saved.Count] <= reach)
            {
                var theta = (times[saved.Count] - t) / size;
                saved.Add(times[saved.Count] == reach ? trial.Next : Between(trial, size, theta));
            }

            Accept(trial, size);
            t = reach;
        }
    }

    public NeuralPath Path()
    {
        var zero = Tensor.Zeros([], z.DType);
        return new(Tensor.Stack([.. saved]), errors ?? zero, estimatesStiffness ? stiffness : null, energy ?? zero, evaluations, steps, rejected);
    }

    private Stages Try(double h)
    {
        var (k, g) = (new Tensor[method.Stages], new Tensor[method.Stages]);
        slope ??= Evaluate(t, z);
        for (var i = 0; i < k.Length; i++)
        {
            g[i] = i == 0 ? z : Combination.Of(z, h, method.A[i].AsSpan(0, i), k.AsSpan(0, i));
            k[i] = i == 0 ? slope : Evaluate(t + method.C[i] * h, g[i]);
        }

        var next = method.IsFirstSameAsLast ? g[^1] : Combination.Of(z, h, method.B, k);
        var error = difference is null ? null : Combination.Of(k[0] * (h * difference[0]), h, difference.AsSpan(1), k.AsSpan(1));
        return new(k, g, next, error);
    }

    private void Accept(Stages trial, double h)
    {
        steps.Add((t, h));
        if (trial.Error is { } error) errors = Sum(errors, Size(error) * h);
        if (estimatesStiffness) stiffness = Sum(stiffness, Size(trial.K[^1] - trial.K[^2]) / Size(trial.G[^1] - trial.G[^2]));
        for (var i = 0; i < trial.K.Length; i++)
            if (method.B[i] != 0) energy = Sum(energy, trial.K[i].Square().Sum(1).Mean() * (h * method.B[i]));
        (z, slope) = (trial.Next, method.IsFirstSameAsLast ? trial.K[^1] : null);
    }

    private Tensor Between(Stages trial, double h, double theta)
    {
        if (method.Dense is not null) return Combination.Of(z, h, method.DenseWeights(theta), trial.K);
        var end = method.IsFirstSameAsLast ? trial.K[^1] : Evaluate(t + h, trial.Next);
        return Trial.Hermite(z, trial.K[0], trial.Next, end, h, theta);
    }

    /// <summary>The first step: Euler's would err by about a hundredth, and the method's by about the tolerance (Hairer, Nørsett, Wanner 1993, §II.4).</summary>
    private double First(StepControl control, double order, double length)
    {
        slope = Evaluate(t, z);
        var (from, there) = (z.Plain, slope.Plain);
        var (size, speed) = (control.Norm(from, from, from), control.Norm(there, from, from));
        var h0 = Math.Min(size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed, length);
        evaluations++;
        var bend = control.Norm(f(t + h0, from + h0 * there).Plain - there, from, from) / h0;
        var h1 = Math.Max(speed, bend) <= 1e-15 ? Math.Max(1e-6, 1e-3 * h0) : Math.Pow(0.01 / Math.Max(speed, bend), 1 / order);
        return double.IsFinite(h1) ? Math.Min(100 * h0, h1) : h0;
    }

    private Tensor Evaluate(double at, Tensor u)
    {
        evaluations++;
        return f(at, u);
    }

    private static Tensor Sum(Tensor? sum, Tensor term) => sum is null ? term : sum + term;

    private static Tensor Size(Tensor x) => (x.Square().Mean() + Floor).Sqrt();

    private sealed record Stages(Tensor[] K, Tensor[] G, Tensor Next, Tensor? Error);
}
