using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>A Gaussian field on any points, Σₖ √λₖ ξₖ φₖ, with the eigenpairs of its covariance operator found on the points (Nyström).</summary>
/// <remarks>
/// With weights w of a quadrature, ∫ C(x, y) φ(y) dy = λ φ(x) becomes W^½ C W^½ v = λ v and φ = W^(−½) v, so ∫ φ² dx = 1. All terms together give the covariance between the points
/// exactly; of all expansions of so many terms this has the least mean square error, Σ λₖ of the terms left out. Dense: n³ work for n points, up to some thousands.
/// Loève (1978), Probability Theory II, section 37.
/// </remarks>
public sealed class KarhunenLoeve
{
    private readonly Tensor map;

    /// <summary>The expansion on points.</summary>
    /// <param name="points">[n, d].</param>
    /// <param name="kernel">C(r).</param>
    /// <param name="terms">How many terms are kept, those of the largest eigenvalues; by default all.</param>
    /// <param name="weights">Quadrature weights, [n], positive; by default 1, which makes λ the eigenvalues of the matrix.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit, a weight that is not positive, or more terms than points.</exception>
    public KarhunenLoeve(Tensor points, IKernel kernel, int? terms = null, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(kernel);
        if (points.Rank != 2) throw new ArgumentException($"KarhunenLoeve: points have shape [n, d], not {points.Shape}");
        var n = points.Shape[0];
        var kept = terms ?? n;
        if (kept < 1 || kept > n) throw new ArgumentException($"KarhunenLoeve: {kept} terms on {n} points; there are 1 to {n}");
        if (weights is not null && (weights.Rank != 1 || weights.Shape[0] != n || weights.Min().Item() <= 0)) throw new ArgumentException($"KarhunenLoeve: weights are {n} positive numbers, not shape {weights.Shape}{(weights.Size > 0 ? $" from {weights.Min().Item()}" : "")}");
        using var scope = Tensor.Scope();
        var root = (weights ?? Tensor.Ones(n)).Cast(Compute.DType.F64).Sqrt();
        var covariance = Covariance(points, kernel) * root * root.Unsqueeze(1);
        TotalEnergy = covariance.Diagonal().Sum().Item();
        var pairs = LinearAlgebra.Eigh(covariance);
        Eigenvalues = pairs.Values.Flip()[..kept].Maximum(0).KeepAlways();
        Functions = (pairs.Vectors.Flip(-1)[.., ..kept] / root.Unsqueeze(1)).T.Contiguous().KeepAlways();
        map = (Functions * Eigenvalues.Sqrt().Unsqueeze(1)).KeepAlways();
    }

    /// <summary>λₖ in descending order, [terms].</summary>
    public Tensor Eigenvalues { get; }

    /// <summary>φₖ at the points, [terms, n].</summary>
    public Tensor Functions { get; }

    /// <summary>∫ Var g dx of the whole field, Σ wᵢ C(0).</summary>
    public double TotalEnergy { get; }

    /// <summary>The part of <see cref="TotalEnergy"/> that the terms hold.</summary>
    public double EnergyFraction => Eigenvalues.Sum().Item() / TotalEnergy;

    /// <summary>The expansion at the points of a grid of any kind, with its quadrature; samples have shape [count, n], the points in row-major order.</summary>
    /// <inheritdoc cref="KarhunenLoeve(Tensor, IKernel, int?, Tensor?)"/>
    public static KarhunenLoeve OnGrid(Grid grid, IKernel kernel, int? terms = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var points = Tensor.Stack([.. grid.Coordinates().Select(x => x.BroadcastTo(grid.Shape).Flatten())], -1);
        Tensor weights = 1.0;
        for (var d = 0; d < grid.Dimensions; d++) weights *= grid.Spread(grid.Axes[d].Weights, d);
        return new(points, kernel, terms, weights.Flatten());
    }

    /// <summary>Samples first … first + count − 1 of a seed, [count, n]; sample i depends on the seed, the stream and i alone.</summary>
    public Tensor Sample(Rng rng, int count, long first = 0)
    {
        using var scope = Tensor.Scope();
        return ModeNoise.Draw(rng, first, count, [Eigenvalues.Shape[0]]).MatMul(map).Keep();
    }

    private static Tensor Covariance(Tensor points, IKernel kernel)
    {
        var (x, n, d) = (points.ToDoubles(), points.Shape[0], points.Shape[1]);
        var matrix = new double[n * n];
        Compute.Threads.For(n, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                var square = 0.0;
                for (var k = 0; k < d; k++) square += (x[i * d + k] - x[j * d + k]) * (x[i * d + k] - x[j * d + k]);
                matrix[i * n + j] = kernel.At(Math.Sqrt(square));
            }
        });
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j];
        return Tensor.Of(matrix).Reshape(n, n);
    }
}
