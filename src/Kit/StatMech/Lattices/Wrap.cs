namespace Kit.StatMech.Lattices;

/// <summary>What happens to bonds that leave a lattice on one side.</summary>
public enum Wrap
{
    /// <summary>They come in on the other side.</summary>
    Periodic,

    /// <summary>There are none.</summary>
    Open,

    /// <summary>They come in on the other side, and their couplings change sign.</summary>
    Antiperiodic,
}
