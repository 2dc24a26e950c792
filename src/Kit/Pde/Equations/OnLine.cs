namespace Kit.Pde.Equations;

/// <summary>Grids of equations that are of one dimension.</summary>
internal static class OnLine
{
    /// <exception cref="ArgumentException">The grid has more than one axis.</exception>
    public static Grid Check(Grid grid, string equation)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.Dimensions == 1 ? grid : throw new ArgumentException($"{equation}: an equation on a line, not on {grid}");
    }
}
