using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.FunctionSpaces;

/// <summary>A U-Net of functions: local integrals on levels of ever wider kernels, with <see cref="Resampling"/> between them; or the plain U-Net of as many weights, whose kernels are counted in points.</summary>
/// <remarks>
/// Ronneberger, Fischer and Brox (2015) in the form of Berner et al. (2025): the first level lives on the grid that a field comes with, level l on a grid of resolution/2ˡ points a side, however fine the input.
/// Each level does v ← σ(Kv + Wv) with <see cref="IntegralConv"/> K and pointwise W, twice on the way down and once on the way up; σ is GELU. Places are channels of the input (<see cref="QuadratureGrid.Positions"/>).
/// </remarks>
/// <param name="inputs">C.</param>
/// <param name="outputs">O.</param>
/// <param name="domain">Where the points lie.</param>
/// <param name="resolution">Points a side of the coarsest grid that it takes; kernels of level l have splines of spacing 2ˡ L/resolution. Divisible by 2^(levels − 1).</param>
/// <param name="width">Channels of the first level; each further one has half as many more.</param>
/// <param name="levels">Number of levels.</param>
/// <param name="nodes">Splines, or points, of a kernel along an axis.</param>
/// <param name="degree">Of the splines.</param>
/// <param name="inPoints">True: kernels of points, average pooling, linear upsampling.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class UNetOperator(
    int inputs, int outputs, Domain domain, int resolution = 32, int width = 32, int levels = 4, int nodes = 3, int degree = 3, bool inPoints = false, DType dtype = DType.F32)
    : FieldLayer("UNetOperator", inputs, domain)
{
    private readonly int resolution = resolution % (1 << (levels - 1)) == 0 && resolution >> (levels - 1) >= 2
        ? resolution : throw new ArgumentException($"UNetOperator: {resolution} points and {levels} levels; a multiple of {1 << (levels - 1)}, {1 << levels} at least, is right");

    /// <summary>[C and places] → width.</summary>
    public Conv Lift { get; } = new(domain.Dimensions, inputs + domain.Square(resolution).PositionFeatures, width, 1, dtype: dtype);

    /// <summary>Blocks on the way down.</summary>
    public IReadOnlyList<LocalBlock> Down { get; } = [.. Enumerable.Range(0, levels).Select(l => new LocalBlock(Width(width, Math.Max(0, l - 1)), Width(width, l), domain, Spacing(domain, resolution, l), nodes, degree, inPoints, dtype))];

    /// <summary>Second blocks on the way down.</summary>
    public IReadOnlyList<LocalBlock> Deepen { get; } = [.. Enumerable.Range(0, levels).Select(l => new LocalBlock(Width(width, l), Width(width, l), domain, Spacing(domain, resolution, l), nodes, degree, inPoints, dtype))];

    /// <summary>Blocks on the way up, of the level's own field and the one below.</summary>
    public IReadOnlyList<LocalBlock> Up { get; } = [.. Enumerable.Range(0, levels - 1).Select(l => new LocalBlock(Width(width, l) + Width(width, l + 1), Width(width, l), domain, Spacing(domain, resolution, l), nodes, degree, inPoints, dtype))];

    /// <summary>width → O.</summary>
    public Conv Project { get; } = new(domain.Dimensions, width, outputs, 1, dtype: dtype);

    /// <summary>For two cores: in one dimension about 40 thousand numbers.</summary>
    public static UNetOperator Small(int inputs, int outputs, Domain domain, int resolution = 32, bool inPoints = false, DType dtype = DType.F32) =>
        new(inputs, outputs, domain, resolution, 20, Math.Min(4, (int)Math.Log2(resolution)), inPoints: inPoints, dtype: dtype);

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x, QuadratureGrid grid)
    {
        var places = grid.Positions(dtype);
        var v = Lift.Forward(Tensor.Concat([x, places.BroadcastTo([x.Shape[0], .. places.Shape.Dims])], 1));
        QuadratureGrid[] grids = [.. Enumerable.Range(0, levels).Select(l => l == 0 ? grid : inPoints ? Halved(grid, l) : Domain.Square(resolution >> l))];
        var kept = new Tensor[levels];
        for (var l = 0; l < levels; l++)
        {
            if (l > 0) v = inPoints ? AdaptiveAveragePool(v, grids[l].Shape.ToArray()) : Resampling.Between(v, grids[l - 1], grids[l]);
            v = kept[l] = Deepen[l].Forward(Down[l].Forward(v, grids[l]), grids[l]);
        }

        for (var l = levels - 2; l >= 0; l--)
        {
            var risen = inPoints ? Interpolate(v, grids[l].Shape.ToArray()) : Resampling.Between(v, grids[l + 1], grids[l]);
            v = Up[l].Forward(Tensor.Concat([kept[l], risen], 1), grids[l]);
        }

        return Project.Forward(v);
    }

    private static int Width(int width, int level) => width + level * width / 2;

    private static double Spacing(Domain domain, int resolution, int level) => domain.Square(Math.Max(2, resolution >> level)).Axes.Max(axis => axis.Gap);

    /// <summary>Half of the points along each axis, l times.</summary>
    private QuadratureGrid Halved(QuadratureGrid grid, int level) => Domain.Grid([.. grid.Shape.Dims.Select(n => (n + (1 << level) - 1) >> level)]);
}
