using Kit.Tensors;

namespace Kit.Pde.FiniteVolume;

public sealed partial class FiniteVolumes
{
    /// <summary>A scheme for a law on a grid of cells.</summary>
    /// <param name="grid">Axes of <see cref="AxisKind.Cells"/> or <see cref="AxisKind.Periodic"/>.</param>
    /// <param name="law">The law, such as <c>new Euler(2)</c>.</param>
    /// <param name="reconstruction">Such as <c>new Weno5()</c> or <c>new Muscl&lt;VanLeer&gt;()</c>.</param>
    /// <param name="solver">Such as <c>new Hll()</c>.</param>
    /// <param name="sides">What lies beyond the low and the high side of each axis; none given: periodic axes, and outflow at others; one given: the same on all sides of axes that are not periodic.</param>
    /// <param name="variables">What is reconstructed.</param>
    /// <param name="bed">Fixed fields of the law, [n…] or [Fixed, n…], such as the height of a bed; zero if not given.</param>
    /// <param name="stages">Stages of the Runge–Kutta method, 1 (Euler), 2 or 3; its order too.</param>
    /// <param name="positive">Whether fluxes are limited so that density, pressure, depth stay positive.</param>
    /// <exception cref="ArgumentException">Law, grid, solver, sides or fields do not fit together; the message says which.</exception>
    public static FiniteVolumes Of<TLaw, TReconstruction, TSolver>(
        Grid grid, TLaw law, TReconstruction reconstruction, TSolver solver, (Side Low, Side High)[]? sides = null, Variables variables = Variables.Conserved, Tensor? bed = null, int stages = 3, bool positive = true)
        where TLaw : struct, IConservationLaw<TLaw> where TReconstruction : struct, IReconstruction where TSolver : struct, IRiemannSolver
    {
        ArgumentNullException.ThrowIfNull(grid);
        _ = (reconstruction, solver);
        if (TLaw.Dimensions(law) is var d && d != 0 && d != grid.Dimensions) throw new ArgumentException($"FiniteVolumes: {law} has {d} dimensions, the grid {grid.Dimensions}");
        if (law.Components < 1 || law.Components + TLaw.Fixed > IConservationLaw<TLaw>.MaxVariables)
            throw new ArgumentException($"FiniteVolumes: {law} has {law.Components} components and {TLaw.Fixed} fixed fields; together 1 to {IConservationLaw<TLaw>.MaxVariables} go");
        if (!TSolver.Accepts<TLaw>()) throw new ArgumentException($"FiniteVolumes: {typeof(TSolver).Name} is not made for {typeof(TLaw).Name}; Hll and Rusanov are for every law");
        if (stages is < 1 or > 3) throw new ArgumentOutOfRangeException(nameof(stages), $"FiniteVolumes: {stages} stages; there are methods of 1, 2 and 3");
        if (variables == Variables.Characteristic && !TLaw.HasEigenvectors) throw new ArgumentException($"FiniteVolumes: the eigenvectors of {typeof(TLaw).Name} are not known; reconstruct Variables.Conserved");
        foreach (var (k, axis) in grid.Axes.Index())
        {
            if (axis.Kind is not (AxisKind.Cells or AxisKind.Periodic)) throw new ArgumentException($"FiniteVolumes: axis {k} is {axis}; finite volumes live on Axis.Cells or Axis.Periodic");
            if (axis.Count < TReconstruction.Reach) throw new ArgumentException($"FiniteVolumes: axis {k} has {axis.Count} cells; {typeof(TReconstruction).Name} needs {TReconstruction.Reach}");
        }

        Scheme scheme = typeof(TLaw) == typeof(ShallowWater) ? Make<BedFace>() : variables == Variables.Characteristic ? Make<CharacteristicFace>() : Make<ConservedFace>();
        return new(grid, scheme, Beyond(grid, sides), Fixed(grid, TLaw.Fixed, bed), stages, positive);

        Scheme Make<TFace>() where TFace : struct, IFace => new Scheme<TLaw, TReconstruction, TSolver, TFace>(law)
        {
            Components = law.Components,
            Fixed = TLaw.Fixed,
            Reach = TReconstruction.Reach,
            Order = TReconstruction.Order,
            HasSource = TLaw.HasSource,
            Positive = TLaw.Positive,
            Normal = [.. Enumerable.Range(0, grid.Dimensions).Select(axis => TLaw.Normal(law, axis))],
        };
    }

    private static (Side Low, Side High)[] Beyond(Grid grid, (Side Low, Side High)[]? sides)
    {
        if (sides is { } given && given.Length != 1 && given.Length != grid.Dimensions)
            throw new ArgumentException($"FiniteVolumes: sides of {given.Length} axes given for {grid.Dimensions} dimensions; give one pair for all, or one an axis");
        var result = new (Side Low, Side High)[grid.Dimensions];
        for (var k = 0; k < result.Length; k++)
        {
            var periodic = grid.Axes[k].Kind == AxisKind.Periodic;
            result[k] = periodic && sides is not { Length: > 1 } ? (Side.Periodic, Side.Periodic) : sides is null ? (Side.Outflow, Side.Outflow) : sides[sides.Length > 1 ? k : 0];
            if (result[k].Low.IsPeriodic != periodic || result[k].High.IsPeriodic != periodic)
                throw new ArgumentException($"FiniteVolumes: axis {k} is {grid.Axes[k].Kind}; Side.Periodic goes with Axis.Periodic and with nothing else");
        }

        return result;
    }

    /// <summary>Fixed fields [Fixed, n…].</summary>
    private static Tensor? Fixed(Grid grid, int count, Tensor? bed)
    {
        if (count == 0) return bed is null ? null : throw new ArgumentException("FiniteVolumes: a bed is given, and the law has no fixed fields");
        if (bed is null) return Tensor.Zeros([count, .. grid.Shape]).KeepAlways();
        grid.Check(bed, "FiniteVolumes: bed");
        return bed.Rank == grid.Dimensions && count == 1 ? bed.Unsqueeze(0).Copy().KeepAlways()
            : bed.Rank == grid.Dimensions + 1 && bed.Shape[0] == count ? bed.Copy().KeepAlways()
            : throw new ArgumentException($"FiniteVolumes: fixed fields have shape {new Shape([count, .. grid.Shape])}, not {bed.Shape}");
    }
}
