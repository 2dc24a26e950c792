using System.Globalization;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>One sample of a right-hand side through a hierarchy of grids.</summary>
internal static unsafe class SampleSolver
{
    /// <summary>Solves for one sample and writes its unknowns.</summary>
    /// <param name="grids">The grids; in use by nobody else.</param>
    /// <param name="op">The problem.</param>
    /// <param name="fields">Right-hand sides and solutions, contiguous F64, and the sample.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="iteration">How far.</param>
    /// <param name="history">Takes relative residuals.</param>
    public static bool Solve(Hierarchy grids, EllipticOperator op, (Tensor F, Tensor U, int Sample) fields, MultigridOptions options, Iteration iteration, List<double> history)
    {
        var level = grids.Finest;
        var norm = Load(level, op, fields.F, fields.Sample, grids.Symmetric);
        if (!double.IsFinite(norm)) throw new ArgumentException($"Multigrid: the right-hand side of sample {fields.Sample} holds NaN or infinite values");
        if (op.IsSingular) norm = Project(level, op, grids.Symmetric, norm, iteration == Iteration.OneCycle ? double.PositiveInfinity : options.Compatibility);
        level.U.Clear();
        var converged = true;
        if (norm == 0) history.AddRange([0]);
        else if (iteration == Iteration.OneCycle) grids.Precondition(options);
        else if (iteration == Iteration.FullPass) FullMultigrid.Run((SeparableLevel)level, options);
        else converged = grids.Solve(options, norm, history);
        Store(level, op, fields.U, fields.Sample);
        GC.KeepAlive((fields.F, fields.U));
        return converged;
    }

    private static double Load(GridLevel level, EllipticOperator op, Tensor f, int sample, bool weigh)
    {
        var values = (double*)((Compute.Cpu.HostStorage)f.View.Storage!).Pointer + f.Offset + sample * op.Grid.Size;
        var masses = Masses(op);
        return Math.Sqrt(Sum(level, (i, j) =>
        {
            var to = new Span<double>(level.F.Line(i, j), level.Counts[2]);
            new ReadOnlySpan<double>(values + Start(op, i, j), level.Counts[2]).CopyTo(to);
            if (weigh)
                for (var k = 0; k < to.Length; k++) to[k] *= masses[0][i] * masses[1][j] * masses[2][k];
            return System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(to);
        }));
    }

    /// <summary>Checks that the mean of f vanishes and takes what is left of it away, and gives the norm then.</summary>
    private static double Project(GridLevel level, EllipticOperator op, bool weighed, double norm, double tolerance)
    {
        var masses = Masses(op);
        var mean = Mean(level, level.F, masses, weighed);
        var rms = norm / Math.Sqrt(level.Size);
        if (Math.Abs(mean) > tolerance * rms)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Multigrid: the sides fix u up to a constant only, and then f, with the flux through the sides, must have the mean 0; it is {mean:g6}, rms {rms:g6}, and |mean|/rms may be {tolerance:g3}. Subtract the mean, or set c > 0"));
        return Math.Sqrt(Sum(level, (i, j) =>
        {
            var line = new Span<double>(level.F.Line(i, j), level.Counts[2]);
            for (var k = 0; k < line.Length; k++) line[k] -= weighed ? mean * masses[0][i] * masses[1][j] * masses[2][k] : mean;
            return System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(line);
        }));
    }

    private static void Store(GridLevel level, EllipticOperator op, Tensor u, int sample)
    {
        var values = (double*)((Compute.Cpu.HostStorage)u.View.Storage!).Pointer + u.Offset + sample * op.Grid.Size;
        var mean = op.IsSingular ? Mean(level, level.U, Masses(op), false) : 0;
        Sum(level, (i, j) =>
        {
            var to = new Span<double>(values + Start(op, i, j), level.Counts[2]);
            new ReadOnlySpan<double>(level.U.Line(i, j), level.Counts[2]).CopyTo(to);
            for (var k = 0; mean != 0 && k < to.Length; k++) to[k] -= mean;
            return 0;
        });
    }

    /// <summary>Σ m u/Σ m, or Σ u/Σ m of values that have their masses already.</summary>
    private static double Mean(GridLevel level, PaddedField field, double[][] masses, bool weighed) => Sum(level, (i, j) =>
    {
        var sum = 0.0;
        for (var k = 0; k < level.Counts[2]; k++) sum += field.Line(i, j)[k] * (weighed ? 1 : masses[2][k]);
        return sum * (weighed ? 1 : masses[0][i] * masses[1][j]);
    }) / masses.Aggregate(1.0, (volume, axis) => volume * axis.Sum());

    private static double Sum(GridLevel level, Func<int, int, double> line)
    {
        var sums = new double[level.Counts[0]];
        Wavefront.Run(level, [i =>
        {
            for (var j = 0; j < level.Counts[1]; j++) sums[i] += line(i, j);
        }]);
        return sums.Sum();
    }

    private static double[][] Masses(EllipticOperator op)
    {
        double[][] masses = [[1], [1], [1]];
        for (var d = 0; d < op.Grid.Dimensions; d++) masses[Coefficients.Slot(op.Grid.Dimensions, d)] = op.Masses(d);
        return masses;
    }

    /// <summary>Index of the first unknown of line j of slab i in a field on the grid.</summary>
    private static long Start(EllipticOperator op, int i, int j)
    {
        var shape = op.Grid.Shape;
        return op.Grid.Dimensions switch
        {
            1 => op.First[0],
            2 => (long)(op.First[0] + i) * shape[1] + op.First[1],
            _ => ((long)(op.First[0] + i) * shape[1] + op.First[1] + j) * shape[2] + op.First[2],
        };
    }
}
