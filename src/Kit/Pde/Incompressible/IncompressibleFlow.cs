using System.Globalization;
using Kit.Compute;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Pde.Incompressible;

/// <summary>The Navier–Stokes equations of an incompressible fluid, ∂v/∂t + ∇·(v⊗v) = −∇p + ν Δv + f, ∇·v = 0, on a staggered grid.</summary>
/// <remarks>
/// Harlow and Welch (1965), Phys. Fluids 8, 2182: component a of the velocity lives on the faces across axis a, pressure at the centres of cells. A state is
/// [batch…, D, n_x, n_y, n_z], where component a of a cell is that of its lower face; on the lower side of a box with walls it is 0, and so it is on the upper
/// side, which is not stored. Central differences, of second order, conserve momentum and without viscosity energy. In time the Runge–Kutta method
/// of Shu and Osher (1988) with a projection (Chorin 1968, Math. Comp. 22, 745) in every stage, whose pressure is solved for directly: ∇·v = 0 to rounding.
/// </remarks>
/// <example><code>
/// var box = new Grid(Axis.Cells(64), Axis.Cells(64));
/// var flow = new IncompressibleFlow(box, viscosity: 0.01, [(Wall.Still, Wall.Still), (Wall.Still, new Wall(1, 0))]);
/// var v = flow.Evolve(Tensor.Zeros((2, 64, 64)), 0, 10);
/// </code></example>
public sealed class IncompressibleFlow : IStepper
{
    private readonly PressureSolver pressure;
    private readonly (Wall Low, Wall High)[] walls;
    private readonly double viscosity, upwind;
    private readonly Func<double, Tensor>? force;

    /// <summary>A fluid in a box.</summary>
    /// <param name="grid">Two or three axes, <see cref="AxisKind.Cells"/> between walls or <see cref="AxisKind.Periodic"/>.</param>
    /// <param name="viscosity">Kinematic viscosity ν.</param>
    /// <param name="walls">Walls at the low and the high end of each axis; at rest if not given, and of no meaning on periodic axes.</param>
    /// <param name="upwind">Part of upwind differences in the transport of momentum, 0 (central) to 1 (first order, monotone).</param>
    /// <param name="force">Acceleration f(t) on the faces, of a shape that broadcasts to the state's.</param>
    /// <exception cref="ArgumentException">Grid, walls or numbers do not fit.</exception>
    public IncompressibleFlow(Grid grid, double viscosity, (Wall Low, Wall High)[]? walls = null, double upwind = 0, Func<double, Tensor>? force = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (grid.Dimensions < 2) throw new ArgumentException("IncompressibleFlow: a flow in one dimension is a constant; give a grid of two or three");
        foreach (var axis in grid.Axes)
            if (axis.Kind is not (AxisKind.Cells or AxisKind.Periodic) || axis.Count < 2) throw new ArgumentException($"IncompressibleFlow: axis {axis}; Axis.Cells between walls or Axis.Periodic, of 2 cells or more");
        if (!(viscosity >= 0) || !double.IsFinite(viscosity)) throw new ArgumentOutOfRangeException(nameof(viscosity), $"IncompressibleFlow: viscosity {viscosity} is negative or no number");
        if (!(upwind is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(upwind), $"IncompressibleFlow: upwind part {upwind} is not in [0, 1]");
        if (walls is not null && walls.Length != grid.Dimensions) throw new ArgumentException($"IncompressibleFlow: walls of {walls.Length} axes for {grid.Dimensions} dimensions");
        this.walls = walls ?? [.. Enumerable.Repeat((Wall.Still, Wall.Still), grid.Dimensions)];
        foreach (var (d, pair) in this.walls.Index())
            foreach (var wall in new[] { pair.Low, pair.High })
                if (wall.Velocity.Count != 0 && (wall.Velocity.Count != grid.Dimensions || wall.Velocity[d] != 0))
                    throw new ArgumentException($"IncompressibleFlow: a wall across axis {d} moves with ({string.Join(", ", wall.Velocity)}); it has {grid.Dimensions} components, and 0 along its own axis");
        (Grid, this.viscosity, this.upwind, this.force) = (grid, viscosity, upwind, force);
        pressure = new(grid);
    }

    /// <summary>The cells.</summary>
    public Grid Grid { get; }

    /// <inheritdoc/>
    public int Order => 3;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Δt is beyond the limit of stability; the message names it.</exception>
    public Tensor Step(double t, Tensor u, double dt)
    {
        var stable = StableStep(u, 1);
        if (!(dt <= stable * (1 + 1e-12))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"IncompressibleFlow.Step: Δt = {dt:g4} at t = {t:g6}; stable steps are at most {stable:g4}"));
        Tensor Euler(double at, Tensor v) => Project(v + dt * Acceleration(at, v));
        var first = Euler(t, u);
        var second = 0.75 * u + 0.25 * Euler(t + dt, first);
        return 1.0 / 3 * u + 2.0 / 3 * Euler(t + dt / 2, second);
    }

    /// <summary>Δt = c/(Σ_d max|v_d|/h_d + 2ν Σ_d 1/h_d²), stable for c ≤ 1, of the worst sample.</summary>
    /// <exception cref="ArithmeticException">A velocity is infinite or NaN; the message names the place.</exception>
    public double StableStep(Tensor u, double c = 0.8)
    {
        Check(u);
        using var scope = Tensor.Scope();
        var rate = 0.0;
        for (var d = 0; d < Grid.Dimensions; d++)
        {
            // Walls that slide carry momentum too.
            var speed = Math.Max(Component(u.Plain, d).Abs().Max().Item(), walls.Max(pair => Math.Max(Math.Abs(Velocity(pair.Low, d)), Math.Abs(Velocity(pair.High, d)))));
            if (!double.IsFinite(speed)) throw Fault(u.Plain);
            rate += speed / Grid.Axes[d].Spacing + 2 * viscosity / (Grid.Axes[d].Spacing * Grid.Axes[d].Spacing);
        }

        return rate > 0 ? c / rate : double.PositiveInfinity;
    }

    /// <summary>The state at a later time, in equal steps between changes of the stable one.</summary>
    /// <param name="u">Velocities at <paramref name="from"/>; their divergence is projected away.</param>
    /// <param name="from">Start.</param>
    /// <param name="to">End, met exactly.</param>
    /// <param name="c">Step as a fraction of the largest stable one.</param>
    /// <param name="token">Asked before every step.</param>
    public Tensor Evolve(Tensor u, double from, double to, double c = 0.8, CancellationToken token = default)
    {
        if (!(to >= from) || !double.IsFinite(to - from)) throw new ArgumentException($"IncompressibleFlow.Evolve: from {from} to {to}; time goes forward");
        if (!(c is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(c), $"IncompressibleFlow.Evolve: {c} of the stable step; it lies in (0, 1]");
        Check(u);
        u = Project(u);
        for (var t = from; t < to;)
        {
            token.ThrowIfCancellationRequested();
            var dt = StableStep(u, c);
            dt = (to - t) / Math.Ceiling((to - t) / dt);
            Tensor next;
            using (Tensor.Scope()) next = Step(t, u, dt).Keep();
            if (next.Tracer is null) u.Dispose();
            (u, t) = (next, dt == to - t ? to : t + dt);
        }

        _ = StableStep(u);
        return u;
    }

    /// <summary>∇·v at the centres, [batch…, n…].</summary>
    public Tensor Divergence(Tensor u)
    {
        Check(u);
        Tensor? sum = null;
        for (var d = 0; d < Grid.Dimensions; d++)
        {
            var v = Component(u, d);
            var part = (Upper(v, d) - v) * (1 / Grid.Axes[d].Spacing);
            sum = sum is null ? part : sum + part;
        }

        return sum!;
    }

    /// <summary>The nearest velocities without divergence, and without flow through walls.</summary>
    public Tensor Project(Tensor u)
    {
        Check(u);
        u = Tensor.Stack([.. Enumerable.Range(0, Grid.Dimensions).Select(d => OffWalls(Component(u, d), d))], u.Rank - Grid.Dimensions - 1);
        var potential = pressure.Solve(Divergence(u));
        var parts = new Tensor[Grid.Dimensions];
        for (var d = 0; d < parts.Length; d++) parts[d] = Component(u, d) - OffWalls((potential - Lower(potential, d)) * (1 / Grid.Axes[d].Spacing), d);
        return Tensor.Stack(parts, u.Rank - Grid.Dimensions - 1);
    }

    /// <summary>−∇·(v⊗v) + ν Δv + f on the faces, before pressure.</summary>
    private Tensor Acceleration(double t, Tensor u)
    {
        var v = Enumerable.Range(0, Grid.Dimensions).Select(d => Component(u, d)).ToArray();
        var parts = new Tensor[Grid.Dimensions];
        for (var a = 0; a < parts.Length; a++)
        {
            Tensor sum = 0;
            for (var b = 0; b < parts.Length; b++)
            {
                var perSpacing = 1 / Grid.Axes[b].Spacing;
                // Values before and after each edge or centre that momentum is carried through, and those edges' velocity along b.
                Tensor padded, before, after, carrier;
                var n = Grid.Axes[b].Count;
                var axis = Grid.TensorAxis(b);
                if (a == b)
                {
                    padded = Ends(v[a], b, Cut(v[a], axis, 0, 1) * 0, Cut(v[a], axis, 0, 1) * 0);
                    (before, after) = (Cut(padded, axis, 0, n + 1), Cut(padded, axis, 1, n + 1));
                    carrier = 0.5 * (before + after);
                }
                else
                {
                    var (low, high) = walls[b];
                    padded = Ends(v[a], b, 2 * Velocity(low, a) - Cut(v[a], axis, 0, 1), 2 * Velocity(high, a) - Cut(v[a], axis, n - 1, 1));
                    (before, after) = (Cut(padded, axis, 0, n + 1), Cut(padded, axis, 1, n + 1));
                    var across = 0.5 * (v[b] + Lower(v[b], a));
                    carrier = Tensor.Concat([across, Grid.Axes[b].Kind == AxisKind.Periodic ? Cut(across, axis, 0, 1) : Cut(across, axis, 0, 1) * 0], across.Rank + axis);
                }

                var flux = carrier * (0.5 * (before + after)) - viscosity * perSpacing * (after - before);
                if (upwind > 0) flux -= 0.5 * upwind * (carrier.Abs() * (after - before));
                sum -= (Cut(flux, axis, 1, n) - Cut(flux, axis, 0, n)) * perSpacing;
            }

            parts[a] = sum;
        }

        var change = Tensor.Stack(parts, u.Rank - Grid.Dimensions - 1);
        return force is null ? change : change + force(t).Cast(u.DType);
    }

    private static Tensor Cut(Tensor v, int axis, int start, int count) => v.Along(v.Rank + axis, start, start + count);

    /// <summary>One more value at both ends of an axis: given ones, or around the circle.</summary>
    private Tensor Ends(Tensor v, int d, Tensor low, Tensor high)
    {
        var (axis, n) = (Grid.TensorAxis(d), Grid.Axes[d].Count);
        return Grid.Axes[d].Kind == AxisKind.Periodic
            ? Tensor.Concat([Cut(v, axis, n - 1, 1), v, Cut(v, axis, 0, 1)], v.Rank + axis) : Tensor.Concat([low, v, high], v.Rank + axis);
    }

    /// <summary>The value of the next face or cell; 0 on the upper wall.</summary>
    private Tensor Upper(Tensor v, int d) => Cut(Ends(v, d, Cut(v, Grid.TensorAxis(d), 0, 1), Cut(v, Grid.TensorAxis(d), 0, 1) * 0), Grid.TensorAxis(d), 2, Grid.Axes[d].Count);

    /// <summary>The value of the cell before; the same at a lower wall.</summary>
    private Tensor Lower(Tensor v, int d) => Cut(Ends(v, d, Cut(v, Grid.TensorAxis(d), 0, 1), Cut(v, Grid.TensorAxis(d), 0, 1)), Grid.TensorAxis(d), 0, Grid.Axes[d].Count);

    /// <summary>0 on the lower wall.</summary>
    private Tensor OffWalls(Tensor v, int d)
    {
        if (Grid.Axes[d].Kind == AxisKind.Periodic) return v;
        var (axis, n) = (Grid.TensorAxis(d), Grid.Axes[d].Count);
        return Tensor.Concat([Cut(v, axis, 0, 1) * 0, Cut(v, axis, 1, n - 1)], v.Rank + axis);
    }

    private Tensor Component(Tensor u, int d)
    {
        var axis = u.Rank - Grid.Dimensions - 1;
        return u.Along(axis, d, d + 1).Squeeze(axis);
    }

    private static double Velocity(Wall wall, int d) => wall.Velocity.Count == 0 ? 0 : wall.Velocity[d];

    private void Check(Tensor u)
    {
        Grid.Check(u, "IncompressibleFlow");
        if (u.Rank <= Grid.Dimensions || u.Shape[^(Grid.Dimensions + 1)] != Grid.Dimensions)
            throw new ArgumentException($"IncompressibleFlow: a state has shape {new Shape([Grid.Dimensions, .. Grid.Shape])} after any batch axes, not {u.Shape}");
        if (u.DType is not (DType.F64 or DType.F32)) throw new ArgumentException($"IncompressibleFlow: a state is F64 or F32, not {u.DType}");
    }

    private static ArithmeticException Fault(Tensor u)
    {
        var values = u.ToDoubles();
        var (bad, place) = (Array.FindIndex(values, x => !double.IsFinite(x)), new int[u.Rank]);
        for (int k = u.Rank - 1, rest = bad; k >= 0; k--) (rest, place[k]) = Math.DivRem(rest, u.Shape[k]);
        return new($"IncompressibleFlow: the velocity is {values[bad]} at [{string.Join(',', place)}]; check the initial state and the force");
    }
}
