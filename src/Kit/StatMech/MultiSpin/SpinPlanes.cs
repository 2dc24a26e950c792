namespace Kit.StatMech.MultiSpin;

/// <summary>Spins of a square lattice as bits, black and white sites apart; 1 is spin up. Made by <see cref="MultiSpinLattice.Start"/>.</summary>
public sealed class SpinPlanes
{
    internal SpinPlanes(MultiSpinLattice model) => Words = new(2L * model.PlaneWords);

    /// <summary>The black plane, then the white one.</summary>
    internal AlignedWords Words { get; }

    /// <summary>Counts of the spins as they are; −1 where they have to be counted.</summary>
    internal long Unsatisfied { get; set; } = -1;

    internal long Up { get; set; } = -1;

    internal void Changed() => (Unsatisfied, Up) = (-1, -1);
}
