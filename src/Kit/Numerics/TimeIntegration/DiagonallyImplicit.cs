using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>Diagonally implicit Runge–Kutta methods for stiff u′ = f(t, u): one equation u − hγ f = r a stage, solved by <see cref="Newton"/>.</summary>
public sealed class DiagonallyImplicit : IEmbeddedStepper, ICountsEvaluations
{
    private readonly Field ode;
    private readonly ImplicitPart part;

    /// <param name="tableau"><see cref="Tableau.BackwardEuler"/>, <see cref="Tableau.CrankNicolson"/>, <see cref="Tableau.Sdirk2"/>, <see cref="Tableau.Sdirk3"/> or <see cref="Tableau.Sdirk4"/>.</param>
    /// <param name="f">(t, u) → du/dt, of u's shape.</param>
    /// <param name="newton">How the equations are solved.</param>
    public DiagonallyImplicit(Tableau tableau, Func<double, Tensor, Tensor> f, Newton? newton = null)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        (Tableau, part) = (tableau, ImplicitPart.Of(f, newton));
        ode = part.Field!;
    }

    /// <summary>The method.</summary>
    public Tableau Tableau { get; }

    /// <inheritdoc/>
    public int Order => Tableau.Order;

    /// <inheritdoc/>
    public int ErrorOrder => Tableau.Embedded is null
        ? throw new InvalidOperationException($"{Tableau} has no embedded method to estimate its error with; take SDIRK4 or a Rosenbrock method, or fixed steps")
        : Tableau.EmbeddedOrder;

    /// <inheritdoc/>
    public long Evaluations => ode.Calls;

    /// <inheritdoc/>
    public Tensor Slope(double t, Tensor u) => ode.At(t, u);

    /// <inheritdoc/>
    public Tensor Step(double t, Tensor u, double dt) => Stages(t, u, dt).Next;

    /// <inheritdoc/>
    public Trial Try(double t, Tensor u, double dt, Tensor? slope)
    {
        _ = ErrorOrder;
        var (next, k) = Stages(t, u, dt);
        double[] difference = [.. Tableau.B.Zip(Tableau.Embedded!, (b, hat) => b - hat)];
        var error = Combination.Of(k[0] * (dt * difference[0]), dt, difference.AsSpan(1), k.AsSpan(1));
        var (begin, end) = (slope ?? ode.At(t, u), ode.At(t + dt, next));
        return new(next, error, end, theta => Trial.Hermite(u, begin, next, end, dt, theta));
    }

    private (Tensor Next, Tensor[] Slopes) Stages(double t, Tensor u, double dt)
    {
        ArgumentNullException.ThrowIfNull(u);
        var (a, c, k, stage) = (Tableau.A, Tableau.C, new Tensor[Tableau.Stages], u);
        for (var i = 0; i < k.Length; i++)
        {
            var rhs = Combination.Of(u, dt, a[i].AsSpan(0, i), k.AsSpan(0, i));
            (stage, k[i]) = a[i][i] == 0 ? (rhs, ode.At(t + c[i] * dt, rhs)) : part.Solve(t + c[i] * dt, dt * a[i][i], rhs, stage);
        }

        // A stiffly accurate method ends with its last stage: what a step damps stays damped to the last digit.
        return (a[^1].SequenceEqual(Tableau.B) ? stage : Combination.Of(u, dt, Tableau.B, k), k);
    }
}
