using Kit.Numerics.FixedPoints;
using Kit.Tensors;

namespace Kit.StatMech.Memories;

/// <summary>Retrieval without sampling: the free energy of a dense Hebbian network (P = 2: Hopfield's) at given magnetisations to second order in β, and the iteration m_i ← tanh β h_i(m) that it leads to.</summary>
/// <remarks>
/// <para>
/// At given m the weight of a state is that of independent spins with means m, and Plefka's expansion of E = Σ_v p(L_v), L_v = Σ_i x_i^v s_i, is −βG(m) = S(m) − β⟨E⟩ + (β²/2) Φ + O(β³),
/// Φ = ⟨E²⟩ − ⟨E⟩² − Σ_i (1 − m_i²)(∂⟨E⟩/∂m_i)²: fields that hold the m_i take from E all that is linear in the s_i − m_i (A. Georges and J. S. Yedidia, J. Phys. A 24 (1991) 2173, equations 10 to 13).
/// Stationarity is m_i = tanh(−β ∂⟨E⟩/∂m_i + (β²/2) ∂Φ/∂m_i); the last is the reaction of Onsager.
/// </para>
/// <para>
/// The averages are exact for any N. With independent spins the cumulants of L_v are sums, κ_r = Σ_i x_i^r k_r(m_i), those of one spin being k₁ = m, k_{r+1} = (1 − m²) k_r′. They give the moments of δ = L − κ₁, and
/// with these A_r = ⟨p^{(r)}(L_v)⟩/r!. As ∂κ_r/∂m_i = x_i^r k_r′(m_i) and ∂⟨f(L)⟩/∂κ_r = ⟨f^{(r)}(L)⟩/r!, the pull of a vector on a spin is g_i^v = ∂⟨p(L_v)⟩/∂m_i = Σ_r A_r x_i^r k_r′(m_i), and ∂A_r/∂m_i = Σ_s C(r + s, r) A_{r+s} x_i^s k_s′.
/// At P = 2 that is the field Σ_{j≠i} J_ij m_j of Hebb's couplings, whose self terms are a constant and drop out.
/// </para>
/// <para>
/// Φ = Σ_{v,w} [⟨p(L_v) p(L_w)⟩ − ⟨p(L_v)⟩⟨p(L_w)⟩ − Σ_i (1 − m_i²) g_i^v g_i^w]. Terms v = w need one more polynomial, p², and cost O(NK); terms v ≠ w cost O(NK²) and have random signs: in the reaction of P = 2
/// their sum is of the order α/√N where v = w give α. They are there on request, and make the second order exact: at P = 2 the equations of Thouless, Anderson and Palmer for Hebb's couplings.
/// </para>
/// <para>
/// For P ≥ 3 the second order is all there is as N → ∞, since couplings of different tuples are as good as independent. At P = 2 with K = αN it is not: loops of every order give
/// a reaction αβ(1 − q)/(1 − β(1 − q)) m_i (M. Mézard, Phys. Rev. E 95 (2017) 022117), of which the second order is the first term; it is right at low load, or where β(1 − q) is small.
/// </para>
/// <para>T. Plefka, J. Phys. A 15 (1982) 1971; as dynamics of dense networks: E. Agliari, L. Albanese, F. Alemanno et al. (2022), arXiv:2211.14067 and 2212.00606.</para>
/// </remarks>
public sealed class PlefkaDynamics
{
    private readonly double[][] columns;
    private readonly SpinCumulants cumulants;

    /// <summary>The expansion of a network.</summary>
    /// <param name="model">Patterns stored, or examples with or without a teacher.</param>
    /// <param name="order">1: naive mean field; 2: with the reaction of Onsager.</param>
    /// <param name="pairs">Whether the second order has terms of two different vectors too, at a cost of O(NK²).</param>
    /// <exception cref="ArgumentException">Another order, or pairs at order 1.</exception>
    public PlefkaDynamics(DenseHebbian model, int order = 2, bool pairs = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (order is < 1 or > 2) throw new ArgumentException($"PlefkaDynamics: order {order}; 1 (naive mean field) and 2 (with Onsager's reaction) are known here");
        if (pairs && order < 2) throw new ArgumentException("PlefkaDynamics: pairs of vectors at order 1; they come in at order 2");
        (Model, Order, Pairs, cumulants) = (model, order, pairs, new(order * model.Degree));
        var vectors = model.Teaching.Vectors;
        columns = new double[vectors.Count][];
        for (var v = 0; v < columns.Length; v++)
        {
            columns[v] = new double[vectors.Sites];
            for (var i = 0; i < vectors.Sites; i++) columns[v][i] = vectors[v, i];
        }
    }

    /// <summary>The expansion of Hopfield's network.</summary>
    /// <inheritdoc cref="PlefkaDynamics(DenseHebbian, int, bool)"/>
    public PlefkaDynamics(HopfieldModel model, int order = 2, bool pairs = false) : this(new DenseHebbian((model ?? throw new ArgumentNullException(nameof(model))).Teaching, 2), order, pairs)
    {
    }

    /// <summary>The network.</summary>
    public DenseHebbian Model { get; }

    /// <summary>1 or 2.</summary>
    public int Order { get; }

    /// <summary>Whether the second order has terms of two different vectors too.</summary>
    public bool Pairs { get; }

    /// <summary>G(m), an estimate of −T ln Z where it is stationary.</summary>
    /// <param name="temperature">T > 0.</param>
    /// <param name="m">Magnetisations in [−1, 1], [N].</param>
    /// <exception cref="ArgumentException">T is not positive, or other magnetisations.</exception>
    public double FreeEnergy(double temperature, double[] m)
    {
        Require(temperature, m);
        var averages = new PlefkaAverages(Model, columns, cumulants, m, Order, Pairs);
        return averages.Energy - averages.Fluctuation / (2 * temperature) - temperature * m.Sum(v => -Share((1 + v) / 2) - Share((1 - v) / 2));
    }

    /// <summary>h_i = −∂⟨E⟩/∂m_i + (β/2) ∂Φ/∂m_i, with m_i = tanh βh_i at a stationary point.</summary>
    /// <inheritdoc cref="FreeEnergy"/>
    public double[] Fields(double temperature, double[] m) => Fields(temperature, m, out _);

    /// <summary>Spins that agree with a pattern with probability (1 + r)/2, and are random where it says nothing.</summary>
    /// <param name="pattern">Of the patterns behind the stored vectors.</param>
    /// <param name="quality">r in [0, 1], the overlap with the pattern.</param>
    /// <param name="rng">Random numbers.</param>
    /// <exception cref="ArgumentException">There is no such pattern, or r is out of range.</exception>
    public double[] Cue(int pattern, double quality, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var truth = Model.Teaching.Truth;
        if (pattern < 0 || pattern >= truth.Count || quality is not (>= 0 and <= 1))
            throw new ArgumentException(FormattableString.Invariant($"PlefkaDynamics: a cue of pattern {pattern} with overlap {quality}; there are patterns 0 … {truth.Count - 1}, and overlaps lie in [0, 1]"));
        var cue = new double[truth.Sites];
        for (var i = 0; i < cue.Length; i++)
        {
            var said = truth[pattern, i];
            cue[i] = (rng.NextDouble() < (1 + (said == 0 ? 0 : quality)) / 2 ? 1 : -1) * (said < 0 ? -1 : 1);
        }

        return cue;
    }

    /// <summary>Iterates m ← tanh βh(m) from a cue until nothing changes.</summary>
    /// <param name="temperature">T > 0, in units of the network's energy.</param>
    /// <param name="cue">Where to begin, [N], such as spins ±1.</param>
    /// <param name="solver">How to iterate; undamped, 500 steps at most, to 10⁻⁸ if null.</param>
    /// <exception cref="ArgumentException">T is not positive, or other magnetisations.</exception>
    public PlefkaTrajectory Retrieve(double temperature, double[] cue, FixedPointSolver? solver = null)
    {
        Require(temperature, cue);
        solver ??= FixedPointSolver.Damped() with { Tolerance = 1e-8, MaxIterations = 500 };
        var (overlaps, work, truth) = (new List<double[]>(), 0L, Model.Teaching.Truth);
        var found = solver.Solve(
            m =>
            {
                overlaps.Add(MemoryObservables.Overlaps(truth, m));
                var fields = Fields(temperature, m, out var gone);
                work += gone;
                return Array.ConvertAll(fields, h => Math.Tanh(h / temperature));
            },
            cue);
        return new(found, overlaps, work) { Title = FormattableString.Invariant($"{Model.Name}: {(Order == 1 ? "naive mean field" : "Plefka's second order")} at T = {temperature:G4}") };
    }

    private double[] Fields(double temperature, double[] m, out long work)
    {
        Require(temperature, m);
        var averages = new PlefkaAverages(Model, columns, cumulants, m, Order, Pairs);
        work = averages.Work;
        return [.. averages.Pull.Select((pull, i) => -pull + averages.Reaction[i] / (2 * temperature))];
    }

    private void Require(double temperature, double[] m)
    {
        ArgumentNullException.ThrowIfNull(m);
        if (!(temperature > 0 && double.IsFinite(temperature))) throw new ArgumentException(FormattableString.Invariant($"PlefkaDynamics: T = {temperature}; it must be positive"));
        if (m.Length != Model.Sites) throw new ArgumentException($"PlefkaDynamics: {m.Length} magnetisations for {Model.Sites} spins");
        if (Array.Find(m, v => v is not (>= -1 and <= 1)) is var bad && bad != 0) throw new ArgumentException(FormattableString.Invariant($"PlefkaDynamics: a magnetisation of {bad}; they lie in [−1, 1]"));
    }

    private static double Share(double p) => p <= 0 ? 0 : p * Math.Log(p);
}
