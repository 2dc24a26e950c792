using Kit.Tensors;

namespace Kit.StatMech.Attention;

/// <summary>E(ξ) = −lse(β, Xξ) + ½ξᵀξ + β⁻¹ ln N + ½M², with N patterns as rows of X, lse(β, z) = β⁻¹ ln Σ e^{βz} and M the largest norm of a pattern.</summary>
/// <remarks>
/// Ramsauer, Schäfl, Lehner, et al., Hopfield networks is all you need, ICLR 2021, eq. 2 and 3. The energy is a convex function ½ξᵀξ and a concave one: the concave–convex procedure
/// takes ξ ← Xᵀ softmax(βXξ), by which E never rises (theorem 1). With queries ξ = Q, keys and values X = K and β = 1/√d this is attention, softmax(QKᵀ/√d)K.
/// </remarks>
public sealed class ModernHopfield
{
    /// <summary>A memory of patterns.</summary>
    /// <param name="patterns">X [N, d].</param>
    /// <param name="beta">Inverse temperature β > 0; large β tells patterns apart.</param>
    /// <exception cref="ArgumentException">Patterns that are no matrix, or β that is not positive.</exception>
    public ModernHopfield(Tensor patterns, double beta)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        if (patterns.Rank != 2 || patterns.Size == 0) throw new ArgumentException($"ModernHopfield: patterns of shape {patterns.Shape}; [N, d] is right");
        if (!(beta > 0) || !double.IsFinite(beta)) throw new ArgumentException($"ModernHopfield: β = {beta}; it must be positive");
        (Patterns, Beta) = (patterns, beta);
    }

    /// <summary>X [N, d].</summary>
    public Tensor Patterns { get; }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <summary>Number of patterns N.</summary>
    public int Count => Patterns.Shape[0];

    /// <summary>M, the largest norm of a pattern.</summary>
    public double LargestNorm => Patterns.Norm([-1]).Max().Item();

    /// <summary>E of states [..., d] → [...]; 0 ≤ E ≤ 2M² for states in the convex hull of the patterns.</summary>
    public Tensor Energy(Tensor states) =>
        (states.MatMul(Patterns.T) * Beta).LogSumExp([-1]) * (-1 / Beta) + states.Square().Sum([-1]) * 0.5 + (Math.Log(Count) / Beta + 0.5 * Patterns.Square().Sum([-1]).Max().Item());

    /// <summary>p = softmax(βXξ): how much each pattern has part in the next state, [..., d] → [..., N].</summary>
    public Tensor Association(Tensor states) => (states.MatMul(Patterns.T) * Beta).Softmax();

    /// <summary>One update ξ ← Xᵀp.</summary>
    public Tensor Update(Tensor states) => Association(states).MatMul(Patterns);

    /// <summary>Updates until no state moves by more than a distance.</summary>
    /// <param name="states">[..., d].</param>
    /// <param name="tolerance">The largest ‖ξ_new − ξ‖ at which all rest.</param>
    /// <param name="maxUpdates">Gives up after so many.</param>
    /// <exception cref="ArithmeticException">States still move: near a transition β updates become slow.</exception>
    public (Tensor States, int Updates) Retrieve(Tensor states, double tolerance = 1e-4, int maxUpdates = 10_000)
    {
        ArgumentNullException.ThrowIfNull(states);
        for (var update = 1; update <= maxUpdates; update++)
        {
            var next = Update(states);
            var moved = (next - states).Norm([-1]).Max().Item();
            states = next;
            if (moved <= tolerance) return (states, update);
        }

        throw new ArithmeticException($"Retrieve: states still move after {maxUpdates} updates; take a larger tolerance or more updates");
    }

    /// <summary>The kinds of states at rest [n, d].</summary>
    public FixedPointKind[] Classify(Tensor states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var shares = Association(states.Reshape(-1, Patterns.Shape[1])).Sort(descending: true).CumSum();
        // The 1e-9 lets a sum that is 0.9 up to rounding count.
        var needed = 1 + (shares < 0.9 - 1e-9).Cast(Compute.DType.F64).Sum([-1]);
        return [.. needed.ToDoubles().Select(k => k <= 1 ? FixedPointKind.Single : k > Count / 2.0 ? FixedPointKind.Global : FixedPointKind.Metastable)];
    }

    /// <summary>Δᵢ = xᵢ·xᵢ − maxⱼ xᵢ·xⱼ, how far each pattern is from the others, [N].</summary>
    public Tensor Separation()
    {
        var products = Patterns.MatMul(Patterns.T);
        var own = products.Diagonal();
        return own - (products - Tensor.Eye(Count, products.DType) * 1e30).Max([-1]);
    }

    /// <summary>A bound of the error ‖f(ξ) − xᵢ‖ of one update that starts within a distance r of pattern i: 2(N − 1) e^{−β(Δᵢ − 2rM)} M, [N].</summary>
    /// <remarks>
    /// With p = softmax(βXξ), ‖Xᵀp − xᵢ‖ = ‖Σ_{j≠i} pⱼ(xⱼ − xᵢ)‖ ≤ 2M(1 − pᵢ), and 1 − pᵢ ≤ Σ_{j≠i} e^{−β(xᵢ − xⱼ)·ξ} with (xᵢ − xⱼ)·ξ ≥ Δᵢ − ‖xᵢ − xⱼ‖r ≥ Δᵢ − 2Mr.
    /// The paper's theorems 4 and 5 state it for the fixed point x*.
    /// </remarks>
    public Tensor OneStepErrorBound(double distance) => (Separation() - 2 * distance * LargestNorm).MultiplyInPlace(-Beta).Exp() * (2 * (Count - 1) * LargestNorm);
}
