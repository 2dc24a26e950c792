using Kit.Compute;
using Kit.Numerics.TimeIntegration;
using Kit.Tensors;

namespace Kit.Pde.Spectral;

/// <summary>A <see cref="SpectralScheme"/> bound to an equation: one step from modes to modes.</summary>
/// <remarks>The functions of L Δt are computed once for each Δt and kept for the last few.</remarks>
public sealed class SpectralStepper : IStepper
{
    private const int MostKept = 8;
    private readonly Dictionary<double, SpectralOperator?[][]> known = [];

    /// <summary>Binds a scheme.</summary>
    public SpectralStepper(SpectralEquation equation, SpectralScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(scheme);
        (Equation, Scheme) = (equation, scheme);
    }

    /// <summary>The equation.</summary>
    public SpectralEquation Equation { get; }

    /// <summary>The scheme.</summary>
    public SpectralScheme Scheme { get; }

    /// <inheritdoc/>
    public int Order => Scheme.Order;

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt)
    {
        var modes = Equation.Space.Check(u, Scheme.Name);
        var rows = Rows(dt);
        return SampleGroups.Of(this, modes) is { } groups ? groups.Run(part => Step(t, part, dt, rows)) : Step(t, modes, dt, rows);
    }

    private Tensor Step(double t, Tensor modes, double dt, SpectralOperator?[][] rows)
    {
        var slopes = new Tensor[rows.Length];
        var linear = false;
        for (var i = 0; i < rows.Length && !linear; i++)
        {
            var state = i == 0 ? modes : Combine(rows[i - 1], modes, slopes);
            if (Slope(state, t + Scheme.Nodes[i] * dt) is { } slope) slopes[i] = slope;
            else linear = true;
            if (i > 0 && !ReferenceEquals(state, slopes[i])) TensorScope.Drop(state);
        }

        var next = linear ? Combine([rows[^1][0]], modes, slopes) : Combine(rows[^1], modes, slopes);
        if (Equation.Grows && next.Tracer is null) Equation.Space.Pair(next);
        return next;
    }

    /// <summary>N of a stage, in the precision of its modes; what lies between is given back at once, so that the next evaluation finds the same memory in the caches.</summary>
    private Tensor? Slope(Tensor state, double t)
    {
        using var scope = Tensor.Scope();
        var slope = Equation.Nonlinear(Equation.Space, state, t);
        return (state.DType == DType.C64 ? slope?.Cast(DType.C64) : slope)?.Keep();
    }

    /// <summary>The modes after equal steps.</summary>
    /// <param name="t">Time at the start.</param>
    /// <param name="u">Modes at t.</param>
    /// <param name="dt">Step Δt.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="token">Stops between steps.</param>
    public Tensor Run(double t, Tensor u, double dt, int steps, CancellationToken token = default)
    {
        var rows = Rows(dt);
        return steps > 0 && SampleGroups.Of(this, Equation.Space.Check(u, Scheme.Name)) is { } groups ? groups.Run(part => Run(t, part, dt, steps, rows, token)) : Run(t, u, dt, steps, rows, token);
    }

    private Tensor Run(double t, Tensor u, double dt, int steps, SpectralOperator?[][] rows, CancellationToken token)
    {
        for (var step = 0; step < steps; step++)
        {
            token.ThrowIfCancellationRequested();
            Tensor next;
            using (Tensor.Scope()) next = Step(t + step * dt, u, dt, rows).Keep();
            if (step > 0 && next.Tracer is null) u.Dispose();
            u = next;
        }

        return u;
    }

    /// <summary>The same step from fields on the grid to fields on the grid.</summary>
    public IStepper OnGrid() => new GridStepper(this);

    private static Tensor Combine(SpectralOperator?[] row, Tensor modes, Tensor[] slopes)
    {
        var (operators, operands) = (new List<SpectralOperator>(row.Length), new List<Tensor>(row.Length));
        for (var j = 0; j < row.Length; j++)
            if (row[j] is { } factor)
            {
                operators.Add(factor);
                operands.Add(j == 0 ? modes : slopes[j - 1]);
            }

        return SpectralOperator.Sum([.. operators], [.. operands]);
    }

    private SpectralOperator?[][] Rows(double dt)
    {
        lock (known)
        {
            if (known.TryGetValue(dt, out var rows)) return rows;
            if (known.Count == MostKept) known.Clear();
            return known[dt] = Compute(dt);
        }
    }

    private SpectralOperator?[][] Compute(double dt)
    {
        if (!double.IsFinite(dt)) throw new ArgumentException($"{Scheme}.Step: a time step of {dt}");
        var stages = Scheme.Nodes.Count;
        var scaled = Equation.Symbol * dt;
        var flat = SpectralOperator.Of(scaled, Equation.Space.Dimensions, stages * (stages + 3) / 2, z =>
            [.. Scheme.Rows(z).SelectMany(row => row.Select((factor, j) => j == 0 ? factor : factor * dt))]);
        var (rows, place) = (new SpectralOperator?[stages][], 0);
        for (var i = 0; i < stages; place += i + 2, i++) rows[i] = flat[place..(place + i + 2)];
        return rows;
    }

    private sealed class GridStepper(SpectralStepper modes) : IStepper
    {
        public int Order => modes.Order;

        public Tensor Step(double t, Tensor u, double dt) => modes.Equation.Space.Inverse(modes.Step(t, modes.Equation.Modes(u), dt));
    }
}
