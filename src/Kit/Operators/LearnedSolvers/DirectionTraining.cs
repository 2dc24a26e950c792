using Kit.Tensors;

namespace Kit.Operators.LearnedSolvers;

/// <summary>How a network learns directions without solutions: from the operator alone.</summary>
/// <remarks>Kaneda et al., ICML 2023.</remarks>
public static class DirectionTraining
{
    /// <summary>mean ‖r − α A f‖² over samples, α = ⟨r, f⟩/⟨f, Af⟩ the exact line search: 0 where f is a multiple of A⁻¹r.</summary>
    /// <param name="a">A, acting on the last axes of a batch by differentiable operations.</param>
    /// <param name="r">Unit residuals [N, 1, n₁, …].</param>
    /// <param name="f">Directions of the same shape.</param>
    public static Tensor Loss(Func<Tensor, Tensor> a, Tensor r, Tensor f)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(f);
        if (r.Shape != f.Shape) throw new ArgumentException($"DirectionTraining: residuals of shape {r.Shape} and directions of {f.Shape}");
        int[] own = [.. Enumerable.Range(1, r.Rank - 1)];
        var image = a(f);
        var alpha = (r * f).Sum(own, keepDims: true) / (f * image).Sum(own, keepDims: true);
        return (r - alpha * image).Square().Sum(own).Mean();
    }
}
