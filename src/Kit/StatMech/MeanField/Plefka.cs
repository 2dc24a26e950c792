using Kit.Numerics.FixedPoints;
using Kit.StatMech.Models;

namespace Kit.StatMech.MeanField;

/// <summary>The free energy of an Ising model with given magnetisations, to third order in β: naive mean field, the equations of Thouless, Anderson and Palmer, and beyond.</summary>
/// <remarks>
/// −βG(m) = S(m) + β(Σ_i h_i m_i + Σ_⟨ij⟩ J_ij m_i m_j) + (β²/2) Σ_⟨ij⟩ J_ij² (1 − m_i²)(1 − m_j²) + (2β³/3) Σ_⟨ij⟩ J_ij³ m_i(1 − m_i²) m_j(1 − m_j²)
/// + β³ Σ_⟨ijk⟩ J_ij J_jk J_ki (1 − m_i²)(1 − m_j²)(1 − m_k²), S(m) = −Σ_i Σ_± ½(1 ± m_i) ln ½(1 ± m_i), with triangles ⟨ijk⟩ once. ∂G/∂m_i = 0 is m_i = tanh β(h_i + Σ_j J_ij m_j + …).
/// T. Plefka, J. Phys. A 15 (1982) 1971; A. Georges and J. S. Yedidia, J. Phys. A 24 (1991) 2173, equation 17; D. J. Thouless, P. W. Anderson and R. G. Palmer, Phil. Mag. 35 (1977) 593.
/// </remarks>
public sealed class Plefka
{
    private readonly (int Site, double Coupling)[][] neighbors;
    private readonly List<(int I, int J, int K, double Product)> triangles = [];
    private readonly double[] fields;
    private readonly int order;

    /// <summary>The expansion of a model.</summary>
    /// <param name="model">Any couplings and fields; several bonds between two sites count as one.</param>
    /// <param name="order">1: naive mean field; 2: TAP; 3.</param>
    /// <exception cref="ArgumentException">Another order.</exception>
    public Plefka(Ising model, int order = 2)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (order is < 1 or > 3) throw new ArgumentException($"Plefka: order {order}; 1, 2 and 3 are known here");
        (this.order, fields) = (order, model.Fields.ToArray());
        neighbors = MergedCouplings.Of(model);
        if (order < 3) return;
        var row = new Dictionary<int, double>[fields.Length];
        for (var i = 0; i < row.Length; i++) row[i] = neighbors[i].ToDictionary(n => n.Site, n => n.Coupling);
        for (var i = 0; i < row.Length; i++)
            foreach (var (j, ij) in neighbors[i].Where(n => n.Site > i))
                foreach (var (k, jk) in neighbors[j].Where(n => n.Site > j))
                    if (row[i].TryGetValue(k, out var ik)) triangles.Add((i, j, k, ij * jk * ik));
    }

    /// <summary>G(m), an estimate of −T ln Z where it is stationary.</summary>
    /// <param name="beta">β.</param>
    /// <param name="m">Magnetisations in (−1, 1), [N].</param>
    public double FreeEnergy(double beta, double[] m)
    {
        Require(beta, m);
        var (entropy, first, second, third) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < m.Length; i++)
        {
            entropy -= Share((1 + m[i]) / 2) + Share((1 - m[i]) / 2);
            first += fields[i] * m[i];
            foreach (var (j, c) in neighbors[i])
            {
                if (j < i) continue;
                var (vi, vj) = (1 - m[i] * m[i], 1 - m[j] * m[j]);
                first += c * m[i] * m[j];
                second += c * c * vi * vj / 2;
                third += 2.0 / 3 * c * c * c * m[i] * vi * m[j] * vj;
            }
        }

        foreach (var (i, j, k, product) in triangles) third += product * (1 - m[i] * m[i]) * (1 - m[j] * m[j]) * (1 - m[k] * m[k]);
        return -(entropy / beta + first + (order > 1 ? beta * second : 0) + (order > 2 ? beta * beta * third : 0));
    }

    /// <summary>tanh β(h_i + Σ_j J_ij m_j − β m′_i Σ_j J_ij² (1 − m_j²) + …) for all sites.</summary>
    /// <param name="beta">β.</param>
    /// <param name="m">m, [N].</param>
    /// <param name="before">m′ of the reaction of Onsager: m itself for the equations, the step before in the iteration.</param>
    public double[] Equations(double beta, double[] m, double[]? before = null)
    {
        Require(beta, m);
        before ??= m;
        var field = new double[m.Length];
        for (var i = 0; i < m.Length; i++)
        {
            var (sum, reaction, cubic) = (fields[i], 0.0, 0.0);
            foreach (var (j, c) in neighbors[i])
            {
                var v = 1 - m[j] * m[j];
                sum += c * m[j];
                reaction += c * c * v;
                cubic += c * c * c * m[j] * v;
            }

            field[i] = sum - (order > 1 ? beta * before[i] * reaction : 0) + (order > 2 ? 2.0 / 3 * beta * beta * (1 - 3 * m[i] * m[i]) * cubic : 0);
        }

        foreach (var (i, j, k, product) in triangles)
        {
            var (vi, vj, vk) = (1 - m[i] * m[i], 1 - m[j] * m[j], 1 - m[k] * m[k]);
            field[i] -= 2 * beta * beta * product * m[i] * vj * vk;
            field[j] -= 2 * beta * beta * product * m[j] * vi * vk;
            field[k] -= 2 * beta * beta * product * m[k] * vi * vj;
        }

        return Array.ConvertAll(field, f => Math.Tanh(beta * f));
    }

    /// <summary>Iterates m^{t+1} = tanh β(h + J m^t − β m^{t−1} Σ J²(1 − (m^t)²)): with the reaction one step behind it converges wherever replica symmetry is stable, and not below the line of de Almeida and Thouless.</summary>
    /// <remarks>E. Bolthausen, Commun. Math. Phys. 325 (2014) 333.</remarks>
    /// <param name="beta">β.</param>
    /// <param name="start">Where to begin; 0.1 for all if null.</param>
    /// <param name="tolerance">Largest change of a magnetisation in a step, at the end.</param>
    /// <param name="maxIterations">Steps before it gives up.</param>
    public FixedPoint Solve(double beta, double[]? start = null, double tolerance = 1e-10, int maxIterations = 5000)
    {
        var n = fields.Length;
        start ??= [.. Enumerable.Repeat(0.1, n)];
        Require(beta, start);
        // The pair (m^{t−1}, m^t) is the state of a first-order iteration.
        var found = (FixedPointSolver.Damped() with { Tolerance = tolerance, MaxIterations = maxIterations })
            .Solve(x => [.. x[n..], .. Equations(beta, x[n..], x[..n])], [.. start, .. start]);
        return found with { Values = found.Values[n..] };
    }

    private void Require(double beta, double[] m)
    {
        ArgumentNullException.ThrowIfNull(m);
        if (!(beta > 0)) throw new ArgumentException(FormattableString.Invariant($"Plefka: β = {beta}; it must be positive"));
        if (m.Length != fields.Length) throw new ArgumentException($"Plefka: {m.Length} magnetisations for {fields.Length} sites");
    }

    private static double Share(double p) => p <= 0 ? 0 : p * Math.Log(p);
}
