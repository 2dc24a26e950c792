using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Methods for du = a(t, u) dt + b(t, u) dW with diagonal noise: every element has its own Brownian motion, and bᵢ depends on uᵢ only.</summary>
/// <remarks>P. Kloeden and E. Platen, Numerical Solution of Stochastic Differential Equations (1992), §10.2, §10.3. A path is given, so methods and steps can be compared on the same noise.</remarks>
public sealed class Stochastic : IStepper, ICountsEvaluations
{
    private readonly Field drift;
    private readonly Field diffusion;
    private readonly BrownianPath path;
    private readonly Func<double, Tensor, double, Tensor, Tensor> step;

    private Stochastic(Func<double, Tensor, Tensor> drift, Func<double, Tensor, Tensor> diffusion, BrownianPath path, double strongOrder, char rule)
    {
        ArgumentNullException.ThrowIfNull(path);
        (this.drift, this.diffusion, this.path, StrongOrder) = (new(drift), new(diffusion), path, strongOrder);
        step = rule switch { 'E' => EulerStep, 'M' => MilsteinStep, _ => HeunStep };
    }

    /// <summary>Itô, strong order ½ (1 where b does not depend on u), weak order 1: u⁺ = u + a h + b ΔW.</summary>
    /// <param name="drift">a(t, u).</param>
    /// <param name="diffusion">b(t, u).</param>
    /// <param name="path">W.</param>
    public static Stochastic EulerMaruyama(Func<double, Tensor, Tensor> drift, Func<double, Tensor, Tensor> diffusion, BrownianPath path) => new(drift, diffusion, path, 0.5, 'E');

    /// <summary>Itô, strong and weak order 1: Euler–Maruyama with ½ b ∂b/∂u (ΔW² − h); the derivative is taken by forward mode.</summary>
    /// <param name="drift">a(t, u).</param>
    /// <param name="diffusion">b(t, u).</param>
    /// <param name="path">W.</param>
    public static Stochastic Milstein(Func<double, Tensor, Tensor> drift, Func<double, Tensor, Tensor> diffusion, BrownianPath path) => new(drift, diffusion, path, 1, 'M');

    /// <summary>Stratonovich, strong order 1: the trapezoidal rule with Euler's prediction for both terms.</summary>
    /// <param name="drift">a(t, u) of the Stratonovich form.</param>
    /// <param name="diffusion">b(t, u).</param>
    /// <param name="path">W.</param>
    public static Stochastic Heun(Func<double, Tensor, Tensor> drift, Func<double, Tensor, Tensor> diffusion, BrownianPath path) => new(drift, diffusion, path, 1, 'H');

    /// <summary>The weak order: of means E g(u(T)).</summary>
    public int Order => 1;

    /// <summary>The order of E |u − u(T)| on a given path.</summary>
    public double StrongOrder { get; }

    /// <inheritdoc/>
    public long Evaluations => drift.Calls;

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        return step(t, u, dt, path.Increment(t, dt));
    }

    private Tensor EulerStep(double t, Tensor u, double dt, Tensor dw) => Combination.Of(u, dt, drift.At(t, u)) + diffusion.At(t, u) * dw;

    private Tensor MilsteinStep(double t, Tensor u, double dt, Tensor dw)
    {
        var b = diffusion.At(t, u);
        var slope = Grad.Jvp(x => diffusion.At(t, x), u, b).Tangent;
        return Combination.Of(u, dt, drift.At(t, u)) + b * dw + 0.5 * slope * (dw * dw - dt);
    }

    private Tensor HeunStep(double t, Tensor u, double dt, Tensor dw)
    {
        var (a, b) = (drift.At(t, u), diffusion.At(t, u));
        var predicted = Combination.Of(u, dt, a) + b * dw;
        return Combination.Of(u, dt / 2, [1, 1], [a, drift.At(t + dt, predicted)]) + 0.5 * (b + diffusion.At(t + dt, predicted)) * dw;
    }
}
