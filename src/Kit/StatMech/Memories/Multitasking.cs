using Kit.Numerics.FixedPoints;

namespace Kit.StatMech.Memories;

/// <summary>The Hopfield network of few diluted patterns, P(ξ = ±1) = (1 − d)/2 and P(ξ = 0) = d, which retrieves several at once: m_μ = E[ξ^μ tanh(β Σ_ν ξ^ν m_ν)].</summary>
/// <remarks>
/// <para>
/// E = −(N/2) Σ_μ n_μ² with K finite has the free energy f(n) = ½ Σ_μ n_μ² − T E ln 2cosh(β Σ_μ x^μ n_μ), stationary where n_μ = E[x^μ tanh(β Σ_ν x^ν n_ν)]: no replicas are needed.
/// Patterns are ξ, and x = ξη̄/√R of <see cref="Signal"/> times ξ where means of examples are stored; single examples with overlaps that are alike obey the same equations.
/// </para>
/// <para>
/// Hierarchical states at T → 0: spins with ξ¹ ≠ 0 follow the first pattern, the others the second where ξ² ≠ 0, and so on: m_μ = (1 − d) d^{μ−1}. The first pattern must outweigh the rest together,
/// 1 − d > Σ_{μ≥2} (1 − d) d^{μ−1} = d − d^K: 1 − 2d + d^K > 0, that is d &lt; 0.618 for K = 3. With more dilution all m_μ become equal where <see cref="Anisotropy"/> is below 1: the parallel regime.
/// </para>
/// <para>Any state begins at β E[ξ²] = 1, T_c = 1 − d. Agliari, Barra, Galluzzi, Guerra and Moauro (2012); Agliari, Alessandrelli, Barra and Ricci-Tersenghi (2023), Parallel learning by multitasking neural networks.</para>
/// </remarks>
public sealed class Multitasking
{
    private readonly double[][] entries;
    private readonly double[] weights;
    private readonly double[][] truths;

    /// <summary>The theory of K patterns.</summary>
    /// <param name="count">K ≥ 1; the law of their entries has (2n + 1)^K atoms, for n values of the signal, 10⁶ at most.</param>
    /// <param name="dilution">d in [0, 1).</param>
    /// <param name="signal">Law of ξx where ξ ≠ 0; <see cref="Signal.Clean"/> if null.</param>
    /// <exception cref="ArgumentException">Out of these bounds.</exception>
    public Multitasking(int count, double dilution, Signal? signal = null)
    {
        signal ??= Signal.Clean;
        if (count < 1 || dilution is not (>= 0 and < 1)) throw new ArgumentException($"Multitasking: {count} patterns of dilution {dilution}; it needs one at least and 0 ≤ d < 1");
        List<(double X, double Truth, double Weight)> entry = [(0, 0, dilution)];
        for (var i = 0; i < signal.Values.Length; i++)
            foreach (var sign in (ReadOnlySpan<double>)[-1, 1]) entry.Add((sign * signal.Values[i], sign, (1 - dilution) / 2 * signal.Weights[i]));
        entry.RemoveAll(e => e.Weight < 1e-14);
        var atoms = Math.Pow(entry.Count, count);
        if (atoms > 1e6) throw new ArgumentException($"Multitasking: {count} patterns of {entry.Count} values have {atoms:G3} combinations; 10⁶ at most");
        (Count, Dilution) = (count, dilution);
        (entries, truths, weights) = (new double[(int)atoms][], new double[(int)atoms][], new double[(int)atoms]);
        for (var a = 0; a < entries.Length; a++)
        {
            (entries[a], truths[a], weights[a]) = (new double[count], new double[count], 1);
            for (var (k, rest) = (0, a); k < count; k++, rest /= entry.Count)
            {
                var e = entry[rest % entry.Count];
                (entries[a][k], truths[a][k]) = (e.X, e.Truth);
                weights[a] *= e.Weight;
            }
        }
    }

    /// <summary>K.</summary>
    public int Count { get; }

    /// <summary>d.</summary>
    public double Dilution { get; }

    /// <summary>m_μ = (1 − d) d^{μ−1}, μ = 1 … K.</summary>
    public static double[] Hierarchical(int count, double dilution) => [.. Enumerable.Range(0, count).Select(k => (1 - dilution) * Math.Pow(dilution, k))];

    /// <summary>d at which 1 − 2d + d^K = 0, the end of the hierarchical states at T → 0; 1 for K ≤ 2.</summary>
    public static double Threshold(int count) =>
        count <= 2 ? 1 : MathNet.Numerics.RootFinding.Brent.FindRoot(d => (1 - 2 * d + Math.Pow(d, count)) / (1 - d), 0.5, 1 - 1e-6, 1e-14, 200);

    /// <summary>The overlaps n_μ with the stored vectors to which a start leads.</summary>
    /// <param name="temperature">T > 0.</param>
    /// <param name="from">n_1 … n_K.</param>
    /// <exception cref="ArgumentException">T is not positive, or the start has not K numbers.</exception>
    public double[] Solve(double temperature, double[] from)
    {
        Require(temperature, from);
        // Next to a change of regime the iteration is slow.
        return (FixedPointSolver.Damped() with { Tolerance = 1e-9, MaxIterations = 1_000_000 }).Solve(n => Means(n, temperature, entries), from).OrThrow();
    }

    /// <summary>The state of least free energy among those to which the hierarchical states, equal overlaps of the first 1 … K patterns, and ones in between lead.</summary>
    public double[] Ground(double temperature)
    {
        var starts = Enumerable.Range(1, Count).Select(k => Enumerable.Range(0, Count).Select(i => i < k ? 1.0 - Dilution : 0).ToArray()).Append(Hierarchical(Count, Dilution));
        return starts.Select(from => Solve(temperature, from)).MinBy(n => FreeEnergy(temperature, n))!;
    }

    /// <summary>The overlaps m_μ = E[ξ^μ tanh(β Σ x^ν n_ν)] with the patterns, from those with the stored vectors.</summary>
    public double[] Overlaps(double temperature, double[] stored)
    {
        Require(temperature, stored);
        return Means(stored, temperature, truths);
    }

    /// <summary>f(n) = ½ Σ n² − T E ln 2cosh(β Σ x n).</summary>
    public double FreeEnergy(double temperature, double[] stored)
    {
        Require(temperature, stored);
        var sum = stored.Sum(n => n * n) / 2 - temperature * Math.Log(2);
        for (var a = 0; a < weights.Length; a++) sum -= temperature * weights[a] * DenseReplicas.LogCosh(Field(entries[a], stored) / temperature);
        return sum;
    }

    /// <summary>λ = (β/2) E[(x¹ − x²)² (1 − tanh² β n Σ_μ x^μ)] at the state of equal overlaps n: it is stable against overlaps that differ where λ &lt; 1.</summary>
    /// <remarks>
    /// <para>The Hessian of f at equal overlaps has two entries, A = 1 − β E[(x¹)² cosh⁻²] and B = −β E[x¹x² cosh⁻²], and the eigenvalues A + (K − 1)B, along them, and A − B = 1 − λ, K − 1 times, across.</para>
    /// <para>
    /// T → 0 leaves the spins whose patterns cancel, Σ x^μ = 0. For K = 3 they are (±1, ∓1, 0) in every order and λ = (3/2) d(1 − d)²/T: equal overlaps are unstable below T ≈ (3/2) d(1 − d)², however large d is.
    /// Near T_c, f = … + (β³/12) E[(Σ x^μ n_μ)⁴] is least for equal overlaps where 3 E[x²]² &lt; E[x⁴], that is d > 2/3. The parallel regime lies between.
    /// </para>
    /// </remarks>
    /// <param name="temperature">0 &lt; T &lt; T_c.</param>
    /// <exception cref="InvalidOperationException">There is one pattern only.</exception>
    public double Anisotropy(double temperature)
    {
        if (Count < 2) throw new InvalidOperationException("Anisotropy: overlaps of one pattern cannot differ; two patterns are needed");
        var (n, sum) = (Equal(temperature), 0.0);
        for (var a = 0; a < weights.Length; a++)
        {
            var (x, t) = (entries[a], Math.Tanh(n * entries[a].Sum() / temperature));
            sum += weights[a] * (x[0] - x[1]) * (x[0] - x[1]) * (1 - t * t);
        }

        return sum / (2 * temperature);
    }

    /// <summary>n of the state whose overlaps are all equal, n = E[x¹ tanh(β n Σ_μ x^μ)], stable or not.</summary>
    /// <param name="temperature">T > 0.</param>
    public double Equal(double temperature)
    {
        Require(temperature, new double[Count]);
        return (FixedPointSolver.Damped() with { Tolerance = 1e-12, MaxIterations = 1_000_000 }).Solve(n => [Means([.. Enumerable.Repeat(n[0], Count)], temperature, entries).Average()], 1 - Dilution).OrThrow()[0];
    }

    private static double Field(double[] x, double[] n)
    {
        var h = 0.0;
        for (var k = 0; k < n.Length; k++) h += x[k] * n[k];
        return h;
    }

    private double[] Means(double[] n, double temperature, double[][] with)
    {
        var means = new double[Count];
        for (var a = 0; a < weights.Length; a++)
        {
            var t = weights[a] * Math.Tanh(Field(entries[a], n) / temperature);
            for (var k = 0; k < means.Length; k++) means[k] += t * with[a][k];
        }

        return means;
    }

    private void Require(double temperature, double[] n)
    {
        ArgumentNullException.ThrowIfNull(n);
        if (!(temperature > 0 && double.IsFinite(temperature)) || n.Length != Count) throw new ArgumentException($"Multitasking: temperature {temperature} and {n.Length} overlaps; T > 0 and {Count} overlaps are needed");
    }
}
