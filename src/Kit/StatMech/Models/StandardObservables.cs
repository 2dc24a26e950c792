namespace Kit.StatMech.Models;

/// <summary>Energies and magnetisations, under the names by which all models give them.</summary>
internal static class StandardObservables
{
    /// <summary>Per site: "energy", "energy^2", "m", "|m|", "m^2", "m^4".</summary>
    public static IReadOnlyList<Observable<TState>> Magnetic<TState>(int sites, Func<TState, double> energy, Func<TState, double> magnetization) where TState : class =>
    [
        new("energy", state => energy(state) / sites),
        new("energy^2", state => Math.Pow(energy(state) / sites, 2)),
        new("m", magnetization),
        new("|m|", state => Math.Abs(magnetization(state))),
        new("m^2", state => Math.Pow(magnetization(state), 2)),
        new("m^4", state => Math.Pow(magnetization(state), 4)),
    ];

    /// <summary>The same where the magnetisation has n components: "m" are n numbers, the others are of its length.</summary>
    public static IReadOnlyList<Observable<TState>> MagneticVector<TState>(int sites, int components, Func<TState, double> energy, Action<TState, Span<double>> magnetization) where TState : class
    {
        double Square(TState state)
        {
            Span<double> m = stackalloc double[components];
            magnetization(state, m);
            var sum = 0.0;
            foreach (var x in m) sum += x * x;
            return sum;
        }

        return
        [
            new("energy", state => energy(state) / sites),
            new("energy^2", state => Math.Pow(energy(state) / sites, 2)),
            new("m", components, magnetization),
            new("|m|", state => Math.Sqrt(Square(state))),
            new("m^2", Square),
            new("m^4", state => Math.Pow(Square(state), 2)),
        ];
    }

    /// <summary>"specific heat" C/N = β² N (⟨e²⟩ − ⟨e⟩²), "susceptibility" χ/N = β N (⟨m²⟩ − ⟨|m|⟩²), "Binder" U₄ = 1 − ⟨m⁴⟩/(3⟨m²⟩²).</summary>
    public static IReadOnlyList<Quantity> MagneticQuantities(int sites) =>
    [
        SpecificHeat(sites),
        new("susceptibility", (beta, mean) => beta * sites * (mean["m^2"] - mean["|m|"] * mean["|m|"])),
        new("Binder", (_, mean) => 1 - mean["m^4"] / (3 * mean["m^2"] * mean["m^2"])),
    ];

    public static Quantity SpecificHeat(int sites) => new("specific heat", (beta, mean) => beta * beta * sites * (mean["energy^2"] - mean["energy"] * mean["energy"]));
}
