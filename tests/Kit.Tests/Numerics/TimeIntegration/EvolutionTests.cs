using Kit.Display;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

public sealed class EvolutionTests
{
    private static readonly RungeKutta Decay = new(Tableau.Rk4, (_, u) => -u);

    [Fact]
    public void Saved_times_are_hit_exactly_and_states_are_stacked_in_front()
    {
        var u0 = Tensor.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        var trajectory = Evolution.Run(Decay, u0, [0, 0.35, 1], 0.1);
        Assert.Equal([3, 2, 3], trajectory.States.Shape.ToArray());
        Assert.Equal([0, 0.35, 1], trajectory.Times);
        // 0.35 in 4 steps, 0.65 in 7; four evaluations each.
        Assert.Equal(new(11, 0, 44), trajectory.Statistics);
        Assert.True((trajectory.Last - u0 * Math.Exp(-1)).Abs().Max().Item() < 1e-5);
        Assert.True((trajectory.States[1] - u0 * Math.Exp(-0.35)).Abs().Max().Item() < 1e-5);
        Assert.Equal(6, u0[1, 2].Item());
    }

    [Fact]
    public void Samples_of_a_batch_are_as_alone()
    {
        var u0 = Tensor.Linspace(0.5, 2, 6).Reshape(2, 3);
        var stepper = new RungeKutta(Tableau.Tsit5, (t, u) => u * (1 - u) + Math.Sin(t));
        var all = Evolution.Final(stepper, u0, 0, 1, 0.1);
        var one = Evolution.Final(stepper, u0[1], 0, 1, 0.1);
        Assert.Equal(one.ToDoubles(), all[1].ToDoubles());
    }

    [Fact]
    public void Time_can_go_back()
    {
        var there = Evolution.Final(Decay, 1.0, 0, 1, 0.01);
        Assert.Equal(1, Evolution.Final(Decay, there, 1, 0, 0.01).Item(), 1e-9);
    }

    [Fact]
    public void The_first_number_that_is_not_finite_is_named()
    {
        // Explicit Euler on u′ = −1000u³ with dt = 1: the cube overflows at the place of the large element first.
        var stepper = new RungeKutta(Tableau.Euler, (_, u) => -1000 * u * u * u);
        var u0 = Tensor.Zeros((4, 20));
        u0[3, 17] = 1;
        var message = Assert.Throws<ArithmeticException>(() => Evolution.Run(stepper, u0, [0, 100], 1)).Message;
        Assert.Contains("at [3, 17]; the step dt = 1 may be unstable", message);
        Assert.Matches("^step [0-9]+, t = [0-9]+: (-Infinity|NaN) at", message);
    }

    [Fact]
    public void A_large_sum_of_finite_numbers_is_no_error() =>
        Assert.Equal(1e308, Evolution.Final(new RungeKutta(Tableau.Euler, (_, u) => 0 * u), Tensor.Full(5, 1e308), 0, 1, 1)[0].Item());

    [Fact]
    public void Observers_see_every_step_and_a_token_stops()
    {
        var seen = new List<(double, double)>();
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Evolution.Run(Decay, 1.0, [0, 1], 0.1, (t, u) =>
        {
            seen.Add((t, u.Item()));
            if (seen.Count == 4) source.Cancel();
        }, source.Token));
        Assert.Equal(4, seen.Count);
        Assert.Equal(0.3, seen[3].Item1, 1e-15);
        Assert.Equal(Math.Exp(-0.3), seen[3].Item2, 1e-6);
    }

    [Fact]
    public void Progress_counts_steps()
    {
        var sink = new Last();
        using (Progress.Listen(sink)) Evolution.Run(Decay, 1.0, [0, 1], 0.1);
        Assert.Equal((10, 10, true), (sink.Report.Done, sink.Report.Total, sink.Report.Finished));
    }

    [Fact]
    public void A_stream_gives_the_states_of_the_run()
    {
        var (t, u) = Evolution.Stream(Decay, 1.0, 0, 0.1).Skip(10).First();
        Assert.Equal(1, t, 1e-14);
        Assert.Equal(Evolution.Final(Decay, 1.0, 0, 1, 0.1).Item(), u.Item(), 1e-15);
    }

    [Fact]
    public void Multistep_methods_begin_anew_for_a_new_run_and_a_new_step()
    {
        var ab3 = new AdamsBashforth(3, (_, u) => -u);
        var first = Evolution.Final(ab3, 1.0, 0, 1, 0.01).Item();
        Assert.Equal(first, Evolution.Final(ab3, 1.0, 0, 1, 0.01).Item());
        // Another step from t = 1 on: Runge–Kutta steps begin, the order stays.
        Assert.Equal(Math.Exp(-2), Evolution.Run(ab3, 1.0, [0, 1, 2], 0.009).Last.Item(), 1e-7);
        Assert.Equal(100 + 2 * 2, Evolution.Run(ab3, 1.0, [0, 1], 0.01).Statistics.Evaluations);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("times[1] = 1 and times[2] = 0.5", Assert.Throws<ArgumentException>(() => Evolution.Run(Decay, 1.0, [0, 1, 0.5], 0.1)).Message);
        Assert.Contains("dt = -1", Assert.Throws<ArgumentException>(() => Evolution.Run(Decay, 1.0, [0, 1], -1)).Message);
        Assert.Contains("1 times", Assert.Throws<ArgumentException>(() => Evolution.Run(Decay, 1.0, [0], 1)).Message);
        Assert.Contains("shape [2] for a state of shape [3]", Assert.Throws<ArgumentException>(() => Evolution.Run(new RungeKutta(Tableau.Rk4, (_, u) => u[..2].Copy()), Tensor.Zeros(3), [0, 1], 1)).Message);
    }

    private sealed class Last : IProgressSink
    {
        public ProgressReport Report { get; private set; }

        public void Show(in ProgressReport report) => Report = report;
    }
}
