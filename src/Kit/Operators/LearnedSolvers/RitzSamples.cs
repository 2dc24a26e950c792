using Kit.Numerics.Krylov;
using Kit.Tensors;

namespace Kit.Operators.LearnedSolvers;

/// <summary>Residuals to learn from: random combinations of Ritz vectors, which are spread over the spectrum of A, with more weight on its lower part where iterations are slow.</summary>
public sealed class RitzSamples
{
    private const double LowWeight = 9;
    private readonly Tensor vectors;
    private readonly Tensor weights;

    /// <param name="a">A, symmetric.</param>
    /// <param name="start">The first vector of Lanczos' process, random and of the fields' shape.</param>
    /// <param name="count">m, a multiple of 5; 10,000 in the paper.</param>
    /// <param name="shift">θ: the m/2 + θ lowest vectors have coefficients 9 times as large; 500 in the paper, m/20 if negative.</param>
    /// <exception cref="ArgumentException">The count is not a positive multiple of 5, or larger than the field.</exception>
    public RitzSamples(Func<Tensor, Tensor> a, Tensor start, int count, int shift = -1)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (count < 5 || count % 5 != 0 || count > start.Size) throw new ArgumentException($"RitzSamples: {count} vectors of fields of {start.Size} points; a multiple of 5 up to that is right");
        var pairs = Lanczos.Solve(a, start, count, SpectrumEnd.Smallest, tolerance: double.PositiveInfinity, maxSteps: count);
        (Values, vectors) = (pairs.Values, pairs.Vectors.Reshape(count, -1));
        weights = Functions.Where(Tensor.Arange(count) < count / 2 + (shift < 0 ? count / 20 : shift), LowWeight, 1.0);
        Shape = start.Shape;
    }

    /// <summary>Ritz values, ascending.</summary>
    public Tensor Values { get; }

    /// <summary>Of a field.</summary>
    public Shape Shape { get; }

    /// <summary>Unit fields [N, 1, n₁, …].</summary>
    public Tensor Draw(int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var r = (rng.Normal([count, vectors.Shape[0]]) * weights).MatMul(vectors);
        return (r / r.Square().Sum(1, keepDims: true).Sqrt()).Reshape([count, 1, .. Shape.ToArray()]);
    }
}
