using System.Globalization;
using System.Numerics;
using Kit.Compute;
using Kit.Numerics.Krylov;
using Kit.Numerics.Sparse;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>Waves of one frequency: −Δu − k² u = f on a uniform grid of one to three dimensions, with k a number or a field, real or complex, and sides that reflect or let waves out.</summary>
/// <remarks>
/// Second-order finite volumes; the phase error of a wave is (kh)²/24 a radian, so that 10 points a wavelength are the least and 20 are usual. Waves are u e^{−iωt}: e^{ikr} goes out, Im k &gt; 0 absorbs.
/// Solved by sparse elimination of the equivalent real system, or where no side has a layer, by GMRES with a cycle of multigrid on the shifted operator −Δ − (1 + i/2)k²:
/// Y. A. Erlangga, C. W. Oosterlee and C. Vuik, SIAM J. Sci. Comput. 27 (2006) 1471.
/// </remarks>
public sealed class Helmholtz
{
    // λ/k² of the nearest resonance below which digits are lost beyond repair.
    private const double Resonant = 1e-10;
    private readonly EllipticOperator op;
    private readonly bool layered;
    private readonly Tensor waveNumber, volumes;
    private readonly SparseMatrix matrix;
    private readonly Lazy<SparseLu> factors;
    private readonly Lazy<ComplexLu> complexFactors;
    private readonly Lazy<ShiftedLaplacian> shifted;

    /// <summary>Prepares the equations.</summary>
    /// <param name="boundaries">The grid and the conditions on its sides. A layer ends at the condition of its side; an impedance takes the place of a Neumann condition and keeps its g.</param>
    /// <param name="waveNumber">k &gt; 0 (real part), one number or a field on the grid.</param>
    /// <param name="openings">Of each axis, low and high side; none where there is null, and none at all if empty.</param>
    /// <exception cref="ArgumentException">Shapes or sides do not fit; the message says which.</exception>
    public Helmholtz(Boundaries boundaries, Tensor waveNumber, params (Opening? Low, Opening? High)[] openings)
    {
        ArgumentNullException.ThrowIfNull(waveNumber);
        ArgumentNullException.ThrowIfNull(openings);
        op = new(boundaries, FaceAverage.Arithmetic, 0, "Helmholtz");
        var dimensions = op.Grid.Dimensions;
        if (waveNumber.Rank > 0) op.Grid.Check(waveNumber, "Helmholtz, wave number");
        if (waveNumber.Rank > dimensions) throw new ArgumentException($"Helmholtz: the wave number has shape {waveNumber.Shape}; one field for all right-hand sides is needed");
        if (openings.Length is not 0 && openings.Length != dimensions) throw new ArgumentException($"Helmholtz: openings of {openings.Length} axes for a grid of {dimensions}");
        if (openings.Length == 0) openings = new (Opening?, Opening?)[dimensions];
        Check(openings);
        this.waveNumber = waveNumber.Cast(waveNumber.DType.IsComplex() ? DType.C128 : DType.F64).Keep();
        var real = this.waveNumber.Real();
        if (!(real.Min().Item() > 0) || !double.IsFinite(real.Max().Item())) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Helmholtz: wave numbers must have positive and finite real parts; the least is {real.Min().Item()}"));
        layered = openings.Any(o => o.Low is { Cells: > 0 } || o.High is { Cells: > 0 });
        IsComplex = waveNumber.DType.IsComplex() || openings.Any(o => o.Low is not null || o.High is not null);
        var mean = real.Mean().Item();
        HelmholtzAxis[] axes = [.. Enumerable.Range(0, dimensions).Select(d => new HelmholtzAxis(op, d, openings[d].Low, openings[d].High, mean))];
        var product = axes[0].Volumes;
        for (var d = 1; d < dimensions; d++) product = product.Outer(axes[d].Volumes).Reshape(-1);
        volumes = Typed(product).Keep();
        var squares = Inside((this.waveNumber * this.waveNumber).BroadcastTo(op.Grid.Shape)).Reshape(-1);
        var laplacian = Laplacian(axes) + SparseMatrix.FromDiagonal(Impedances(axes, openings));
        var mass = squares * volumes;
        var whole = new SparseMatrix(laplacian.Pattern, Typed(laplacian.Values)) - SparseMatrix.FromDiagonal(mass);
        matrix = new(whole.Pattern, whole.Values.Keep());
        var kept = mass.Keep();
        (factors, complexFactors) = (new(Factor), new(() => new(matrix)));
        shifted = new(() => new(op, matrix - SparseMatrix.FromDiagonal(kept * new Complex(0, 0.5))));
    }

    /// <summary>Whether solutions are complex whatever the right-hand side: waves leave or are absorbed.</summary>
    public bool IsComplex { get; }

    /// <summary>−Δu − k²u with homogeneous conditions, in layers with stretched coordinates; 0 on walls that are points.</summary>
    /// <param name="u">[…, n_x, n_y].</param>
    public Tensor Apply(Tensor u)
    {
        op.Grid.Check(u, "Helmholtz.Apply");
        var inside = Inside(u);
        return Outside(matrix.Multiply(inside.Reshape([.. Batch(u.Shape), -1])) / volumes, u.Shape);
    }

    /// <summary>u with −Δu − k²u = f by elimination; the factors are kept for further right-hand sides. Differentiable in f.</summary>
    /// <param name="f">[…, n_x, n_y], real or complex; a point source of strength 1 is 1/(h_x h_y) at its point.</param>
    /// <exception cref="ArithmeticException">k is a resonance of a closed box; the message names the nearest one.</exception>
    /// <exception cref="ArgumentException">Wrong shape, or side values beside a layer.</exception>
    public Tensor Solve(Tensor f)
    {
        var (rest, lift) = Right(f);
        if (IsComplex) return Outside(complexFactors.Value.Solve(rest), f.Shape) + lift;
        var lu = factors.Value;
        var x = rest.DType.IsComplex() ? Functions.ComplexOf(lu.Solve(rest.Real()), lu.Solve(rest.Imag())) : lu.Solve(rest);
        return Outside(x, f.Shape) + lift;
    }

    /// <summary>As <see cref="Solve"/> by GMRES, preconditioned by one multigrid cycle on the shifted operator: memory in proportion to the points, steps in proportion to k.</summary>
    /// <param name="f">[…, n_x, n_y].</param>
    /// <param name="stopping">When to stop.</param>
    /// <param name="restart">Vectors that GMRES keeps.</param>
    /// <exception cref="ArgumentException">Wrong shape, or a side has a layer.</exception>
    public KrylovResult Run(Tensor f, Stopping? stopping = null, int restart = 50)
    {
        if (layered) throw new ArgumentException("Helmholtz.Run: stretched coordinates couple the points of a layer so unequally that the cycle does not smooth; use Solve, or impedances");
        var (rest, lift) = Right(f);
        var result = Gmres.Solve(matrix.Multiply, rest.Cast(DType.C128), shifted.Value.Precondition, stopping: stopping ?? new(1e-8), restart: restart);
        var solution = IsComplex || f.DType.IsComplex() ? result.Solution : result.Solution.Real();
        return result with { Solution = Outside(solution, f.Shape) + lift };
    }

    private void Check((Opening? Low, Opening? High)[] openings)
    {
        for (var d = 0; d < openings.Length; d++)
        {
            var (axis, sides) = (op.Grid.Axes[d], op.Boundaries[d]);
            foreach (var (opening, side) in (ReadOnlySpan<(Opening?, Boundary)>)[(openings[d].Low, sides.Low), (openings[d].High, sides.High)])
            {
                if (opening is null) continue;
                if (side.IsPeriodic) throw new ArgumentException($"Helmholtz: axis {d} is periodic and has no side to leave by");
                if (opening.Cells == 0 && (side.A != 0 || axis.Kind != AxisKind.Nodes))
                    throw new ArgumentException($"Helmholtz: an impedance on axis {d} takes the place of a Neumann condition on a node axis, not of {side} on {axis.Kind}");
                if (opening.Cells > 0 && !op.IsHomogeneous()) throw new ArgumentException("Helmholtz: beside layers the values on all sides must be 0; put incoming waves into f");
            }

            var cells = (openings[d].Low?.Cells ?? 0) + (openings[d].High?.Cells ?? 0);
            if (cells >= axis.Count - 1) throw new ArgumentException($"Helmholtz: layers of {cells} cells leave nothing of axis {d} with {axis.Count} points");
        }
    }

    private Tensor Typed(Tensor x) => IsComplex ? x : x.Real();

    private SparseMatrix Laplacian(HelmholtzAxis[] axes)
    {
        SparseMatrix? sum = null;
        for (var d = 0; d < axes.Length; d++)
        {
            SparseMatrix? product = null;
            for (var e = 0; e < axes.Length; e++)
            {
                var factor = e == d ? axes[e].Stiffness : SparseMatrix.FromDiagonal(axes[e].Volumes);
                product = product is null ? factor : product.Kron(factor);
            }

            sum = sum is null ? product : sum + product!;
        }

        return sum!;
    }

    /// <summary>−i k/h of the points on impedance sides, times their area.</summary>
    private Tensor Impedances(HelmholtzAxis[] axes, (Opening? Low, Opening? High)[] openings)
    {
        var sum = Tensor.Zeros([.. op.Counts], DType.C128);
        var k = Inside(waveNumber.BroadcastTo(op.Grid.Shape));
        for (var d = 0; d < axes.Length; d++)
        {
            var ends = new double[op.Counts[d]];
            if (openings[d].Low is { Cells: 0 }) ends[0] += 1 / op.Grid.Axes[d].Spacing;
            if (openings[d].High is { Cells: 0 }) ends[^1] += 1 / op.Grid.Axes[d].Spacing;
            var product = k * new Complex(0, -1);
            for (var e = 0; e < axes.Length; e++)
            {
                var dims = new int[axes.Length];
                Array.Fill(dims, 1);
                dims[e] = op.Counts[e];
                product = product * (e == d ? Tensor.Of(ends) : axes[e].Volumes).Reshape(dims);
            }

            sum = sum + product;
        }

        return sum.Reshape(-1);
    }

    /// <summary>The right-hand side of the unknowns times their volumes, and the values of sides that are points.</summary>
    private (Tensor Inner, Tensor Lift) Right(Tensor f)
    {
        op.Grid.Check(f, "Helmholtz.Solve");
        var lift = op.IsHomogeneous() ? Tensor.Zeros(op.Grid.Shape) : op.Boundaries.Impose(Tensor.Zeros(op.Grid.Shape));
        var rest = op.IsHomogeneous() ? f : f - op.Apply(Tensor.Of(1.0), lift);
        return (Inside(rest).Reshape([.. Batch(f.Shape), -1]) * volumes, lift);
    }

    private SparseLu Factor()
    {
        SparseLu lu;
        try
        {
            lu = new(matrix);
        }
        catch (ArithmeticException)
        {
            throw Resonance(0);
        }

        // Inverse iteration: the eigenvalue of −Δ − k² next to zero, by Rayleigh's quotient.
        var x = new Rng(1).Normal([matrix.Rows]);
        for (var step = 0; step < 3; step++)
        {
            var y = lu.Solve(volumes * x);
            x = y / (y * y * volumes).Sum().Sqrt();
        }

        var (nearest, square) = ((x * matrix.Multiply(x)).Sum().Item(), (waveNumber * waveNumber).Mean().Item());
        return Math.Abs(nearest) > Resonant * square ? lu : throw Resonance(nearest);
    }

    private ArithmeticException Resonance(double distance) => new(string.Create(CultureInfo.InvariantCulture,
        $"Helmholtz: k² is an eigenvalue of −Δ in this closed box to {Math.Abs(distance):g2}, a resonance: no solution, or any multiple of the resonant wave. Change k, let waves out through an Opening, or give k an imaginary part"));

    private ReadOnlySpan<int> Batch(Shape shape) => ((ReadOnlySpan<int>)shape)[..^op.Grid.Dimensions];

    /// <summary>The unknowns of a field.</summary>
    private Tensor Inside(Tensor u)
    {
        for (var d = 0; d < op.Grid.Dimensions; d++)
            if (op.Counts[d] != op.Grid.Axes[d].Count) u = u.Along(u.Rank - op.Grid.Dimensions + d, op.First[d], op.First[d] + op.Counts[d]);
        return u;
    }

    /// <summary>A field of this shape from its unknowns, 0 elsewhere.</summary>
    private Tensor Outside(Tensor x, Shape shape)
    {
        var u = x.Reshape([.. Batch(shape), .. op.Counts]);
        for (var d = 0; d < op.Grid.Dimensions; d++)
        {
            var (axis, before) = (u.Rank - op.Grid.Dimensions + d, op.First[d]);
            var after = op.Grid.Axes[d].Count - before - op.Counts[d];
            if (before + after > 0) u = u.Pad(before, after, axis: axis);
        }

        return u;
    }
}
