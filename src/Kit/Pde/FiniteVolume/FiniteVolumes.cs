using System.Globalization;
using Kit.Compute;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

/// <summary>Finite volumes for ∂u/∂t + ∇·F(u) = S(u): averages over cells change by the fluxes through their faces, in steps of a strong-stability-preserving Runge–Kutta method.</summary>
/// <remarks>
/// States are [batch…, C, n_x, n_y, n_z]. F64 states go through kernels of registers; states of another type and those being differentiated
/// through tensor operations, with the same arithmetic. Methods of time: Shu and Osher (1988), J. Comput. Phys. 77, 439.
/// </remarks>
/// <example><c>FiniteVolumes.Of(grid, new Euler(2), new Weno5(), new Hllc()).Evolve(u, 0, 0.2)</c></example>
public sealed partial class FiniteVolumes : IStepper
{
    private readonly Scheme scheme;
    private readonly (Side Low, Side High)[] sides;
    private readonly Tensor? bed;
    private readonly (double Keep, double Take, double At)[] stages;
    private readonly bool positive;

    private FiniteVolumes(Grid grid, Scheme scheme, (Side Low, Side High)[] sides, Tensor? bed, int stages, bool positive)
    {
        (Grid, this.scheme, this.sides, this.bed, this.positive) = (grid, scheme, sides, bed, positive && scheme.Positive.Count > 0);
        // u ← keep · u(t) + take · (u + Δt L(u)), with L at t + at · Δt.
        this.stages = stages switch
        {
            1 => [(0, 1, 0)],
            2 => [(0, 1, 0), (0.5, 0.5, 1)],
            _ => [(0, 1, 0), (0.75, 0.25, 1), (1.0 / 3, 2.0 / 3, 0.5)],
        };
    }

    /// <summary>The cells.</summary>
    public Grid Grid { get; }

    /// <summary>Components C of a state.</summary>
    public int Components => scheme.Components;

    /// <summary>Order of the method in time, its stages.</summary>
    public int Order => stages.Length;

    /// <summary>Order in space for smooth solutions on a line.</summary>
    public int SpaceOrder => scheme.Order;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Δt is beyond the limit of stability, Courant number 1; the message names it.</exception>
    /// <exception cref="ArithmeticException">The state has a NaN or a negative density, pressure or depth; the message names cell and time.</exception>
    public Tensor Step(double t, Tensor u, double dt)
    {
        Check(u);
        return Advance(t, u, null, rate => dt * rate <= 1 + 1e-12
            ? dt : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"FiniteVolumes.Step: Δt = {dt:g4} has Courant number {dt * rate:g4} at t = {t:g6}; stable steps are at most {1 / rate:g4}, and {0.4 / rate:g4} is a good one"))).Next;
    }

    /// <summary>The largest Δt with max Σ_d |speed_d| Δt/h_d = Courant number, of the worst sample.</summary>
    /// <exception cref="ArithmeticException">The state has a NaN or a negative density, pressure or depth.</exception>
    public double StableStep(Tensor u, double courant = 0.4)
    {
        Check(u);
        using (Tensor.Scope()) return courant / Rate(u.Plain, 0, null);
    }

    /// <summary>The state at a later time, in steps of a Courant number.</summary>
    /// <param name="u">State [batch…, C, n…] at <paramref name="from"/>.</param>
    /// <param name="from">Start.</param>
    /// <param name="to">End, met exactly.</param>
    /// <param name="courant">Courant number Σ_d |speed_d| Δt/h_d of every step, of the fastest cell of the worst sample; up to 1, and up to ½ (¼ on squares) for what must stay positive.</param>
    /// <param name="token">Asked before every step.</param>
    /// <exception cref="ArithmeticException">A NaN or a negative density, pressure or depth; the message names step, time and cell.</exception>
    public Tensor Evolve(Tensor u, double from, double to, double courant = 0.4, CancellationToken token = default) => March(u, from, to, courant, token).U;

    /// <summary>The state at given times, in steps of a Courant number.</summary>
    /// <param name="u">State [batch…, C, n…] at the first time.</param>
    /// <param name="times">The first time and those to be saved, rising; each is met exactly.</param>
    /// <param name="courant">Courant number of every step, as for <see cref="Evolve"/>.</param>
    /// <param name="token">Asked before every step.</param>
    /// <returns>States [times, batch…, C, n…].</returns>
    /// <exception cref="ArgumentException">No time, or one before the last.</exception>
    /// <exception cref="ArithmeticException">A NaN or a negative density, pressure or depth; the message names step, time and cell.</exception>
    public Trajectory Run(Tensor u, IReadOnlyList<double> times, double courant = 0.4, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0) throw new ArgumentException("FiniteVolumes.Run: no times; the first is that of the state given");
        Check(u);
        var (states, steps) = (new Tensor[times.Count], 0L);
        states[0] = u;
        for (var k = 1; k < states.Length; k++)
        {
            (states[k], var count) = March(states[k - 1], times[k - 1], times[k], courant, token);
            steps += count;
        }

        return new([.. times], Tensor.Stack(states), new(steps, 0, steps * Order));
    }

    /// <summary>du/dt = −∇·F + S by tensor operations, which can be differentiated; without the limiter of fluxes.</summary>
    public Tensor Rhs(double t, Tensor u)
    {
        Check(u);
        return -Divergence(t, u, 0);
    }

    private (Tensor U, int Steps) March(Tensor u, double from, double to, double courant, CancellationToken token)
    {
        Check(u);
        if (!(courant is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(courant), $"FiniteVolumes.Evolve: Courant number {courant}; it lies in (0, 1]");
        if (!(to >= from) || !double.IsFinite(to - from)) throw new ArgumentException($"FiniteVolumes.Evolve: from {from} to {to}; time goes forward");
        var (t, step) = (from, 0);
        for (; t < to; step++)
        {
            token.ThrowIfCancellationRequested();
            var now = t;
            // The last two steps are equal, so that none is tiny.
            var (next, dt) = Advance(t, u, step, rate => courant / rate is var stable && now + stable >= to ? to - now : now + 2 * stable > to ? (to - now) / 2 : stable);
            if (!(t + dt > t)) throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture, $"FiniteVolumes.Evolve: step {step} at t = {t:g6} has Δt = {dt:g3}, too small to move time; speeds have grown without bound"));
            if (step > 0 && next.Tracer is null) u.Dispose();
            (u, t) = (next, dt == to - t ? to : t + dt);
        }

        using (Tensor.Scope()) _ = Rate(u.Plain, t, null);
        return (u, step);
    }

    private (Tensor Next, double Dt) Advance(double t, Tensor u, int? step, Func<double, double> choose) =>
        u.Tracer is null && u.DType == DType.F64 && u.Device == Device.Cpu ? AdvanceByKernels(t, u, step, choose) : AdvanceByTensors(t, u, step, choose);

    private void Check(Tensor u)
    {
        Grid.Check(u, "FiniteVolumes");
        if (u.Rank <= Grid.Dimensions || u.Shape[^(Grid.Dimensions + 1)] != Components)
            throw new ArgumentException($"FiniteVolumes: a state has shape {new Shape([Components, .. Grid.Shape])} after any batch axes, not {u.Shape}");
        if (u.DType is not (DType.F64 or DType.F32)) throw new ArgumentException($"FiniteVolumes: a state is F64 or F32, not {u.DType}");
    }
}
