using Kit.Learning;
using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class ImplicitNeuralFieldTests
{
    private static readonly Box Line = new((-1.0, 1.0));

    [Fact]
    public void Steps_of_the_midpoint_rule_are_those_of_its_own_solution()
    {
        // u_t + v u_x = 0 with u₀ = sin πx: a step turns the wave by 2 arctan(πv dt/2).
        const double v = 0.5, dt = 0.2;
        var points = Line.Grid(161);
        var u = new ImplicitNeuralField(Siren.Network(1, 1, 8, 2, omega: 4), new Rng(1)) { Tolerance = 1e-8 };
        u.Fit(points, (points * Math.PI).Sin(), 100);
        for (var n = 1; n <= 3; n++)
        {
            var angle = 2 * Math.Atan(Math.PI * v * dt / 2) * n;
            var inflow = Line.Grid(2)[0..1];
            u.Advance(points, old => old.Value - old.D(0) * (v * dt / 2), (now, known) => now.Value + now.D(0) * (v * dt / 2) - known,
                Condition.Values("inflow", inflow, (inflow * Math.PI - angle).Sin()));
            var error = (u.Forward(points) - (points * Math.PI - angle).Sin()).Abs().Max().Item();
            Assert.True(error < 1e-3, $"step {n}: {error}"); // a fit of mean square 10⁻⁸ or so
        }
    }

    [Fact]
    public void Minimising_the_energy_is_a_step_of_implicit_Euler()
    {
        // A bar held at 0, ρ = E = 1: the first mode sin πX/2 with ω = π/2 falls from a₀ at rest to a₀/(1 + ω²dt²).
        const double dt = 0.5;
        var bar = new Box((0.0, 1.0));
        var points = bar.Grid(121);
        var weights = Tensor.Full((121, 1), 1.0 / 120);
        (weights[0, 0], weights[120, 0]) = (0.5 / 120, 0.5 / 120);
        var start = (points * (Math.PI / 2)).Sin() * 0.1;
        var u = new ImplicitNeuralField(new HardConstraint(x => x * 0, x => x, Mlp.Smooth(1, 1, 8, 2)), new Rng(2));
        u.Fit(points, start, 60);
        u.Minimize(now =>
        {
            var d = now.At(points);
            return (((d.Value - start).Square() * (0.5 / (dt * dt)) + d.D(0).Square() * 0.5) * weights).Sum();
        });
        var omega = Math.PI / 2;
        // The energy is 10⁻³; a gradient below 10⁻⁹ leaves displacements of 10⁻⁴ of a₀ and less.
        Assert.True((u.Forward(points) - start / (1 + omega * omega * dt * dt)).Abs().Max().Item() < 2e-4);
    }

    [Fact]
    public void A_steady_vortex_stays_but_for_what_splitting_takes()
    {
        var box = new Box((-1, 1), (-1, 1));
        ImplicitNeuralField Field(int outputs, long seed) => new(Siren.Network(2, outputs, 10, 2, omega: 3), new Rng(seed));
        var flow = new ImplicitNeuralFlow(Field(2, 1), Field(1, 2), box, points: 17);
        flow.Start(Vortex, 100);
        flow.Step(0.05);
        var points = box.Grid(21, 21);
        var error = ((flow.Velocity.Forward(points) - Vortex(points)).Norm() / Vortex(points).Norm()).Item();
        Assert.True(error < 2e-2, $"{error}");
        var u = flow.Velocity.At(points);
        Assert.True((u.D(0)[.., 0..1] + u.D(1)[.., 1..2]).Square().Mean().Sqrt().Item() < 5e-2); // of gradients of size 1
    }

    [Fact]
    public void Fewer_points_than_weights_are_refused()
    {
        var u = new ImplicitNeuralField(Mlp.Smooth(1, 1, 8, 2), new Rng(3));
        Assert.Contains("41 residuals for 97 weights", Assert.Throws<ArgumentException>(() => u.Fit(Line.Grid(41), Line.Grid(41))).Message);
    }

    private static Tensor Vortex(Tensor p)
    {
        var (x, y) = ((p[.., 0..1] + 1) * Math.PI, (p[.., 1..2] + 1) * Math.PI);
        return Tensor.Concat([x.Sin() * y.Cos(), x.Cos() * y.Sin() * -1], 1) / Math.PI;
    }
}
