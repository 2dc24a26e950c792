using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>The rate λ₁ at which small differences grow, |δ(t)| ~ e^(λ₁ t).</summary>
public static class LyapunovExponent
{
    /// <summary>λ₁ of a trajectory: it and a neighbour go side by side, and the neighbour is drawn back to a small distance again and again.</summary>
    /// <remarks>Benettin, Galgani, Giorgilli and Strelcyn, 1980. The error over a time T is of order √(D/T), where D is how much the growth rate scatters.</remarks>
    /// <param name="stepper">The dynamics, for states with a leading axis of samples.</param>
    /// <param name="u">A state, real or modes.</param>
    /// <param name="dt">Step Δt.</param>
    /// <param name="transient">Steps before measuring starts.</param>
    /// <param name="steps">Steps that are measured.</param>
    /// <param name="every">Steps from one renormalization to the next.</param>
    /// <param name="separation">The small distance, relative to |u|.</param>
    /// <param name="token">Stops between renormalizations.</param>
    public static double Largest(IStepper stepper, Tensor u, double dt, int transient, int steps, int every = 10, double separation = 1e-8, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        ArgumentNullException.ThrowIfNull(u);
        if (transient < 0 || steps < every || every < 1) throw new ArgumentException($"LyapunovExponent: {transient} and {steps} steps in rounds of {every}; a round or more are measured");
        var (pair, sum, rounds) = (Tensor.Stack([u, u * (1 + separation)]), 0.0, 0);
        var small = separation * Size(u);
        for (var step = 0; step < transient + steps; step += every)
        {
            token.ThrowIfCancellationRequested();
            using var scope = Tensor.Scope();
            var next = pair;
            for (var i = 0; i < every; i++) next = stepper.Step((step + i) * dt, next, dt);
            var difference = next[1] - next[0];
            var size = Size(difference);
            if (step >= transient) (sum, rounds) = (sum + Math.Log(size / small), rounds + 1);
            var drawn = Tensor.Stack([next[0], next[0] + difference * (small / size)]).Keep();
            pair.Dispose();
            pair = drawn;
        }

        return sum / (rounds * every * dt);
    }

    private static double Size(Tensor x) => Math.Sqrt(x.Abs().Square().Sum().Item());
}
