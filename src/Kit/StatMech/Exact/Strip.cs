using Kit.Numerics;
using Kit.Numerics.Krylov;
using Kit.StatMech.Lattices;
using Kit.Tensors;

namespace Kit.StatMech.Exact;

/// <summary>Variables of q values on a strip of the square lattice, E = Σ_⟨ij⟩ u(s_i, s_j) + Σ_i v(s_i), by its transfer matrix from row to row; a strip of width 1 is a chain.</summary>
/// <remarks>
/// Z = Tr Tᴸ for L rows, T = D^{1/2} (t ⊗ … ⊗ t) D^{1/2} with t(a, b) = e^{−βu(a, b)} between rows and D the weights of a row. The product is applied site by site, in W·q^{W+1} operations where
/// T has q^{2W} elements, and the largest eigenvalues come from Lanczos' method. H. A. Kramers and G. H. Wannier, Phys. Rev. 60 (1941) 252.
/// </remarks>
public sealed class Strip
{
    private const int Dense = 256, Most = 1 << 20;
    private readonly double[,] bonds;
    private readonly double[] fields;
    private readonly int width;
    private readonly Wrap wrap;

    /// <summary>Any model of nearest neighbours.</summary>
    /// <param name="bonds">u, symmetric [q, q].</param>
    /// <param name="fields">v, [q].</param>
    /// <param name="width">W, sites of a row.</param>
    /// <param name="wrap">Whether a row of at least two sites is a ring or open.</param>
    /// <exception cref="ArgumentException">Energies that are not symmetric or not finite, a wrap other than the two, or more than 2²⁰ states of a row.</exception>
    public Strip(double[,] bonds, double[] fields, int width = 1, Wrap wrap = Wrap.Periodic)
    {
        ArgumentNullException.ThrowIfNull(bonds);
        ArgumentNullException.ThrowIfNull(fields);
        var q = fields.Length;
        if (q < 2 || bonds.GetLength(0) != q || bonds.GetLength(1) != q) throw new ArgumentException($"Strip: energies of {bonds.GetLength(0)} × {bonds.GetLength(1)} pairs for {q} values of a variable, of which there are at least 2");
        for (var a = 0; a < q; a++)
            for (var b = 0; b <= a; b++)
                if (bonds[a, b] != bonds[b, a] || !double.IsFinite(bonds[a, b] + fields[a])) throw new ArgumentException(FormattableString.Invariant($"Strip: u({a}, {b}) = {bonds[a, b]}, u({b}, {a}) = {bonds[b, a]}, v({a}) = {fields[a]}; u must be symmetric and all finite"));
        if (width < 1 || Math.Pow(q, width) > Most) throw new ArgumentException($"Strip: {width} sites of {q} values have {Math.Pow(q, width):G3} states of a row; 1 to {Most} are possible");
        if (wrap == Wrap.Antiperiodic) throw new ArgumentException("Strip: rows are periodic or open");
        (this.bonds, this.fields, this.width, this.wrap) = ((double[,])bonds.Clone(), (double[])fields.Clone(), width, wrap);
    }

    /// <summary>u = −J s s′, v = −h s, s = ∓1.</summary>
    public static Strip Ising(int width = 1, double coupling = 1, double field = 0, Wrap wrap = Wrap.Periodic) => new(new[,] { { -coupling, coupling }, { coupling, -coupling } }, [field, -field], width, wrap);

    /// <summary>u = −J δ(s, s′), v = −h δ(s, 0).</summary>
    public static Strip Potts(int states, int width = 1, double coupling = 1, double field = 0, Wrap wrap = Wrap.Periodic) => Of(states, (a, b) => a == b ? -coupling : 0, a => a == 0 ? -field : 0, width, wrap);

    /// <summary>u = −J cos(2π(s − s′)/q), v = −h cos(2πs/q).</summary>
    public static Strip Clock(int states, int width = 1, double coupling = 1, double field = 0, Wrap wrap = Wrap.Periodic) =>
        Of(states, (a, b) => -coupling * Math.Cos(2 * Math.PI * Math.Abs(a - b) / states), a => -field * Math.Cos(2 * Math.PI * a / states), width, wrap);

    /// <summary>ln Z of a site of the infinitely long strip, (ln λ₁)/W.</summary>
    /// <param name="beta">β.</param>
    public double LogPartition(double beta)
    {
        var (shift, values) = Leading(beta, 1);
        return (shift + Math.Log(values[0])) / width;
    }

    /// <summary>ln Z of a strip of L rows whose last is joined with the first, ln Σ λᵢᴸ: all eigenvalues are needed, so q^W ≤ 256.</summary>
    /// <param name="beta">β.</param>
    /// <param name="length">L ≥ 1.</param>
    /// <exception cref="ArgumentException">The rows have more than 256 states.</exception>
    public double LogPartition(double beta, int length)
    {
        if (Rows > Dense || length < 1) throw new ArgumentException($"Strip: {length} rows of {Rows} states; at least one row, of at most {Dense} states, is needed for all eigenvalues");
        var (shift, matrix) = (Shift(beta), Matrix(beta));
        var values = LinearAlgebra.EighValues(matrix).ToDoubles();
        var top = values.Max(Math.Abs);
        return length * (shift + Math.Log(top)) + Math.Log(values.Sum(λ => Math.Pow(λ / top, length)));
    }

    /// <summary>ξ = 1/ln(λ₁/|λ₂|), in rows: correlations along the strip fall like e^{−r/ξ}.</summary>
    /// <param name="beta">β.</param>
    public double CorrelationLength(double beta)
    {
        var (_, values) = Leading(beta, 2);
        return 1 / Math.Log(values[0] / Math.Abs(values[1]));
    }

    private int Rows => (int)Math.Round(Math.Pow(fields.Length, width));

    private static Strip Of(int states, Func<int, int, double> bond, Func<int, double> field, int width, Wrap wrap)
    {
        if (states < 2) throw new ArgumentException($"Strip: q = {states} values of a variable; at least 2");
        var bonds = new double[states, states];
        for (var a = 0; a < states; a++)
            for (var b = 0; b < states; b++) bonds[a, b] = bond(a, b);
        return new(bonds, [.. Enumerable.Range(0, states).Select(field)], width, wrap);
    }

    /// <summary>The first or the first two eigenvalues by size, of T without the factor e^{shift}.</summary>
    private (double Shift, double[] Values) Leading(double beta, int count)
    {
        using var scope = Tensor.Scope();
        if (Rows <= Dense) return (Shift(beta), [.. LinearAlgebra.EighValues(Matrix(beta)).ToDoubles().OrderByDescending(Math.Abs).Take(count)]);
        var apply = Operator(beta);
        var start = new Rng(1).Uniform([Rows], 0.5, 1.5);
        // λ₁ of a matrix of positive elements is positive and simple; the next by size may be negative, so it is sought in T².
        if (count == 1) return (Shift(beta), Lanczos.Solve(apply, start, tolerance: 1e-12).Values.ToDoubles());
        return (Shift(beta), Lanczos.Solve(x => apply(apply(x)), start, count, tolerance: 1e-12).Values.Sqrt().ToDoubles());
    }

    private Tensor Matrix(double beta)
    {
        var (apply, units) = (Operator(beta), Tensor.Eye(Rows));
        var matrix = Tensor.Stack([.. Enumerable.Range(0, Rows).Select(k => apply(units[k]))], 0);
        return 0.5 * (matrix + matrix.Transpose());
    }

    /// <summary>The logarithm of the largest weight of a bond between rows, W times, and of the largest weight of a row: what is taken out of T so that nothing overflows.</summary>
    private double Shift(double beta) => width * bonds.Cast<double>().Max(u => -beta * u) + RowLogs(beta).Max();

    private Func<Tensor, Tensor> Operator(double beta)
    {
        var (q, top) = (fields.Length, bonds.Cast<double>().Max(u => -beta * u));
        var between = new double[q, q];
        for (var a = 0; a < q; a++)
            for (var b = 0; b < q; b++) between[a, b] = Math.Exp(-beta * bonds[a, b] - top);
        var logs = RowLogs(beta);
        var most = logs.Max();
        var (t, root) = (Tensor.Of(between), Tensor.Of(Array.ConvertAll(logs, log => Math.Exp((log - most) / 2))));
        return x =>
        {
            // [a, rest] → [rest, b]: each product turns the axes by one, and W of them turn them all the way round.
            var y = root * x;
            for (var i = 0; i < width; i++) y = y.Reshape(q, -1).Transpose().MatMul(t).Reshape(-1);
            return root * y;
        };
    }

    /// <summary>−β × energy of each state of a row.</summary>
    private double[] RowLogs(double beta)
    {
        var (q, logs, row) = (fields.Length, new double[Rows], new int[width]);
        for (var n = 0; n < logs.Length; n++)
        {
            for (var (i, rest) = (0, n); i < width; i++, rest /= q) row[i] = rest % q;
            var energy = 0.0;
            for (var i = 0; i < width; i++)
            {
                energy += fields[row[i]];
                if (i + 1 < width) energy += bonds[row[i], row[i + 1]];
                else if (wrap == Wrap.Periodic && width > 1) energy += bonds[row[i], row[0]];
            }

            logs[n] = -beta * energy;
        }

        return logs;
    }
}
