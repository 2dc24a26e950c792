using System.Globalization;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>How the coefficient on a face comes from the two points beside it.</summary>
public enum FaceAverage
{
    /// <summary>(a + b)/2: what finite differences on nodes usually take.</summary>
    Arithmetic,

    /// <summary>2ab/(a + b): the right one for layers in series, where a jumps between cells.</summary>
    Harmonic,
}

/// <summary>A u = c u − ∇·(a∇u) by second-order finite volumes on a uniform grid, with the conditions on its sides.</summary>
/// <remarks>
/// Unknowns are the points but for those of node axes on which Dirichlet conditions hold. Volumes of points on other ends of node axes are cut in half by the wall.
/// The flux through a wall is a₀ (g − A u)/B on nodes and a₀ times the derivative towards the ghost point of <see cref="Boundaries"/> on cells, a₀ the coefficient of the point beside it.
/// </remarks>
internal sealed class EllipticOperator
{
    public EllipticOperator(Boundaries boundaries, FaceAverage average, double reaction, string caller)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        (Boundaries, Average, Reaction) = (boundaries, average, reaction);
        if (!(reaction >= 0) || double.IsInfinity(reaction))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{caller}: c = {reaction}; c u − ∇·(a∇u) is solved for finite c ≥ 0, Helmholtz takes negative ones"));
        var grid = boundaries.Grid;
        (First, Counts, Walls) = (new int[grid.Dimensions], new int[grid.Dimensions], new (double, double)[grid.Dimensions]);
        for (var d = 0; d < grid.Dimensions; d++)
        {
            var (axis, (low, high)) = (grid.Axes[d], boundaries[d]);
            if (axis.Kind == AxisKind.Chebyshev) throw new ArgumentException($"{caller}: axis {d} has Chebyshev points; use Axis.Nodes or Axis.Cells");
            var nodes = axis.Kind == AxisKind.Nodes;
            First[d] = nodes && low.IsDirichlet ? 1 : 0;
            Counts[d] = axis.Count - First[d] - (nodes && high.IsDirichlet ? 1 : 0);
            if (Counts[d] < 1) throw new ArgumentException($"{caller}: axis {d}, {axis}, has no point between its walls; use 3 nodes or more");
            Walls[d] = (Wall(low), Wall(high));

            double Wall(Boundary side)
            {
                if (side.IsPeriodic) return 0;
                var wall = nodes ? side.IsDirichlet ? 0 : side.A / (side.B * axis.Spacing)
                    : side.A / (side.B / axis.Spacing + side.A / 2) / (axis.Spacing * axis.Spacing);
                return wall >= 0 ? wall : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{caller}: {side} on axis {d} feeds the solution instead of damping it: a/b must not be negative"));
            }
        }
    }

    public Boundaries Boundaries { get; }

    public Grid Grid => Boundaries.Grid;

    public FaceAverage Average { get; }

    public double Reaction { get; }

    /// <summary>Index of the first unknown along each axis.</summary>
    public int[] First { get; }

    /// <summary>Unknowns along each axis.</summary>
    public int[] Counts { get; }

    /// <summary>Conductance between the outermost unknown and the wall for a = 1, 0 where the wall is a point of the grid.</summary>
    public (double Low, double High)[] Walls { get; }

    /// <summary>Whether u is fixed up to a constant.</summary>
    public bool IsSingular => Reaction == 0 && Boundaries.LeavesConstant;

    /// <summary>1/h² between neighbours.</summary>
    public double Coupling(int d) => 1 / (Grid.Axes[d].Spacing * Grid.Axes[d].Spacing);

    /// <summary>Volumes of the unknowns along axis d in units of h.</summary>
    public double[] Masses(int d)
    {
        var masses = new double[Counts[d]];
        Array.Fill(masses, 1);
        if (Grid.Axes[d].Kind != AxisKind.Nodes) return masses;
        if (First[d] == 0) masses[0] = 0.5;
        if (First[d] + Counts[d] == Grid.Axes[d].Count) masses[^1] = 0.5;
        return masses;
    }

    /// <summary>1 where there is an unknown, 0 on walls.</summary>
    public Tensor Unknown() => Product(d => Spread(d, 0, static _ => 1));

    /// <summary>Volumes of the points in units of the product of the h; on walls 1.</summary>
    public Tensor Volumes() => Product(d => Spread(d, 1, m => m));

    /// <summary>A u, 0 on walls; differentiable in u, a and the values on the sides.</summary>
    /// <param name="a">[…, n_x, n_y] or one number.</param>
    /// <param name="u">[…, n_x, n_y].</param>
    public Tensor Apply(Tensor a, Tensor u)
    {
        var sum = Reaction == 0 ? Tensor.ZerosLike(u) : Reaction * u;
        for (var d = 0; d < Grid.Dimensions; d++) sum -= Divergence(a, u, d);
        return sum * Unknown();
    }

    /// <summary>A⁻¹f, of the solution for conditions with the value 0 on all sides: what the values of the sides add is known, and is taken to the right.</summary>
    /// <param name="a">The coefficient.</param>
    /// <param name="f">The right-hand side.</param>
    /// <param name="inverse">Solves with homogeneous conditions.</param>
    public Tensor Lifted(Tensor a, Tensor f, Func<Tensor, Tensor> inverse)
    {
        if (IsHomogeneous()) return inverse(f);
        var lift = Boundaries.Impose(Tensor.Zeros(Grid.Shape));
        var u = inverse(f - Apply(a, lift)) + lift;
        return f.DType == DType.F32 ? u.Cast(DType.F32) : u;
    }

    /// <summary>Whether the values on all sides are 0.</summary>
    public bool IsHomogeneous()
    {
        for (var d = 0; d < Grid.Dimensions; d++)
            foreach (var side in (Boundary[])[Boundaries[d].Low, Boundaries[d].High])
                if (!side.IsPeriodic && side.Value() is var g && (g.Tracer is not null || g.Abs().Max().Item() != 0)) return false;
        return true;
    }

    /// <summary>The coefficient on the faces between the points along a tensor axis.</summary>
    public Tensor Face(Tensor low, Tensor high) => Average == FaceAverage.Arithmetic ? (low + high) * 0.5 : 2 * low * high / (low + high);

    private Tensor Divergence(Tensor a, Tensor u, int d)
    {
        var (axis, n, h) = (d - Grid.Dimensions, Grid.Axes[d].Count, Grid.Axes[d].Spacing);
        Tensor Part(Tensor x, int from, int to) => x.Rank < Grid.Dimensions ? x : x.Along(x.Rank + axis, from, to);
        var inside = Face(Part(a, 0, n - 1), Part(a, 1, n)) * (Part(u, 1, n) - Part(u, 0, n - 1)) / h;
        Tensor low, high;
        if (Boundaries[d].Low.IsPeriodic)
            low = high = Face(Part(a, n - 1, n), Part(a, 0, 1)) * (Part(u, 0, 1) - Part(u, n - 1, n)) / h;
        else
            (low, high) = (-1 * Part(a, 0, 1) * Outward(Boundaries[d].Low, 0), Part(a, n - 1, n) * Outward(Boundaries[d].High, n - 1));

        var flux = Tensor.Concat([low, inside, high], inside.Rank + axis);
        return (Part(flux, 1, n + 1) - Part(flux, 0, n)) / (h * Spread(d, 1, m => m));

        Tensor Outward(Boundary side, int at)
        {
            var (u0, nodes) = (Part(u, at, at + 1), Grid.Axes[d].Kind == AxisKind.Nodes);
            if (nodes && side.IsDirichlet) return 0 * u0;
            var g = Boundaries.Value(side, d, 0, 0);
            return nodes ? (g - side.A * u0) / side.B : (g - side.A * u0) / (side.B + side.A * h / 2);
        }
    }

    /// <summary>A vector along axis d in a shape that broadcasts, of the masses by a function, and another value on walls.</summary>
    private Tensor Spread(int d, double wall, Func<double, double> value)
    {
        var values = new double[Grid.Axes[d].Count];
        Array.Fill(values, wall);
        var masses = Masses(d);
        for (var i = 0; i < masses.Length; i++) values[First[d] + i] = value(masses[i]);
        return Grid.Spread(Tensor.Of(values), d);
    }

    private Tensor Product(Func<int, Tensor> factor)
    {
        var product = factor(0);
        for (var d = 1; d < Grid.Dimensions; d++) product = product * factor(d);
        return product;
    }
}
