namespace Kit.StatMech.Memories;

/// <summary>The disorder that K ∝ N^{P−1} other patterns make: Gaussian couplings of k spins with variance J_k² k!/(2N^{k−1}), here J_k² by k.</summary>
/// <remarks>
/// <para>Units of <see cref="DenseReplicas"/>: E = −(N/2) Σ_μ n_μ^P, load γ = (P!/2) K/N^{P−1}.</para>
/// <para>
/// Couplings of P different spins, (P!/2) N^{1−P} Σ_μ ξ…ξ, have the variance (P!/2)² K N^{2−2P} = γ P!/(2N^{P−1}): J_P² = γ, and the network is Gross and Mézard's P-spin glass. P = 2 is another matter, since
/// pairs of the same K ∝ N patterns are correlated.
/// </para>
/// <para>
/// With self terms the overlap √N n = z of a wrong pattern enters as z^P = Σ_k a_k H_k(z), a_k = P!/(k! ((P−k)/2)! 2^{(P−k)/2}): energies of two states of overlap q have the covariance
/// K/(4 N^{P−2}) Σ_k a_k² k! q^k = (N/2) Σ_k J_k² q^k, so that J_k² = γ a_k² k!/P!. For P = 4: J_4² = γ, J_2² = 3γ.
/// </para>
/// <para>
/// M examples of each pattern, each stored alone, are correlated: the sum of their products has the variance K (r^{2P} + (1 − r^{2P})/M)/R^P in place of K, so that γ is multiplied by that.
/// It is near 1 only if M ≫ r^{−2P}; the mean of examples needs M ≫ r^{−2}, and leaves γ as it is.
/// </para>
/// </remarks>
public sealed record DenseNoise
{
    private readonly double[] squares;

    private DenseNoise(double[] squares) => this.squares = squares;

    /// <summary>J_k² for k = 0 … P.</summary>
    public ReadOnlySpan<double> Squares => squares;

    /// <summary>The noise of a network at load γ = (P!/2) K/N^{P−1}.</summary>
    /// <param name="degree">P ≥ 3.</param>
    /// <param name="load">γ ≥ 0.</param>
    /// <param name="selfTerms">Whether terms are in the energy in which a spin stands more than once.</param>
    /// <exception cref="ArgumentException">P = 2, or a negative load.</exception>
    public static DenseNoise Of(int degree, double load, bool selfTerms = false)
    {
        if (degree is < 3 or > 100) throw new ArgumentException($"DenseNoise: P = {degree}; it needs 3 ≤ P ≤ 100, and P = 2 has the theory of Amit, Gutfreund and Sompolinsky");
        if (!(load >= 0 && double.IsFinite(load))) throw new ArgumentException($"DenseNoise: load {load} is not a number ≥ 0");
        var squares = new double[degree + 1];
        for (var k = selfTerms ? 2 - degree % 2 : degree; k <= degree; k += 2)
        {
            // a_k² k!/P! = P!/(k! h!² 2^{2h}) with h = (P − k)/2.
            var (ratio, half) = (1.0, (degree - k) / 2);
            for (var j = k + 1; j <= degree; j++) ratio *= j;
            for (var j = 1; j <= half; j++) ratio /= 4.0 * j * j;
            squares[k] = load * ratio;
        }

        return new(squares);
    }

    /// <summary>By how much unsupervised examples multiply the load: (r^{2P} + (1 − r^{2P})/M)/R^P.</summary>
    public static double OfExamples(NoisyExamples data, int degree)
    {
        ArgumentNullException.ThrowIfNull(data);
        var signal = Math.Pow(data.Quality, 2 * degree);
        return (signal + (1 - signal) / data.Count) / Math.Pow(data.MeanSquare, degree);
    }

    /// <summary>Σ_k (k/2) J_k² q^{k−1}, the variance of the field that it makes.</summary>
    public double Variance(double q)
    {
        var sum = 0.0;
        for (var k = 1; k < squares.Length; k++) sum += squares[k] * k / 2 * Math.Pow(q, k - 1);
        return sum;
    }
}
