using System.Globalization;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>From a coefficient on the points of a grid to the grids of multigrid.</summary>
internal static class Coefficients
{
    private const double Alike = 4;

    // Noise from point to point with contrast 10² is smoother than this, with 10³ rougher: then coarser grids of every second point need more cycles the larger the grid.
    private const double Rough = 1;

    // A seam this much shorter than the other cells costs more than two cycles.
    private const double Uneven = 4;

    /// <summary>The coefficient as F64 in host memory, if it is positive everywhere and fits the grid.</summary>
    public static Tensor Checked(Tensor a, Grid grid, string caller)
    {
        if (a.Rank > 0) grid.Check(a, caller);
        var values = a.ToDoubles();
        var wrong = Array.FindIndex(values, v => !(v > 0) || double.IsInfinity(v));
        if (wrong >= 0)
        {
            var place = new int[a.Rank];
            for (var (d, rest) = (a.Rank - 1, wrong); d >= 0; rest /= a.Shape[d], d--) place[d] = rest % a.Shape[d];
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{caller}: the coefficient is {values[wrong]} at [{string.Join(',', place)}]; it must be positive and finite everywhere"));
        }

        return Tensor.Of(values).Reshape(a.Shape);
    }

    /// <summary>The grids for one sample of the coefficient.</summary>
    public static Hierarchy Hierarchy(EllipticOperator op, Tensor a, int sample, MultigridOptions options)
    {
        var hierarchy = Levels(op, a, sample, options.Levels, fully: options.Smoother == Smoother.Lines);
        hierarchy.Finest.Take(options);
        return hierarchy;
    }

    private static Hierarchy Levels(EllipticOperator op, Tensor a, int sample, Coarsening coarsening, bool fully)
    {
        if (IsSeparable(op, a, coarsening)) return new(Separable(op, a.Item(), fully), symmetric: false);
        var network = Network(op, a.Rank == 0 ? a.BroadcastTo(op.Grid.Shape).Copy() : a, sample);
        var algebraic = coarsening == Coarsening.Algebraic || (coarsening == Coarsening.Automatic
            && (HasUnevenRing(op) || (op.Grid.Dimensions > 1 && network.Roughness() > Rough)));
        return algebraic
            ? new(new ConductanceLevel(network, coarsen: false), symmetric: true, new AlgebraicMultigrid(network.Matrix()))
            : new(Varying(network, fully), symmetric: true);
    }

    /// <summary>Whether all grids are sums of operators along the axes.</summary>
    public static bool IsSeparable(EllipticOperator op, Tensor a, Coarsening coarsening) =>
        a.Rank == 0 && (coarsening == Coarsening.Geometric || (coarsening == Coarsening.Automatic && !HasUnevenRing(op)));

    /// <summary>Where coordinate d lies among the three axes of a level: one dimension is the last of them, two are the first and the last.</summary>
    public static int Slot(int dimensions, int d) => dimensions == 3 ? d : d == dimensions - 1 ? 2 : 0;

    /// <summary>Black-box multigrid in a plane without rings and with couplings of like strength along both axes; else coarse conductances by series and parallel faces.</summary>
    private static GridLevel Varying(Conductances network, bool fully) =>
        IsBlackBox(network) ? new BlackBoxLevel(NineStencil.Of(network), fivePoint: true) : fully ? new ConductanceLevel(network, weak: 0) : new ConductanceLevel(network);

    private static bool IsBlackBox(Conductances network)
    {
        double x = network.Strength(0), z = network.Strength(2);
        return network.Counts[1] == 1 && x > 0 && z > 0 && x < Alike * z && z < Alike * x && !network.Periodic.Contains(true);
    }

    /// <summary>Whether a ring keeps an odd count from level to level: the cell over its seam stays short while the others double.</summary>
    private static bool HasUnevenRing(EllipticOperator op)
    {
        for (var d = 0; d < op.Grid.Dimensions; d++)
        {
            var uneven = 1.0;
            for (var n = op.Counts[d]; op.Boundaries[d].Low.IsPeriodic && n > 2; n = (n + 1) / 2)
                if ((uneven = n % 2 != 0 ? 2 * uneven : 2 * uneven / (1 + uneven)) > Uneven) return true;
        }

        return false;
    }

    private static SeparableLevel Separable(EllipticOperator op, double a, bool fully)
    {
        AxisOperator[] axes = [new([0, 0], [1], false), new([0, 0], [1], false), new([0, 0], [1], false)];
        for (var d = 0; d < op.Grid.Dimensions; d++)
        {
            var faces = new double[op.Counts[d] + 1];
            Array.Fill(faces, a * op.Coupling(d));
            var (low, high) = Ends(op, d);
            if (low >= 0) faces[0] = a * low;
            if (high >= 0) faces[^1] = a * high;
            axes[Slot(op.Grid.Dimensions, d)] = new(faces, op.Masses(d), op.Boundaries[d].Low.IsPeriodic);
        }

        return fully ? new(axes, op.Reaction, weak: 0) : new(axes, op.Reaction);
    }

    /// <summary>Conductances of the outermost faces for a = 1; −1 where the face is like those inside, as the wall is a point or the axis a ring.</summary>
    private static (double Low, double High) Ends(EllipticOperator op, int d)
    {
        var (low, high) = op.Boundaries[d];
        var ring = low.IsPeriodic ? op.Counts[d] == 1 ? 0.0 : -1 : double.NaN;
        var nodes = op.Grid.Axes[d].Kind == AxisKind.Nodes;
        return low.IsPeriodic ? (ring, ring) : (nodes && low.IsDirichlet ? -1 : op.Walls[d].Low, nodes && high.IsDirichlet ? -1 : op.Walls[d].High);
    }

    private static unsafe Conductances Network(EllipticOperator op, Tensor a, int sample)
    {
        var dimensions = op.Grid.Dimensions;
        int[] counts = [1, 1, 1], first = [0, 0, 0], extents = [1, 1, 1];
        var periodic = new bool[3];
        double[][] masses = [[1], [1], [1]];
        var ends = new (double Low, double High)[3];
        var couplings = new double[3];
        for (var d = 0; d < dimensions; d++)
        {
            var s = Slot(dimensions, d);
            (counts[s], first[s], extents[s], periodic[s], masses[s]) = (op.Counts[d], op.First[d], op.Grid.Axes[d].Count, op.Boundaries[d].Low.IsPeriodic, op.Masses(d));
            (ends[s], couplings[s]) = (Ends(op, d), op.Coupling(d));
        }

        var values = a.Span<double>()[(int)(sample * op.Grid.Size)..];
        var harmonic = op.Average == FaceAverage.Harmonic;
        var faces = new double[3][];
        for (var s = 0; s < 3; s++)
        {
            int[] n = [.. counts];
            n[s]++;
            faces[s] = new double[n[0] * n[1] * n[2]];
            int[] p = [0, 0, 0];
            for (var at = 0; at < faces[s].Length; at++)
            {
                (p[0], p[1], p[2]) = (at / (n[1] * n[2]), at / n[2] % n[1], at % n[2]);
                var side = p[s] == 0 ? ends[s].Low : p[s] == counts[s] ? ends[s].High : -1;
                double high = Value(values, p, s, 0), low = Value(values, p, s, -1);
                var face = side >= 0 ? side * (p[s] == 0 ? high : low) : couplings[s] * (harmonic ? 2 * low * high / (low + high) : (low + high) / 2);
                for (var e = 0; e < 3; e++)
                    if (e != s) face *= masses[e][p[e]];
                faces[s][at] = couplings[s] == 0 ? 0 : face;
            }
        }

        var sinks = new double[counts[0] * counts[1] * counts[2]];
        for (var at = 0; op.Reaction > 0 && at < sinks.Length; at++)
            sinks[at] = op.Reaction * masses[0][at / (counts[1] * counts[2])] * masses[1][at / counts[2] % counts[1]] * masses[2][at % counts[2]];
        return new(counts, periodic, faces, sinks);

        double Value(ReadOnlySpan<double> of, int[] p, int s, int shift)
        {
            var index = 0;
            for (var e = 0; e < 3; e++)
            {
                var i = first[e] + p[e] + (e == s ? shift : 0);
                if (periodic[e]) i = (i + extents[e]) % extents[e];
                index = index * extents[e] + Math.Clamp(i, 0, extents[e] - 1);
            }

            return of[index];
        }
    }
}
