using System.Globalization;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.Elliptic;

/// <summary>Which eigenvalues stand for −d²/dx² of a wave with number k on a grid of spacing h.</summary>
public enum LaplaceSymbol
{
    /// <summary>λ = (2 − 2 cos kh)/h²: the difference equations of <see cref="Multigrid"/>, to rounding.</summary>
    SecondOrder,

    /// <summary>λ/(1 − h²λ/12), the compact scheme −δ²u = (1 + h²δ²/12) f along each axis: fourth order.</summary>
    FourthOrder,

    /// <summary>k²: exact for what the grid resolves.</summary>
    Spectral,
}

/// <summary>Solves c u − Δu = f at once by fast transforms: periodic axes by Fourier's, others by the cosines or sines that fit their sides; any size, any number of samples, differentiable.</summary>
/// <remarks>
/// Dirichlet and Neumann sides only. Buzbee, Golub and Nielson (1970), SIAM J. Numer. Anal. 7, section 2; Strang (1999), The discrete cosine transform, SIAM Review 41;
/// L. Collatz (1960), The Numerical Treatment of Differential Equations, for the compact scheme.
/// </remarks>
public sealed class FastPoisson
{
    private const double Compatibility = 1e-8;
    private readonly EllipticOperator op;
    private readonly LaplaceSymbol symbol;
    private readonly Tensor inverse;

    /// <summary>Prepares the eigenvalues.</summary>
    /// <param name="boundaries">The grid and the conditions on its sides; their values must be 0 unless the symbol is of second order.</param>
    /// <param name="reaction">c ≥ 0.</param>
    /// <param name="symbol">Which discretisation.</param>
    /// <exception cref="ArgumentException">A Robin condition, Chebyshev points, or c &lt; 0.</exception>
    public FastPoisson(Boundaries boundaries, double reaction = 0, LaplaceSymbol symbol = LaplaceSymbol.SecondOrder)
    {
        (op, this.symbol) = (new(boundaries, FaceAverage.Arithmetic, reaction, "FastPoisson"), symbol);
        var sum = Tensor.Of(reaction);
        for (var d = 0; d < op.Grid.Dimensions; d++)
        {
            var (low, high) = boundaries[d];
            if (!low.IsPeriodic && ((low.A != 0 && low.B != 0) || (high.A != 0 && high.B != 0)))
                throw new ArgumentException($"FastPoisson: axis {d} has the side {(low.A != 0 && low.B != 0 ? low : high)}, whose waves are no transform's; Multigrid takes it");
            var dims = new int[op.Grid.Dimensions];
            Array.Fill(dims, 1);
            dims[d] = op.Counts[d];
            sum = sum + Tensor.Of(Eigenvalues(d)).Reshape(dims);
        }

        var values = sum.BroadcastTo(op.Counts).ToDoubles();
        for (var i = 0; i < values.Length; i++) values[i] = values[i] > 0 ? 1 / values[i] : 0;
        inverse = Tensor.Of(values).Reshape(op.Counts).KeepAlways();
    }

    /// <summary>u with c u − Δu = f, of mean 0 where the sides leave a constant free; differentiable.</summary>
    /// <param name="f">[…, n_x, n_y, n_z].</param>
    /// <exception cref="ArgumentException">Wrong shape, or no solution exists as the mean of f is not zero.</exception>
    public Tensor Solve(Tensor f)
    {
        op.Grid.Check(f, "FastPoisson.Solve");
        if (symbol != LaplaceSymbol.SecondOrder && !op.IsHomogeneous())
            throw new ArgumentException($"FastPoisson.Solve: the values of the sides enter by second-order differences; with {symbol} they must be 0");
        return op.Lifted(Tensor.Of(1.0), f, Inverse);
    }

    private Tensor Inverse(Tensor f)
    {
        if (op.IsSingular) CheckMean(f);
        var u = f;
        for (var d = 0; d < op.Grid.Dimensions; d++) u = u.Along(Axis(u, d), op.First[d], op.First[d] + op.Counts[d]);
        u = Transform(u, back: false) * inverse;
        u = Transform(u, back: true);
        for (var d = 0; d < op.Grid.Dimensions; d++)
        {
            var (axis, n) = (Axis(u, d), op.Grid.Axes[d].Count);
            if (op.Counts[d] == n) continue;
            var zero = Tensor.ZerosLike(u.Along(axis, 0, 1));
            List<Tensor> parts = [u];
            if (op.First[d] > 0) parts.Insert(0, zero);
            if (op.First[d] + op.Counts[d] < n) parts.Add(zero);
            u = Tensor.Concat([.. parts], axis);
        }

        return u;
    }

    private Tensor Transform(Tensor u, bool back)
    {
        int[] rings = [.. Enumerable.Range(0, op.Grid.Dimensions).Where(d => op.Boundaries[d].Low.IsPeriodic).Select(d => d - op.Grid.Dimensions)];
        if (back && rings.Length > 0) u = Fourier.IfftN(u, rings).Real();
        for (var d = 0; d < op.Grid.Dimensions; d++)
        {
            if (op.Boundaries[d].Low.IsPeriodic) continue;
            var (axis, (sine, type)) = (Axis(u, d), Kind(d));
            u = (sine, back) switch
            {
                (true, false) => Fourier.Dst(u, type, axis),
                (true, true) => Fourier.Idst(u, type, axis),
                (false, false) => Fourier.Dct(u, type, axis),
                _ => Fourier.Idct(u, type, axis),
            };
        }

        return !back && rings.Length > 0 ? Fourier.FftN(u, rings) : u;
    }

    /// <summary>The transform whose waves meet the conditions at both ends: sines begin at a Dirichlet side, cosines at a Neumann side.</summary>
    private (bool Sine, int Type) Kind(int d)
    {
        var (low, high) = op.Boundaries[d];
        var nodes = op.Grid.Axes[d].Kind == AxisKind.Nodes;
        return (low.IsDirichlet, low.IsDirichlet == high.IsDirichlet ? nodes ? 1 : 2 : nodes ? 3 : 4);
    }

    private double[] Eigenvalues(int d)
    {
        var (n, h, length, (low, high)) = (op.Counts[d], op.Grid.Axes[d].Spacing, op.Grid.Axes[d].Length, op.Boundaries[d]);
        var eigenvalues = new double[n];
        for (var i = 0; i < n; i++)
        {
            var k = low.IsPeriodic ? 2 * Math.PI * Math.Min(i, n - i) / length
                : Math.PI / length * (low.IsDirichlet != high.IsDirichlet ? i + 0.5 : low.IsDirichlet ? i + 1 : i);
            var sine = Math.Sin(k * h / 2);
            var second = 4 * sine * sine / (h * h);
            eigenvalues[i] = symbol switch
            {
                LaplaceSymbol.SecondOrder => second,
                LaplaceSymbol.FourthOrder => second / (1 - h * h * second / 12),
                _ => k * k,
            };
        }

        return eigenvalues;
    }

    private void CheckMean(Tensor f)
    {
        var volumes = op.Volumes();
        var means = ((f * volumes).Sum([.. Enumerable.Range(-op.Grid.Dimensions, op.Grid.Dimensions)]) / volumes.BroadcastTo(op.Grid.Shape).Sum()).ToDoubles();
        var rms = Math.Sqrt((f * f).Mean().ToDoubles()[0]);
        foreach (var mean in means)
            if (Math.Abs(mean) > Compatibility * rms)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"FastPoisson: the sides fix u up to a constant only, and then f, with the flux through the sides, must have the mean 0; it is {mean:g6}, rms {rms:g6}. Subtract the mean, or set c > 0"));
    }

    private int Axis(Tensor u, int d) => u.Rank - op.Grid.Dimensions + d;
}
