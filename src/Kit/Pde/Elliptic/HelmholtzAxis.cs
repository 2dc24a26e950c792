using System.Numerics;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>−d/dx (1/s) d/dx along one axis with a stretch s, times the volumes: a symmetric matrix of conductances, and the stretched volumes of the points.</summary>
/// <remarks>Both sides of −(1/s) d/dx (1/s) du/dx = f times s; the conductance of a face is 1/(h² s) with s in its middle.</remarks>
internal sealed class HelmholtzAxis
{
    public HelmholtzAxis(EllipticOperator op, int d, Opening? low, Opening? high, double waveNumber)
    {
        var (axis, n, first, ring) = (op.Grid.Axes[d], op.Counts[d], op.First[d], op.Boundaries[d].Low.IsPeriodic);
        var h = axis.Spacing;
        var start = axis.Kind == AxisKind.Cells ? 0.5 : 0;
        Complex Stretch(double x)
        {
            var s = Complex.One;
            if (low is { Cells: > 0 }) s += low.Stretch(x, h, waveNumber) - 1;
            if (high is { Cells: > 0 }) s += high.Stretch(axis.Length - x, h, waveNumber) - 1;
            return s;
        }

        var masses = op.Masses(d);
        var volumes = new Complex[n];
        for (var i = 0; i < n; i++) volumes[i] = masses[i] * Stretch((first + i + start) * h);
        var faces = new Complex[n + 1];
        for (var i = 0; i <= n; i++)
        {
            var conductance = op.Coupling(d);
            if (!ring && i == 0 && first == 0) conductance = op.Walls[d].Low;
            if (!ring && i == n && first + n == axis.Count) conductance = op.Walls[d].High;
            faces[i] = conductance / Stretch(Math.Clamp((first + i - 0.5 + start) * h, 0, axis.Length));
        }

        if (ring && n == 1) faces[0] = faces[1] = 0;
        Volumes = Tensor.Of(volumes);
        Stiffness = Matrix(faces, ring);
    }

    /// <summary>m s of each unknown, [n], C128.</summary>
    public Tensor Volumes { get; }

    /// <summary>[n, n], C128.</summary>
    public SparseMatrix Stiffness { get; }

    private static SparseMatrix Matrix(Complex[] faces, bool ring)
    {
        var n = faces.Length - 1;
        var (rows, columns, values) = (new List<int>(), new List<int>(), new List<Complex>());
        for (var i = 0; i < n; i++)
        {
            Add(i, i, faces[i] + faces[i + 1]);
            if (i > 0 || ring) Add(i, (i + n - 1) % n, -faces[i]);
            if (i + 1 < n || ring) Add(i, (i + 1) % n, -faces[i + 1]);
        }

        return SparseMatrix.FromTriplets(n, n, [.. rows], [.. columns], Tensor.Of(values.ToArray()));

        void Add(int row, int column, Complex value)
        {
            rows.Add(row);
            columns.Add(column);
            values.Add(value);
        }
    }
}
