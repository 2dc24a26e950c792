using Kit.Numerics.FixedPoints;
using Kit.StatMech.Models;

namespace Kit.StatMech.MeanField;

/// <summary>What belief propagation found: the marginals of one and of two neighbouring spins, and the free energy of Bethe.</summary>
/// <param name="Magnetizations">m_i.</param>
/// <param name="Correlations">⟨s_i s_j⟩ of each pair of neighbours, in the order of <see cref="BeliefPropagation.Pairs"/>.</param>
/// <param name="LogPartition">ln Z of Bethe's free energy: exact on trees.</param>
/// <param name="Energy">E.</param>
/// <param name="Iterations">Steps taken.</param>
public sealed record Beliefs(double[] Magnetizations, double[] Correlations, double LogPartition, double Energy, int Iterations);

/// <summary>The cavity method on one graph, for any Ising model: exact on trees, and the better the longer the loops are.</summary>
/// <remarks>
/// The cavity field of i without j is h_{i→j} = h_i + Σ_{k≠j} u_{k→i}, and its message u_{i→j} = T artanh(tanh βJ_ij tanh βh_{i→j}). At a fixed point m_i = tanh β(h_i + Σ_k u_{k→i}) and
/// ln Z = Σ_i ln Z_i − Σ_⟨ij⟩ ln Z_ij, Z_i = Σ_s e^{βh_i s} Π_k Σ_{s′} e^{βJ ss′} ν_{k→i}(s′), Z_ij = Σ_{ss′} e^{βJ ss′} ν_{i→j}(s) ν_{j→i}(s′) with ν(s) = e^{βhs}/(2 cosh βh).
/// H. A. Bethe, Proc. R. Soc. A 150 (1935) 552; J. S. Yedidia, W. T. Freeman and Y. Weiss, NIPS 13 (2000); M. Mézard and A. Montanari, Information, Physics, and Computation (2009), chapter 14.
/// </remarks>
public sealed class BeliefPropagation
{
    private readonly int[] from, to, starts, reverse;
    private readonly double[] couplings, fields;

    /// <summary>Messages of a model.</summary>
    /// <param name="model">Any couplings and fields; several bonds between two sites count as one.</param>
    public BeliefPropagation(Ising model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var rows = MergedCouplings.Of(model);
        fields = model.Fields.ToArray();
        starts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++) starts[i + 1] = starts[i] + rows[i].Length;
        // Message e leads from a neighbour to the site whose row it stands in.
        to = [.. rows.SelectMany((row, i) => row.Select(_ => i))];
        from = [.. rows.SelectMany(row => row.Select(n => n.Site))];
        couplings = [.. rows.SelectMany(row => row.Select(n => n.Coupling))];
        var place = Enumerable.Range(0, from.Length).ToDictionary(e => (from[e], to[e]));
        reverse = [.. Enumerable.Range(0, from.Length).Select(e => place[(to[e], from[e])])];
        Pairs = [.. Enumerable.Range(0, from.Length).Where(e => from[e] > to[e]).Select(e => (to[e], from[e]))];
    }

    /// <summary>Pairs of neighbours, the smaller site first.</summary>
    public IReadOnlyList<(int I, int J)> Pairs { get; }

    /// <summary>Iterates the messages to a fixed point.</summary>
    /// <param name="beta">β > 0.</param>
    /// <param name="start">All messages u to begin with; a positive one leads to positive magnetisation.</param>
    /// <param name="solver">How to iterate; half steps without mixing if null.</param>
    /// <exception cref="ArgumentException">β is not positive.</exception>
    /// <exception cref="ArithmeticException">No convergence, as in frustrated models at low temperatures.</exception>
    public Beliefs Solve(double beta, double start = 0.1, FixedPointSolver? solver = null)
    {
        if (!(beta > 0 && double.IsFinite(beta))) throw new ArgumentException(FormattableString.Invariant($"BeliefPropagation: β = {beta}; it must be positive"));
        solver ??= FixedPointSolver.Damped(0.5) with { MaxIterations = 10_000, Tolerance = 1e-11 };
        double[] first = [.. Enumerable.Repeat(start, from.Length)];
        var found = solver.Solve(u => Passed(beta, u), first);
        return Read(beta, found.OrThrow(), found.Iterations);
    }

    private double[] Passed(double beta, double[] u)
    {
        var next = new double[u.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var total = Field(u, i);
            // e leads from a neighbour to i; its reverse carries what i says to that neighbour.
            for (var e = starts[i]; e < starts[i + 1]; e++) next[reverse[e]] = Message(beta, couplings[e], total - u[e]);
        }

        return next;
    }

    private double Field(double[] u, int i)
    {
        var sum = fields[i];
        for (var e = starts[i]; e < starts[i + 1]; e++) sum += u[e];
        return sum;
    }

    /// <summary>T artanh(tanh βJ tanh βh) = (T/2)(ln cosh β(J + h) − ln cosh β(J − h)), which does not overflow.</summary>
    private static double Message(double beta, double j, double h) => (LogTwoCosh.Of(beta * (j + h)) - LogTwoCosh.Of(beta * (j - h))) / (2 * beta);

    private Beliefs Read(double beta, double[] u, int iterations)
    {
        var (m, correlations, log, energy) = (new double[fields.Length], new List<double>(), 0.0, 0.0);
        for (var i = 0; i < m.Length; i++)
        {
            var total = Field(u, i);
            m[i] = Math.Tanh(beta * total);
            energy -= fields[i] * m[i];
            // Σ_{s′} e^{βJss′} ν(s′) = e^{βus} · cosh βJ · √((1 − (tanh βJ tanh βh)²)) = e^{βus} · norm, with norm = cosh βJ / cosh βu.
            log += LogTwoCosh.Of(beta * total);
            for (var e = starts[i]; e < starts[i + 1]; e++) log += LogTwoCosh.Of(beta * couplings[e]) - LogTwoCosh.Of(beta * u[e]);
        }

        for (var e = 0; e < u.Length; e++)
        {
            if (from[e] < to[e]) continue;
            var (t, a, b) = (Math.Tanh(beta * couplings[e]), Math.Tanh(beta * (Field(u, to[e]) - u[e])), Math.Tanh(beta * (Field(u, from[e]) - u[reverse[e]])));
            // Z_ij = cosh βJ (1 + t a b), with a and b the magnetisations of the two ends without their bond.
            log -= LogTwoCosh.Of(beta * couplings[e]) - Math.Log(2) + Math.Log(1 + t * a * b);
            correlations.Add((t + a * b) / (1 + t * a * b));
            energy -= couplings[e] * correlations[^1];
        }

        return new(m, [.. correlations], log, energy, iterations);
    }
}
