using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Tests.Numerics.TimeIntegration;

public sealed class SymplecticTests
{
    public static TheoryData<string> Names => [.. Integrators.Symplectic.Select(method => method.Name)];

    // The pendulum, H = p²/2 − cos q, four at once.
    private static Tensor Force(Tensor q) => -q.Sin();

    private static Tensor Energy(Tensor u) => u[1].Square() / 2 - u[0].Cos();

    [Theory, MemberData(nameof(Names))]
    public void Energy_does_not_drift(string name)
    {
        var stepper = Integrators.Symplectic.Single(method => method.Name == name).Of(Force);
        var start = Symplectic.State(Tensor.Of([0.5, 1, 1.5, 2]), Tensor.Zeros(4));
        var (energy, early, late, step) = (Energy(start), 0.0, 0.0, 0);
        // About a thousand periods by the methods of order 2, and 120 by the dearer ones.
        var (steps, dt) = stepper.Order == 2 ? (28_000, 0.25) : (8_000, 0.1);
        Evolution.Run(stepper, start, [0, dt * steps], dt, (_, u) =>
        {
            if (step++ % 97 != 0) return;
            var error = (Energy(u) - energy).Abs().Max().Item();
            if (step < steps / 10) early = Math.Max(early, error);
            else late = Math.Max(late, error);
        });
        Assert.True(late < 1.2 * early + 1e-13, $"{early} → {late}");
        Assert.True(late < 2 * Math.Pow(dt, stepper.Order), $"{late}");
    }

    [Fact]
    public void Runge_Kutta_drifts_on_the_same_problem()
    {
        var rk4 = new RungeKutta(Tableau.Rk4, (_, u) => Tensor.Stack([u[1], Force(u[0])]));
        var start = Symplectic.State(Tensor.Of([2.0]), Tensor.Zeros(1));
        double Drift(double time) => Math.Abs((Energy(Evolution.Final(rk4, start, 0, time, 0.3)) - Energy(start)).Item());
        Assert.True(Drift(3000) > 5 * Drift(300));
    }

    [Theory, MemberData(nameof(Names))]
    public void Going_back_leads_to_the_start(string name)
    {
        var stepper = Integrators.Symplectic.Single(method => method.Name == name).Of(Force);
        var start = Symplectic.State(Tensor.Of([0.5, 1.5]), Tensor.Of([0.1, -0.3]));
        var there = Evolution.Final(stepper, start, 0, 50, 0.1);
        // Symmetric methods undo a step up to rounding.
        Assert.True((Evolution.Final(stepper, there, 50, 0, 0.1) - start).Abs().Max().Item() < 1e-11);
    }

    [Theory, InlineData(1.99, true), InlineData(2.01, false)]
    public void Leapfrog_is_stable_while_frequency_times_step_is_below_2(double step, bool stable)
    {
        var leapfrog = Symplectic.VelocityVerlet(q => -q);
        var u = Symplectic.State(Tensor.Ones(1), Tensor.Zeros(1));
        var largest = 0.0;
        Evolution.Run(leapfrog, u, [0, 1000 * step], step, (_, v) => largest = Math.Max(largest, v[0].Abs().Max().Item()));
        Assert.Equal(stable, largest < 100);
    }

    [Fact]
    public void A_step_keeps_area()
    {
        var jacobian = Kit.Autodiff.Grad.Jacobian(u => Composition.Yoshida4(Symplectic.VelocityVerlet(Force)).Step(0, u, 0.3), Symplectic.State(1.2, 0.4));
        Assert.Equal(1, Kit.Numerics.LinearAlgebra.Determinant(jacobian.Reshape(2, 2)).Item(), 1e-13);
    }

    [Fact]
    public void A_state_that_is_no_pair_is_refused() =>
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => Symplectic.VelocityVerlet(Force).Step(0, Tensor.Zeros(3), 0.1)).Message);
}
