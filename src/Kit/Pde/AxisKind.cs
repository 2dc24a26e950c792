namespace Kit.Pde;

/// <summary>Where the points of an <see cref="Axis"/> lie.</summary>
public enum AxisKind
{
    /// <summary>xᵢ = from + i h with h = L/n; the end is the start again.</summary>
    Periodic,

    /// <summary>Centres of n cells, xᵢ = from + (i + ½) h with h = L/n; ends lie half a cell outside.</summary>
    Cells,

    /// <summary>xᵢ = from + i h with h = L/(n − 1); both ends are points.</summary>
    Nodes,

    /// <summary>Extrema of a Chebyshev polynomial, xᵢ = (from + to)/2 − L/2 cos(πi/(n − 1)); both ends are points.</summary>
    Chebyshev,
}
