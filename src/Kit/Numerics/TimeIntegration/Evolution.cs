using Kit.Compute;
using Kit.Display;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Runs a method from an initial state through given times.</summary>
/// <remarks>Every step has a scope of its own, so memory stays flat. All of it can be differentiated: step sizes and times of events are constants then.</remarks>
public static partial class Evolution
{
    /// <summary>Fixed steps: the longest that are not longer than <paramref name="dt"/> and hit every time of the list exactly.</summary>
    /// <param name="stepper">The method, bound to its problem.</param>
    /// <param name="u0">State at the first time.</param>
    /// <param name="times">t₀ and the times to be saved, rising, or falling to go back.</param>
    /// <param name="dt">Longest step, > 0.</param>
    /// <param name="observe">Is told (t, u) at t₀ and after every step; u lives until it returns, Copy() what you keep.</param>
    /// <param name="token">Stops the run.</param>
    /// <exception cref="ArgumentException">Times do not go one way, or dt is not positive.</exception>
    /// <exception cref="ArithmeticException">A number became infinite or NaN; the message names step, time and place.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static Trajectory Run(IStepper stepper, Tensor u0, IReadOnlyList<double> times, double dt, Action<double, Tensor>? observe = null, CancellationToken token = default) =>
        Walk(stepper, u0, times, dt, observe, reports: true, token);

    private static Trajectory Walk(IStepper stepper, Tensor u0, IReadOnlyList<double> times, double dt, Action<double, Tensor>? observe, bool reports, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        ArgumentNullException.ThrowIfNull(u0);
        _ = Direction(times);
        var counts = Enumerable.Range(1, times.Count - 1).Select(k => Count(times[k] - times[k - 1], dt)).ToArray();
        var before = (stepper as ICountsEvaluations)?.Evaluations ?? 0;
        (stepper as IMultistep)?.Restart();
        var (u, saved, steps) = (u0.Solid(), new List<Tensor> { u0.Solid() }, 0L);
        using var progress = reports ? Progress.Start("steps", counts.Sum(count => (long)count)) : null;
        observe?.Invoke(times[0], u);
        for (var k = 0; k < counts.Length; k++)
        {
            var h = (times[k + 1] - times[k]) / counts[k];
            for (var j = 0; j < counts[k]; j++)
            {
                token.ThrowIfCancellationRequested();
                var next = Advance(stepper, times[k] + j * h, u, h, ++steps);
                if (!ReferenceEquals(u, saved[^1])) u.Dispose();
                u = next;
                progress?.Report(steps);
                observe?.Invoke(j + 1 == counts[k] ? times[k + 1] : times[k] + (j + 1) * h, u);
            }

            saved.Add(u);
        }

        return new([.. times], Stacked(saved), new(steps, 0, ((stepper as ICountsEvaluations)?.Evaluations ?? 0) - before));
    }

    /// <summary>The state at the end alone, without a report of progress.</summary>
    /// <param name="stepper">The method, bound to its problem.</param>
    /// <param name="u0">State at <paramref name="from"/>.</param>
    /// <param name="from">First time.</param>
    /// <param name="to">Last time.</param>
    /// <param name="dt">Longest step, > 0.</param>
    /// <param name="token">Stops the run.</param>
    /// <exception cref="ArithmeticException">A number became infinite or NaN.</exception>
    public static Tensor Final(IStepper stepper, Tensor u0, double from, double to, double dt, CancellationToken token = default) => Walk(stepper, u0, [from, to], dt, null, reports: false, token).Last;

    /// <summary>(t, u) for ever: t₀ first, then every step. A state lives until the next is asked for; Copy() what you keep.</summary>
    /// <param name="stepper">The method, bound to its problem.</param>
    /// <param name="u0">State at <paramref name="t0"/>.</param>
    /// <param name="t0">First time.</param>
    /// <param name="dt">Step, negative to go back.</param>
    /// <exception cref="ArithmeticException">A number became infinite or NaN.</exception>
    public static IEnumerable<(double T, Tensor U)> Stream(IStepper stepper, Tensor u0, double t0, double dt)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        ArgumentNullException.ThrowIfNull(u0);
        return Steps();

        IEnumerable<(double, Tensor)> Steps()
        {
            (stepper as IMultistep)?.Restart();
            var u = u0.Solid();
            yield return (t0, u);
            for (var step = 1L; ; step++)
            {
                var next = Advance(stepper, t0 + (step - 1) * dt, u, dt, step);
                if (step > 1) u.Dispose();
                u = next;
                yield return (t0 + step * dt, u);
            }
        }
    }

    /// <summary>One step in a scope of its own; the result belongs to the scope around.</summary>
    private static Tensor Advance(IStepper stepper, double t, Tensor u, double h, long step)
    {
        using var scope = Tensor.Scope();
        var next = stepper.Step(t, u, h);
        RequireFinite(next, step, t + h, h);
        return scope.Own(next, scope.Outer);
    }

    /// <summary>One reading pass: a sum is finite unless an element is not, or the sum itself overflows, which is looked at closely.</summary>
    private static void RequireFinite(Tensor u, long step, double t, double h)
    {
        var plain = u.Plain;
        if (plain.DType.IsInteger() || double.IsFinite(plain.Sum().Item<System.Numerics.Complex>().Magnitude)) return;
        var values = plain.ToArray<System.Numerics.Complex>();
        var place = Array.FindIndex(values, z => !double.IsFinite(z.Real) || !double.IsFinite(z.Imaginary));
        if (place < 0) return;
        var index = new int[plain.Rank];
        for (var (k, rest) = (plain.Rank - 1, place); k >= 0; rest /= plain.Shape[k--]) index[k] = rest % plain.Shape[k];
        object value = plain.DType.IsComplex() ? values[place] : (object)values[place].Real;
        throw new ArithmeticException(FormattableString.Invariant(
            $"step {step}, t = {t:G6}: {value} at [{string.Join(", ", index)}]; the step dt = {Math.Abs(h):G6} may be unstable: try half of it, or an implicit method"));
    }

    /// <summary>Stacks saved states and lets go of all but the first, which is the caller's.</summary>
    private static Tensor Stacked(List<Tensor> saved)
    {
        var states = Tensor.Stack([.. saved]);
        foreach (var u in saved.Skip(1)) u.Dispose();
        return states;
    }

    /// <summary>+1 for rising times, −1 for falling ones.</summary>
    private static int Direction(IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count < 2) throw new ArgumentException($"Evolution: {times.Count} times; the first is that of the initial state, and one more is needed");
        var sign = Math.Sign(times[1] - times[0]);
        for (var k = 1; k < times.Count; k++)
            if (!double.IsFinite(times[k]) || sign == 0 || Math.Sign(times[k] - times[k - 1]) != sign)
                throw new ArgumentException(FormattableString.Invariant($"Evolution: times[{k - 1}] = {times[k - 1]} and times[{k}] = {times[k]}; times must all rise, or all fall"));
        return sign;
    }

    private static int Count(double span, double dt)
    {
        if (!(dt > 0) || !double.IsFinite(dt)) throw new ArgumentException(FormattableString.Invariant($"Evolution: dt = {dt}; the step must be positive"));
        // A span of 3 dt and some rounding is three steps.
        var count = Math.Ceiling(Math.Abs(span) / dt * (1 - 1e-12));
        return count <= int.MaxValue ? Math.Max(1, (int)count) : throw new ArgumentException(FormattableString.Invariant($"Evolution: dt = {dt} makes {count:G3} steps of a span of {span}"));
    }
}
