using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Rosenbrock methods for stiff u′ = f(t, u): linearly implicit, one Jacobian a step and no Newton iteration.</summary>
public sealed class Rosenbrock : IEmbeddedStepper, ICountsEvaluations
{
    private readonly Field ode;
    private readonly Newton linear;

    /// <param name="table"><see cref="RosenbrockTable.Rodas4"/> where in doubt.</param>
    /// <param name="f">(t, u) → du/dt, of u's shape.</param>
    /// <param name="linear">How the linear equations are solved, dense or by GMRES.</param>
    public Rosenbrock(RosenbrockTable table, Func<double, Tensor, Tensor> f, Newton? linear = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        (Table, ode, this.linear) = (table, new(f), linear ?? new());
    }

    /// <summary>The method.</summary>
    public RosenbrockTable Table { get; }

    /// <inheritdoc/>
    public int Order => Table.Order;

    /// <inheritdoc/>
    public int ErrorOrder => Table.Error is null
        ? throw new InvalidOperationException($"{Table} has no embedded method to estimate its error with; take RODAS4, RODAS3 or ROS2, or fixed steps")
        : Table.ErrorOrder;

    /// <inheritdoc/>
    public long Evaluations => ode.Calls;

    /// <inheritdoc/>
    public Tensor Slope(double t, Tensor u) => ode.At(t, u);

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt) => Combination.Of(u, 1, Table.M, Stages(t, u, dt, null));

    /// <inheritdoc/>
    public Trial Try(double t, Tensor u, double dt, Tensor? slope)
    {
        _ = ErrorOrder;
        var begin = slope ?? ode.At(t, u);
        var stages = Stages(t, u, dt, begin);
        var next = Combination.Of(u, 1, Table.M, stages);
        var error = Combination.Of(stages[0] * Table.Error![0], 1, Table.Error.AsSpan(1), stages.AsSpan(1));
        var end = ode.At(t + dt, next);
        return new(next, error, end, theta => Trial.Hermite(u, begin, next, end, dt, theta));
    }

    private Tensor[] Stages(double t, Tensor u, double dt, Tensor? slope)
    {
        ArgumentNullException.ThrowIfNull(u);
        var (table, stages) = (Table, new Tensor[Table.M.Length]);
        // (1/(γh) − J)⁻¹ = γh (1 − γhJ)⁻¹.
        var inverse = linear.Inverse(ode.At, t, u, table.Gamma * dt, varies: true);
        var drift = TimeDerivative(t, u, dt);
        for (var i = 0; i < stages.Length; i++)
        {
            var value = i == 0 && slope is not null ? slope : ode.At(t + table.Alphas[i] * dt, Combination.Of(u, 1, table.A[i], stages.AsSpan(0, i)));
            value = Combination.Of(Combination.Of(value, table.Gammas[i] * dt, drift), 1 / dt, table.C[i], stages.AsSpan(0, i));
            stages[i] = inverse(value * (table.Gamma * dt));
        }

        return stages;
    }

    /// <summary>∂f/∂t by a central difference over h/500: its error, 10⁻⁷h² and rounding over h, is multiplied by h² in a step.</summary>
    private Tensor TimeDerivative(double t, Tensor u, double dt)
    {
        var (low, high) = (t - 1e-3 * dt, t + 1e-3 * dt);
        return (ode.At(high, u) - ode.At(low, u)) * (1 / (high - low));
    }
}
