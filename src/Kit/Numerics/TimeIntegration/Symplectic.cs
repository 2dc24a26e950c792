using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>The Störmer–Verlet (leapfrog) method for a separable H(q, p) = T(p) + V(q); the state is [2, …] with q = u[0], p = u[1].</summary>
/// <remarks>
/// Symplectic, symmetric and of order 2; energy is kept to O(h²) for exponentially long times. A frequency ω is stable while ωh &lt; 2.
/// <see cref="Composition"/> makes methods of order 4 and 6 of it. E. Hairer, Ch. Lubich, G. Wanner, Geometric Numerical Integration (2006), §I.1.4 and §VI.3.
/// </remarks>
public sealed class Symplectic : IStepper, ICountsEvaluations
{
    private readonly Func<Tensor, Tensor> force;
    private readonly Func<Tensor, Tensor> velocity;
    private readonly bool kickFirst;

    private Symplectic(bool kickFirst, Func<Tensor, Tensor> force, Func<Tensor, Tensor>? velocity)
    {
        ArgumentNullException.ThrowIfNull(force);
        (this.kickFirst, this.force, this.velocity) = (kickFirst, force, velocity ?? (p => p));
    }

    /// <summary>Velocity form: p += h/2 F(q), q += h v(p), p += h/2 F(q).</summary>
    /// <param name="force">q → −∂V/∂q.</param>
    /// <param name="velocity">p → ∂T/∂p; p itself for unit masses.</param>
    public static Symplectic VelocityVerlet(Func<Tensor, Tensor> force, Func<Tensor, Tensor>? velocity = null) => new(true, force, velocity);

    /// <summary>Position form: q += h/2 v(p), p += h F(q), q += h/2 v(p); one force a step.</summary>
    /// <param name="force">q → −∂V/∂q.</param>
    /// <param name="velocity">p → ∂T/∂p; p itself for unit masses.</param>
    public static Symplectic PositionVerlet(Func<Tensor, Tensor> force, Func<Tensor, Tensor>? velocity = null) => new(false, force, velocity);

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public long Evaluations { get; private set; }

    /// <summary>The state of positions q and momenta p.</summary>
    public static Tensor State(Tensor q, Tensor p) => Tensor.Stack([q, p]);

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        if (u.Rank == 0 || u.Shape[0] != 2) throw new ArgumentException($"Symplectic: a state of shape {u.Shape}; [2, …] with q = u[0] and p = u[1] is right, see Symplectic.State");
        var (q, p) = (u[0], u[1]);
        if (kickFirst)
        {
            p = Kick(q, p, dt / 2);
            q = Drift(q, p, dt);
            p = Kick(q, p, dt / 2);
        }
        else
        {
            q = Drift(q, p, dt / 2);
            p = Kick(q, p, dt);
            q = Drift(q, p, dt / 2);
        }

        return State(q, p);
    }

    private Tensor Kick(Tensor q, Tensor p, double h)
    {
        Evaluations++;
        return Combination.Of(p, h, force(q));
    }

    private Tensor Drift(Tensor q, Tensor p, double h) => Combination.Of(q, h, velocity(p));
}
