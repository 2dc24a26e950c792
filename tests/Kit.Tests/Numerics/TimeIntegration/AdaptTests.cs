using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

public sealed class AdaptTests
{
    private static RungeKutta Oscillator(Tableau tableau) => new(tableau, (_, u) => Tensor.Concat([u[1..], -u[..1]]));

    public static TheoryData<string> Methods => ["Bogacki–Shampine 3(2)", "Dormand–Prince 5(4)", "Tsit5", "SDIRK4", "ROS2", "RODAS3", "RODAS4"];

    [Theory, MemberData(nameof(Methods))]
    public void The_error_follows_the_tolerance_at_interpolated_times_too(string name)
    {
        var method = (IEmbeddedStepper)Integrators.All.Single(method => method.Name == name).Of((t, u) => Tensor.Concat([u[1..], -u[..1]]));
        double[] times = [.. Enumerable.Range(0, 41).Select(k => 0.17 * k)];
        var loosest = method.Order <= 3 ? 1e-4 : 1e-6;
        var errors = new List<double>();
        foreach (var tolerance in new[] { loosest, loosest / 100 })
        {
            var run = Evolution.Adapt(method, Tensor.Of([0.0, 1.0]), times, new(tolerance, tolerance));
            errors.Add(times.Select((t, k) => Math.Abs(run.States[k, 0].Item() - Math.Sin(t))).Max());
            Assert.Equal(41, run.Times.Length);
            // Over a time of seven, 100 tolerances are left to the accumulation of local errors.
            Assert.True(errors[^1] < 100 * tolerance, $"{errors[^1]} at {tolerance}");
        }

        Assert.True(errors[1] < errors[0] / 5, $"{errors[0]} → {errors[1]}");
    }

    [Fact]
    public void Steps_grow_where_the_solution_is_smooth_and_rejections_are_counted()
    {
        // Two bodies on an ellipse of eccentricity 0.9: the period is 2π, and the steps at the near end are hundreds of times shorter.
        Tensor Kepler(double t, Tensor u)
        {
            var r = u[..2].Norm();
            return Tensor.Concat([u[2..], -u[..2] / (r * r * r)]);
        }

        var u0 = Tensor.Of([0.1, 0.0, 0.0, Math.Sqrt(19)]);
        var steps = new List<double>();
        var run = Evolution.Adapt(new RungeKutta(Tableau.Tsit5, Kepler), u0, [0, 2 * Math.PI], new(1e-9, 1e-9), observe: (t, _) => steps.Add(t));
        Assert.True((run.Last - u0).Abs().Max().Item() < 1e-5);
        var sizes = steps.Zip(steps.Skip(1), (a, b) => b - a).ToArray();
        Assert.True(sizes.Max() > 30 * sizes.Min());
        Assert.Equal(sizes.Length, run.Statistics.Steps);
        // Six evaluations a step after the first; two more to begin.
        Assert.Equal(2 + 6 * (run.Statistics.Steps + run.Statistics.Rejected), run.Statistics.Evaluations);
    }

    [Fact]
    public void Backward_in_time_and_per_sample_errors()
    {
        var there = Evolution.Adapt(Oscillator(Tableau.Tsit5), Tensor.Of([0.0, 1.0]), [0, 3], new(1e-9, 1e-9)).Last;
        Assert.Equal([0, 1], Evolution.Adapt(Oscillator(Tableau.Tsit5), there, [3, 0], new(1e-9, 1e-9)).Last.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-7);

        // One fast sample among a hundred at rest: the mean over all hides its error, the worst sample does not.
        var rates = Tensor.Zeros((100, 1));
        rates[0, 0] = 20;
        var stepper = new RungeKutta(Tableau.Tsit5, (t, u) => rates * Math.Cos(20 * t) * u);
        double Error(int axes) => Math.Abs(Evolution.Adapt(stepper, Tensor.Ones((100, 1)), [0, 1], new(1e-5, 1e-5) { SampleAxes = axes }).Last[0, 0].Item() - Math.Exp(Math.Sin(20)));
        Assert.True(Error(1) < Error(0) / 2);
    }

    [Fact]
    public void A_ball_bounces_where_it_meets_the_floor()
    {
        // Free fall from 1 with g = 1: the floor at √2, the top of the ground's view never again.
        var fall = new RungeKutta(Tableau.DormandPrince, (_, u) => Tensor.Concat([u[1..], -Tensor.Ones(1)]));
        var run = Evolution.Adapt(fall, Tensor.Of([1.0, 0.0]), [0, 0.5, 1, 2, 3], events: [new((_, u) => u[0].Item(), Crossing.Falling, Terminal: true)]);
        Assert.Equal([0, 0.5, 1], run.Times);
        var hit = Assert.Single(run.Events);
        Assert.Equal(Math.Sqrt(2), hit.Time, 1e-9);
        Assert.Equal(-Math.Sqrt(2), hit.State[1].Item(), 1e-9);
    }

    [Theory, InlineData(Crossing.Any, new[] { 1, 2, 3 }), InlineData(Crossing.Rising, new[] { 2 }), InlineData(Crossing.Falling, new[] { 1, 3 })]
    public void Crossings_are_found_by_direction(Crossing crossing, int[] multiples)
    {
        // sin t: falls through zero at π and 3π, rises at 2π; the zero at the start does not count.
        var run = Evolution.Adapt(Oscillator(Tableau.Tsit5), Tensor.Of([0.0, 1.0]), [0, 10], new(1e-10, 1e-10), [new((_, u) => u[0].Item(), crossing)]);
        Assert.Equal(multiples.Select(n => n * Math.PI), run.Events.Select(hit => hit.Time), (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Fact]
    public void A_singularity_too_many_steps_and_missing_estimates_are_named()
    {
        // u′ = u², u = 1/(1 − t).
        var blowUp = Assert.Throws<ArithmeticException>(() => Evolution.Adapt(new RungeKutta(Tableau.Tsit5, (_, u) => u * u), 1.0, [0, 2]));
        Assert.Contains("t = 1: the step fell to", blowUp.Message);
        Assert.Contains("stiff", blowUp.Message);
        var many = Assert.Throws<InvalidOperationException>(() => Evolution.Adapt(new RungeKutta(Tableau.Tsit5, (_, u) => -1e6 * u), 1.0, [0, 10], new() { MaxSteps = 200 }));
        Assert.Contains("200 steps reached t =", many.Message);
        Assert.Contains("RK4 has no embedded method", Assert.Throws<InvalidOperationException>(() => Evolution.Adapt(new RungeKutta(Tableau.Rk4, (_, u) => u), 1.0, [0, 1])).Message);
        Assert.Throws<ArgumentException>(() => Evolution.Adapt(Oscillator(Tableau.Tsit5), Tensor.Ones(2), [0, 1], new(-1)));
    }
}
