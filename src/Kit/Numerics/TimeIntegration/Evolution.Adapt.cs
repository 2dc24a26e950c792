using Kit.Display;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

public static partial class Evolution
{
    /// <summary>Steps as long as the tolerance allows; the times of the list and events are met by interpolation within steps.</summary>
    /// <param name="stepper">A method with an error estimate, such as Tsit5.</param>
    /// <param name="u0">State at the first time.</param>
    /// <param name="times">t₀ and the times to be saved, rising, or falling to go back.</param>
    /// <param name="control">Tolerances.</param>
    /// <param name="events">What to look for; see <see cref="Event"/>.</param>
    /// <param name="observe">Is told (t, u) at t₀ and after every step; u lives until it returns.</param>
    /// <param name="token">Stops the run.</param>
    /// <exception cref="ArgumentException">Times do not go one way, or a tolerance is negative.</exception>
    /// <exception cref="InvalidOperationException">The method has no error estimate, or there were more than <see cref="StepControl.MaxSteps"/>.</exception>
    /// <exception cref="ArithmeticException">No step is short enough: the problem is stiff or has a singularity.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static Trajectory Adapt(
        IEmbeddedStepper stepper, Tensor u0, IReadOnlyList<double> times, StepControl? control = null, IReadOnlyList<Event>? events = null,
        Action<double, Tensor>? observe = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        ArgumentNullException.ThrowIfNull(u0);
        control ??= new();
        control.Check();
        var run = new AdaptiveRun(stepper, u0.Solid(), times, control, events ?? [], Direction(times));
        using var progress = Progress.Start("steps");
        observe?.Invoke(times[0], u0);
        while (!run.Ended)
        {
            token.ThrowIfCancellationRequested();
            if (run.Advance()) observe?.Invoke(run.Time, run.State);
            progress.Report(run.Steps, FormattableString.Invariant($"t = {run.Time:G5} of {times[^1]:G5}"));
        }

        return new([.. times.Take(run.Saved.Count)], Stacked(run.Saved), run.Statistics) { Events = run.Hits };
    }

    /// <summary>The state of one adaptive run.</summary>
    private sealed class AdaptiveRun
    {
        private readonly IEmbeddedStepper stepper;
        private readonly IReadOnlyList<double> times;
        private readonly StepControl control;
        private readonly IReadOnlyList<Event> events;
        private readonly double[] signs;
        private readonly long before;
        private readonly int direction;
        private readonly double k;
        private Tensor slope;
        private double h;
        private double e1 = 1;
        private double e2 = 1;
        private bool afterRejection;

        public AdaptiveRun(IEmbeddedStepper stepper, Tensor u0, IReadOnlyList<double> times, StepControl control, IReadOnlyList<Event> events, int direction)
        {
            (this.stepper, this.times, this.control, this.events, this.direction) = (stepper, times, control, events, direction);
            (Time, State, Saved, k) = (times[0], u0, [u0], stepper.ErrorOrder + 1);
            before = Evaluations;
            slope = First();
            signs = [.. events.Select(e => e.G(Time, State.Plain))];
            h = Math.Min(Math.Min(control.First > 0 ? control.First : FirstStep(), control.Longest), Math.Abs(times[^1] - times[0]));
        }

        public double Time { get; private set; }

        public Tensor State { get; private set; }

        public List<Tensor> Saved { get; }

        public List<EventHit> Hits { get; } = [];

        public bool Ended { get; private set; }

        public long Steps { get; private set; }

        public RunStatistics Statistics => new(Steps, rejected, Evaluations - before);

        private long rejected;

        private long Evaluations => (stepper as ICountsEvaluations)?.Evaluations ?? 0;

        /// <summary>Tries a step; false when it was rejected.</summary>
        public bool Advance()
        {
            using var scope = Tensor.Scope();
            var left = Math.Abs(times[^1] - Time);
            var last = h >= left * (1 - 1e-12);
            var size = last ? left : h;
            if (size <= 16 * Math.ScaleB(Math.Max(Math.Abs(Time), Math.Abs(times[^1] - times[0])), -52))
                throw new ArithmeticException(FormattableString.Invariant(
                    $"t = {Time:G6}: the step fell to {size:G3}, below what can be added to t, after {Steps} steps; u has a singularity here, or the problem is stiff: try Rosenbrock.Rodas4 or DiagonallyImplicit, or a larger tolerance"));
            if (Steps + rejected >= control.MaxSteps)
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"{control.MaxSteps} steps reached t = {Time:G6} of {times[^1]:G6}, the last of length {size:G3}; allow more (StepControl.MaxSteps), loosen the tolerance, or take an implicit method if the problem is stiff"));
            Trial trial;
            double error;
            try
            {
                trial = stepper.Try(Time, State, direction * size, slope);
                error = control.Norm(trial.Error, State, trial.Next);
            }
            catch (ConvergenceException)
            {
                return Reject(size / 4);
            }

            if (!(error <= 1)) return Reject(size * control.Factor(error, e1, e2, k, rejected: true));
            Steps++;
            var factor = control.Factor(error, e1, e2, k, rejected: false);
            h = Math.Min(size * (afterRejection ? Math.Min(1, factor) : factor), control.Longest);
            (e2, e1, afterRejection) = (e1, error, false);
            Accept(scope, trial, last ? times[^1] : Time + direction * size, direction * size);
            return true;
        }

        private bool Reject(double next)
        {
            (h, afterRejection) = (next, true);
            rejected++;
            return false;
        }

        private void Accept(TensorScope scope, Trial trial, double end, double dt)
        {
            var stop = Happen(scope, trial, end, dt);
            // What lies beyond a terminal event is not saved.
            var reach = stop ?? end;
            while (Saved.Count < times.Count && direction * (times[Saved.Count] - reach) <= 0)
            {
                var t = times[Saved.Count];
                Saved.Add(scope.Own(t == end ? trial.Next.Copy() : trial.Between((t - Time) / dt), scope.Outer));
            }

            if (!ReferenceEquals(State, Saved[0])) State.Dispose();
            slope.Dispose();
            var state = stop is null ? trial.Next : Hits[^1].State.Copy();
            (State, slope, Time) = (scope.Own(state, scope.Outer), scope.Own(trial.Slope, scope.Outer), reach);
            Ended = stop is not null || Saved.Count == times.Count;
        }

        /// <summary>Notes the events of a step in their order; the time of a terminal one, or null.</summary>
        private double? Happen(TensorScope scope, Trial trial, double end, double dt)
        {
            var found = new List<(double Time, int Which)>();
            for (var i = 0; i < events.Count; i++)
            {
                var (was, g) = (signs[i], events[i].G);
                signs[i] = g(end, trial.Next.Plain);
                if (!events[i].Crosses(was, signs[i])) continue;
                var start = Time;
                double At(double theta)
                {
                    using var inner = Tensor.Scope();
                    return theta == 0 ? was : theta == 1 ? signs[i] : g(start + theta * dt, trial.Between(theta).Plain);
                }

                found.Add((start + MathNet.Numerics.RootFinding.Brent.FindRoot(At, 0, 1, 1e-13, 200) * dt, i));
            }

            foreach (var (t, which) in found.OrderBy(hit => direction * hit.Time).ThenBy(hit => hit.Which))
            {
                Hits.Add(new(which, t, scope.Own(t == end ? trial.Next.Copy() : trial.Between((t - Time) / dt), scope.Outer)));
                if (events[which].Terminal) return t;
            }

            return null;
        }

        private Tensor First()
        {
            using var scope = Tensor.Scope();
            return scope.Own(stepper.Slope(Time, State), scope.Outer);
        }

        /// <summary>The first step: Euler's would err by about a hundredth, and the method's by about the tolerance.</summary>
        /// <remarks>E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), §II.4.</remarks>
        private double FirstStep()
        {
            using var scope = Tensor.Scope();
            var (size, speed) = (control.Norm(State, State, State), control.Norm(slope, State, State));
            var h0 = size < 1e-5 || speed < 1e-5 ? 1e-6 : 0.01 * size / speed;
            h0 = Math.Min(h0, Math.Abs(times[^1] - times[0]));
            var there = Combination.Of(State, direction * h0, slope);
            var bend = control.Norm(stepper.Slope(Time + direction * h0, there) - slope, State, State) / h0;
            var h1 = Math.Max(speed, bend) <= 1e-15 ? Math.Max(1e-6, 1e-3 * h0) : Math.Pow(0.01 / Math.Max(speed, bend), 1 / k);
            return double.IsFinite(h1) ? Math.Min(100 * h0, h1) : h0;
        }
    }
}
