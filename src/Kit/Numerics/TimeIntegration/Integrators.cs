using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>A method by name, for tables and for choosing one from text.</summary>
/// <param name="Name">As in the literature.</param>
/// <param name="Order">p.</param>
/// <param name="Of">f ↦ the method for u′ = f(t, u).</param>
public sealed record Integrator(string Name, int Order, Func<Func<double, Tensor, Tensor>, IStepper> Of)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A method for u′ = f_E + f_I by name.</summary>
/// <param name="Name">As in the literature.</param>
/// <param name="Order">p.</param>
/// <param name="Of">(f_E, f_I) ↦ the method.</param>
public sealed record ImexIntegrator(string Name, int Order, Func<Func<double, Tensor, Tensor>, ImplicitPart, IStepper> Of)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A method for q′ = p, p′ = F(q) by name.</summary>
/// <param name="Name">As in the literature.</param>
/// <param name="Order">p.</param>
/// <param name="Of">F ↦ the method.</param>
public sealed record SymplecticIntegrator(string Name, int Order, Func<Func<Tensor, Tensor>, IStepper> Of)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>All methods of the room.</summary>
public static class Integrators
{
    /// <summary>Explicit Runge–Kutta and multistep methods.</summary>
    public static IReadOnlyList<Integrator> Explicit { get; } =
    [
        .. new[] { Tableau.Euler, Tableau.Heun, Tableau.Midpoint, Tableau.Ralston, Tableau.SspRk3, Tableau.BogackiShampine, Tableau.Rk4, Tableau.DormandPrince, Tableau.Tsit5 }
            .Select(tableau => new Integrator(tableau.Name, tableau.Order, f => new RungeKutta(tableau, f))),
        .. new[] { 2, 3, 4 }.Select(order => new Integrator($"Adams–Bashforth {order}", order, f => new AdamsBashforth(order, f))),
    ];

    /// <summary>Methods for stiff problems.</summary>
    public static IReadOnlyList<Integrator> Implicit { get; } =
    [
        .. new[] { Tableau.BackwardEuler, Tableau.CrankNicolson, Tableau.Sdirk2, Tableau.Sdirk3, Tableau.Sdirk4 }
            .Select(tableau => new Integrator(tableau.Name, tableau.Order, f => new DiagonallyImplicit(tableau, f))),
        .. new[] { RosenbrockTable.Ros2, RosenbrockTable.Ros3P, RosenbrockTable.Rodas3, RosenbrockTable.Rodas4 }
            .Select(table => new Integrator(table.Name, table.Order, f => new Rosenbrock(table, f))),
    ];

    /// <summary>Implicit–explicit methods.</summary>
    public static IReadOnlyList<ImexIntegrator> Imex { get; } =
    [
        .. new[] { ImexTableau.Ars222, ImexTableau.Ars232, ImexTableau.Ars343 }
            .Select(tableau => new ImexIntegrator(tableau.Name, tableau.Order, (f, stiff) => new ImexRungeKutta(tableau, f, stiff))),
        new("CNAB2", 2, ImexMultistep.CnAb2),
        new("SBDF2", 2, ImexMultistep.Sbdf2),
    ];

    /// <summary>Symplectic methods, for a state [2, …] of positions and momenta.</summary>
    public static IReadOnlyList<SymplecticIntegrator> Symplectic { get; } =
    [
        new("velocity Verlet", 2, force => TimeIntegration.Symplectic.VelocityVerlet(force)),
        new("position Verlet", 2, force => TimeIntegration.Symplectic.PositionVerlet(force)),
        new("Yoshida 4", 4, force => Composition.Yoshida4(TimeIntegration.Symplectic.PositionVerlet(force))),
        new("Yoshida 6", 6, force => Composition.Yoshida6(TimeIntegration.Symplectic.PositionVerlet(force))),
    ];

    /// <summary>All for u′ = f(t, u).</summary>
    public static IReadOnlyList<Integrator> All { get; } = [.. Explicit, .. Implicit];
}
