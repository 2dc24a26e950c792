using Kit.StatMech.Models;
using Kit.Tensors;

namespace Kit.StatMech.Memories;

/// <summary>A network whose spins s_i = ±1 interact P at a time: E = −(N/P!) w Σ_v n_v^P with n_v = (1/N) Σ_i x_i^v s_i over the stored vectors x of a <see cref="Teaching"/>.</summary>
/// <remarks>
/// <para>The sums L_v = Σ_i x_i^v s_i of all vectors are kept, so that a proposal costs O(K), a sweep O(NK), for any P.</para>
/// <para>
/// The P-th power of a sum holds terms in which a spin stands more than once. At P = 2 they are a constant. At P ≥ 3 with K = O(N) they vanish beside the rest, but at the largest load K ∝ N^{P−1} they do not: for P = 4
/// they are couplings of pairs whose noise on a field has the variance 9 where that of four spins has 6 (z³ = H₃ + 3 H₁ in Hermite polynomials, 15 = 6 + 9). Without them,
/// n^P N^P becomes P! Σ_{i₁ &lt; … &lt; i_P} x…x s…s, which for entries ±1 is a polynomial of L alone: (k+1) e_{k+1} = L e_k − (N − k + 1) e_{k−1}. So it costs no more.
/// </para>
/// <para>Gardner (1987); Albanese, Alemanno, Alessandrelli and Barra (2022), arXiv:2211.14067 and 2212.00606.</para>
/// </remarks>
public sealed class DenseHebbian : IDiscreteModel
{
    private static readonly sbyte[] Values = [-1, 1];
    private readonly FlipPolynomials polynomials;
    private readonly bool binary;

    /// <summary>The network of some vectors.</summary>
    /// <param name="teaching">What is stored.</param>
    /// <param name="degree">P in 2 … 12.</param>
    /// <param name="selfTerms">Whether terms stay in which a spin stands more than once; they can be left out for entries ±1 only.</param>
    /// <exception cref="ArgumentException">Another P, or entries that are not ±1 without self terms.</exception>
    public DenseHebbian(Teaching teaching, int degree, bool selfTerms = true)
    {
        ArgumentNullException.ThrowIfNull(teaching);
        if (degree is < 2 or > 12) throw new ArgumentException($"DenseHebbian: P = {degree} is not in 2 … 12");
        if (!selfTerms && !teaching.Vectors.Binary) throw new ArgumentException("DenseHebbian: self terms can be left out where all entries are ±1, not for sums of examples or diluted patterns");
        (Teaching, Degree, SelfTerms) = (teaching, degree, selfTerms);
        var power = selfTerms ? Monomial(degree) : Distinct(degree, Sites);
        var factor = -teaching.Weight * Sites / Factorial(degree) * Math.Pow(Sites * teaching.Scale, -degree);
        Coefficients = [.. power.Select(c => factor * c)];
        polynomials = new(Coefficients);
        binary = teaching.Vectors.Binary;
        Observables = MemoryObservables.Of(teaching.Truth);
    }

    /// <summary>The network that stores patterns.</summary>
    /// <inheritdoc cref="DenseHebbian(Teaching, int, bool)" path="/exception"/>
    public DenseHebbian(Patterns patterns, int degree, bool selfTerms = true) : this(Teaching.Storing(patterns), degree, selfTerms)
    {
    }

    /// <summary>What is stored.</summary>
    public Teaching Teaching { get; }

    /// <summary>P.</summary>
    public int Degree { get; }

    /// <summary>Whether terms stay in which a spin stands more than once.</summary>
    public bool SelfTerms { get; }

    /// <summary>c_0 … c_P of E = Σ_v p(L_v), p(L) = Σ_j c_j L^j.</summary>
    internal double[] Coefficients { get; }

    /// <inheritdoc/>
    public string Name => $"dense Hebbian network, P = {Degree}, {Teaching.How} {Teaching.Truth.Count} patterns in {Sites} spins";

    /// <inheritdoc/>
    public int Sites => Teaching.Vectors.Sites;

    /// <inheritdoc/>
    public ReadOnlySpan<sbyte> Alphabet => Values;

    /// <summary>"energy" and "energy^2" per site, "overlap" m_1 = (1/N) Σ_i ξ_i^1 s_i, "overlaps" m_1, m_2, … of 16 patterns at most.</summary>
    public IReadOnlyList<Observable<Configuration>> Observables { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Quantity> Quantities => [StandardObservables.SpecificHeat(Sites)];

    /// <summary>L of every vector; where all entries are ±1 also b(L) of every vector, and at last Σ d(L).</summary>
    private int Kept => binary ? 2 * Teaching.Vectors.Count + 1 : Teaching.Vectors.Count;

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, Kept, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        var sums = new double[Teaching.Vectors.Count];
        Teaching.Vectors.Sum(state.Values, sums);
        return OverlapKernel.Polynomial(sums, [], 0, polynomials.Energy, polynomials.IsOdd);
    }

    /// <inheritdoc/>
    /// <remarks>With entries other than ±1 it is the energy after, less the one that is known: half the work of a sum of differences.</remarks>
    public double Change(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return 0;
        var x = Teaching.Vectors.Of(site);
        var cache = state.Cache.AsSpan();
        return binary
            ? cache[^1] + value * OverlapKernel.Dot(cache.Slice(x.Length, x.Length), x)
            : OverlapKernel.Polynomial(cache, x, step, polynomials.Energy, polynomials.IsOdd) - state.Energy;
    }

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return;
        state.Values[site] = value;
        Turn(state, Teaching.Vectors.Of(site), step);
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        Teaching.Vectors.Sum(state.Values, state.Cache.AsSpan(0, Teaching.Vectors.Count));
        Turn(state, [], 0);
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, Kept, reader);

    private void Turn(Configuration state, ReadOnlySpan<sbyte> x, double step)
    {
        var count = Teaching.Vectors.Count;
        var cache = state.Cache.AsSpan();
        if (binary)
        {
            (state.Energy, cache[^1]) = OverlapKernel.Turn(cache[..count], cache.Slice(count, count), x, step, polynomials);
            return;
        }

        if (step != 0) OverlapKernel.Add(cache, x, step);
        state.Energy = OverlapKernel.Polynomial(cache, [], 0, polynomials.Energy, polynomials.IsOdd);
    }

    private static double[] Monomial(int degree)
    {
        var power = new double[degree + 1];
        power[degree] = 1;
        return power;
    }

    /// <summary>Coefficients of P! e_P(x₁s₁, …, x_N s_N) in powers of L = Σ x_i s_i when all (x_i s_i)² = 1.</summary>
    private static double[] Distinct(int degree, int sites)
    {
        double[] before = [1, .. new double[degree]], now = [0, 1, .. new double[degree - 1]];
        for (var k = 1; k < degree; k++)
        {
            var next = new double[degree + 1];
            for (var j = 0; j <= degree; j++) next[j] = ((j > 0 ? now[j - 1] : 0) - (sites - k + 1) * before[j]) / (k + 1);
            (before, now) = (now, next);
        }

        return [.. now.Select(c => c * Factorial(degree))];
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
