using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Operators.DeepOnets;

/// <summary>Proper orthogonal decomposition of fields: u ≈ φ₀ + Σ_k c_k φ_k with the mean φ₀ and orthonormal modes φ_k of largest variance.</summary>
/// <remarks>
/// Of all bases of p functions this has the least mean square error on the fields that it was made of, Σ_{k&gt;p} s_k². Modes are right singular vectors of the fields less their mean;
/// s_k = σ_k/√N is the deviation of c_k. Orthonormal in the sum over points and channels. Sirovich, Quart. Appl. Math. 45 (1987) 561.
/// </remarks>
public sealed class PodBasis
{
    private PodBasis(Tensor mean, Tensor modes, Tensor deviations, double energy) => (Mean, Modes, Deviations, Energy) = (mean, modes, deviations, energy);

    /// <summary>φ₀, [O, n…].</summary>
    [Buffer]
    public Tensor Mean { get; }

    /// <summary>φ_k, [p, O, n…].</summary>
    [Buffer]
    public Tensor Modes { get; }

    /// <summary>s_k, [p], descending.</summary>
    [Buffer]
    public Tensor Deviations { get; }

    /// <summary>Part of the variance that the modes hold, 0 to 1.</summary>
    public double Energy { get; }

    /// <summary>The basis of fields, computed in F64.</summary>
    /// <param name="fields">[N, O, n…].</param>
    /// <param name="modes">p, at most N − 1 and at most the numbers of a field.</param>
    /// <exception cref="ArgumentException">More modes than fields span.</exception>
    public static PodBasis Of(Tensor fields, int modes)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Rank < 2) throw new ArgumentException($"PodBasis: fields of shape {fields.Shape}; [N, O, n…] is right");
        var count = fields.Shape[0];
        var most = (int)Math.Min(count - 1, count > 0 ? fields.Size / count : 0);
        if (modes < 1 || modes > most) throw new ArgumentException($"PodBasis: {modes} modes of {count} fields {fields.Shape}; less their mean they span {most} at most");
        using var scope = Tensor.Scope();
        var rows = fields.Cast(DType.F64).Reshape(count, -1);
        var mean = rows.Mean(0);
        var factors = LinearAlgebra.Svd(rows - mean);
        int[] shape = fields.Shape.ToArray()[1..];
        var variance = factors.S.Square();
        return new(
            Kept(mean.Reshape(shape)), Kept(factors.Vt[..modes].Reshape([modes, .. shape])), Kept(factors.S[..modes] / Math.Sqrt(count)),
            variance[..modes].Sum().Item() / variance.Sum().Item());

        Tensor Kept(Tensor x) => x.Cast(fields.DType).Copy().KeepAlways();
    }

    /// <summary>c_k = ⟨φ_k, u − φ₀⟩.</summary>
    /// <param name="fields">[N, O, n…].</param>
    /// <returns>[N, p].</returns>
    public Tensor Project(Tensor fields) => (fields - Mean).Reshape(fields.Shape[0], -1).MatMul(Modes.Reshape(Modes.Shape[0], -1).T);

    /// <summary>φ₀ + Σ_k c_k φ_k.</summary>
    /// <param name="coefficients">[N, p].</param>
    /// <returns>[N, O, n…].</returns>
    public Tensor Reconstruct(Tensor coefficients) =>
        coefficients.MatMul(Modes.Reshape(Modes.Shape[0], -1)).Reshape([coefficients.Shape[0], .. Mean.Shape.ToArray()]) + Mean;
}
