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
    private readonly PatternSigns? signs;
    private readonly double factor;
    private readonly int count;

    /// <summary>The network of some vectors.</summary>
    /// <param name="teaching">What is stored.</param>
    /// <param name="degree">P in 2 … 12.</param>
    /// <param name="selfTerms">Whether terms stay in which a spin stands more than once; they can be left out for entries ±1 only.</param>
    /// <exception cref="ArgumentException">Another P, or entries that are not ±1 without self terms.</exception>
    public DenseHebbian(Teaching teaching, int degree, bool selfTerms = true)
    {
        ArgumentNullException.ThrowIfNull(teaching);
        if (degree is < 2 or > 12) throw new ArgumentException($"DenseHebbian: P = {degree} is not in 2 … 12");
        signs = PatternSigns.Of(teaching.Vectors);
        if (!selfTerms && signs is null) throw new ArgumentException("DenseHebbian: self terms can be left out where all entries are ±1, not for sums of examples or diluted patterns");
        (Teaching, Degree, SelfTerms, count) = (teaching, degree, selfTerms, teaching.Vectors.Count);
        var power = selfTerms ? Monomial(degree) : Distinct(degree, Sites);
        polynomials = new(power);
        factor = -teaching.Weight * Sites / Factorial(degree) * Math.Pow(Sites * teaching.Scale, -degree);
        Coefficients = [.. power.Select(c => factor * c)];
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

    /// <summary>L of every vector; where all entries are ±1 also b(L) of every vector, and at last Σ d(L): integers, of which doubles hold sums without rounding up to 2⁵³.</summary>
    private int Kept => signs is not null ? 2 * count + 1 : count;

    /// <inheritdoc/>
    public Configuration Start(Rng rng) => DiscreteStates.Uniform(this, Kept, rng);

    /// <inheritdoc/>
    public double Energy(Configuration state)
    {
        var sums = new double[count];
        Teaching.Vectors.Sum(state.Values, sums);
        return factor * OverlapKernel.Polynomial(sums, [], 0, polynomials.Energy, polynomials.IsOdd);
    }

    /// <inheritdoc/>
    /// <remarks>With entries other than ±1 it is the energy after, less the one that is known: half the work of a sum of differences.</remarks>
    public double Change(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return 0;
        var cache = state.Cache.AsSpan();
        return signs is not null
            ? factor * (cache[^1] + value * SignKernel.Dot(cache.Slice(count, count), signs.Of(site)))
            : factor * OverlapKernel.Polynomial(cache, Teaching.Vectors.Of(site), step, polynomials.Energy, polynomials.IsOdd) - state.Energy;
    }

    /// <inheritdoc/>
    public void Set(Configuration state, int site, sbyte value)
    {
        var step = value - state.Values[site];
        if (step == 0) return;
        state.Values[site] = value;
        if (signs is not null)
        {
            Turn(state, signs.Of(site), step);
            return;
        }

        OverlapKernel.Add(state.Cache, Teaching.Vectors.Of(site), step);
        state.Energy = factor * OverlapKernel.Polynomial(state.Cache, [], 0, polynomials.Energy, polynomials.IsOdd);
    }

    /// <inheritdoc/>
    public void Refresh(Configuration state)
    {
        Teaching.Vectors.Sum(state.Values, state.Cache.AsSpan(0, count));
        if (signs is not null) Turn(state, signs.Of(0), 0);
        else state.Energy = factor * OverlapKernel.Polynomial(state.Cache, [], 0, polynomials.Energy, polynomials.IsOdd);
    }

    /// <inheritdoc/>
    public void Save(Configuration state, BinaryWriter writer) => DiscreteStates.Save(state, writer);

    /// <inheritdoc/>
    public Configuration Load(BinaryReader reader) => DiscreteStates.Load(this, Kept, reader);

    private void Turn(Configuration state, ReadOnlySpan<ulong> x, double step)
    {
        var cache = state.Cache.AsSpan();
        var sums = cache[..count];
        var odds = cache.Slice(count, count);
        double energy;
        if (polynomials.IsQuartic)
        {
            var (p, b, d) = (polynomials.Energy, polynomials.Odd, polynomials.Even);
            var (squares, fourths) = SignKernel.Turn(sums, odds, x, step, b[0], b[1]);
            energy = count * p[0] + p[1] * squares + p[2] * fourths;
            cache[^1] = count * d[0] + d[1] * squares;
        }
        else
        {
            SignKernel.Add(sums, x, step);
            (energy, cache[^1]) = OverlapKernel.Renew(sums, odds, polynomials);
        }

        state.Energy = factor * energy;
    }

    private static double[] Monomial(int degree)
    {
        var power = new double[degree + 1];
        power[degree] = 1;
        return power;
    }

    /// <summary>Coefficients of P! e_P(x₁s₁, …, x_N s_N) in powers of L = Σ x_i s_i when all (x_i s_i)² = 1: integers.</summary>
    private static double[] Distinct(int degree, int sites)
    {
        double[] before = [1, .. new double[degree]], now = [0, 1, .. new double[degree - 1]];
        for (var k = 1; k < degree; k++)
        {
            var next = new double[degree + 1];
            for (var j = 0; j <= degree; j++) next[j] = (j > 0 ? now[j - 1] : 0) - (double)k * (sites - k + 1) * before[j];
            (before, now) = (now, next);
        }

        return now;
    }

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
