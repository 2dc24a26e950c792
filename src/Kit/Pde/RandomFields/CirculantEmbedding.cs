using System.Globalization;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>A stationary Gaussian field on equally spaced points, exact in all its covariances, by fast Fourier transforms on a larger torus.</summary>
/// <remarks>
/// On a torus of at least twice the size the covariances of the grid's points are part of a circulant matrix C = HΛH/N, with H the transform of Hartley, Hⱼₖ = cos 2πjk/N + sin 2πjk/N,
/// which is symmetric with H² = N; samples are H √(Λ/N) ξ, cut to the grid. That needs Λ ≥ 0, which for smooth kernels or long correlations asks for larger tori.
/// Dietrich, Newsam (1997), Fast and exact simulation of stationary Gaussian processes through circulant embedding of the covariance matrix, SIAM J. Sci. Comput. 18.
/// Nothing happens at the sides of the box, in contrast to <see cref="GaussianField"/>; a periodic axis is its own torus.
/// </remarks>
public sealed class CirculantEmbedding : IRandomField
{
    /// <summary>Negative eigenvalues of this part of the largest are rounding, and count as 0.</summary>
    private const double Rounding = 1e-13;

    private readonly int[] extents;
    private readonly Tensor amplitudes;

    /// <summary>The field of a kernel on a grid.</summary>
    /// <param name="grid">Periodic axes, cells or nodes.</param>
    /// <param name="kernel">C(r).</param>
    /// <param name="growth">Tori up to so many times the smallest one are tried along each axis, in powers of 2.</param>
    /// <exception cref="ArgumentException">No torus gives a matrix without negative eigenvalues; the message says how far it is from one.</exception>
    public CirculantEmbedding(Grid grid, IKernel kernel, int growth = 8)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(growth, 1);
        if (grid.Axes.Any(axis => axis.Kind == AxisKind.Chebyshev)) throw new ArgumentException($"CirculantEmbedding: {grid} has Chebyshev points, which are not equally spaced; use KarhunenLoeve");
        Grid = grid;
        using var scope = Tensor.Scope();
        for (var size = 1; ; size *= 2)
        {
            extents = [.. grid.Axes.Select(axis => axis.Kind == AxisKind.Periodic ? axis.Count : Smooth(Math.Max(1, 2 * (axis.Count - 1)) * size))];
            var eigenvalues = Fourier.FftN(Lags(kernel)).Real();
            var (least, largest) = (eigenvalues.Min().Item(), eigenvalues.Max().Item());
            if (least >= -Rounding * largest)
            {
                amplitudes = (eigenvalues.Maximum(0) / eigenvalues.Size).Sqrt().KeepAlways();
                return;
            }

            if (size * 2 > growth || grid.Axes.All(axis => axis.Kind == AxisKind.Periodic))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"CirculantEmbedding: on the torus [{string.Join(',', extents)}] the kernel {kernel} has eigenvalues from {least:G4} to {largest:G4}: no covariance. Let it grow (growth > {growth}), shorten the correlation, or use KarhunenLoeve"));
            }
        }
    }

    /// <inheritdoc/>
    public Grid Grid { get; }

    /// <summary>Points of the torus along each axis.</summary>
    public IReadOnlyList<int> Extents => extents;

    /// <summary>The linear map from one standard normal number a point of the torus to the field, L with L Lᵀ = C.</summary>
    /// <param name="noise">[…, extents].</param>
    public Tensor Synthesize(Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        var waves = Fourier.FftN(noise * amplitudes, [.. Enumerable.Range(-extents.Length, extents.Length)]);
        var g = waves.Real() - waves.Imag();
        for (var d = 0; d < extents.Length; d++) g = g.Along(g.Rank - extents.Length + d, 0, Grid.Axes[d].Count);
        return g;
    }

    /// <inheritdoc/>
    public Tensor Sample(Rng rng, int count, long first = 0)
    {
        using var scope = Tensor.Scope();
        return Synthesize(ModeNoise.Draw(rng, first, count, extents)).Copy().Keep();
    }

    /// <summary>The covariance with point 0 of the torus.</summary>
    private Tensor Lags(IKernel kernel)
    {
        Tensor square = 0;
        for (var d = 0; d < extents.Length; d++)
        {
            var (n, h) = (extents[d], Grid.Axes[d].Spacing);
            var lags = new double[n];
            for (var i = 0; i < n; i++) lags[i] = Math.Pow(Math.Min(i, n - i) * h, 2);
            var dims = Enumerable.Repeat(1, extents.Length).ToArray();
            dims[d] = n;
            square += Tensor.Of(lags).Reshape(dims);
        }

        return Tensor.Of(Array.ConvertAll(square.ToDoubles(), s => kernel.At(Math.Sqrt(s)))).Reshape(extents);
    }

    /// <summary>The next number with no prime factor but 2, 3 and 5.</summary>
    private static int Smooth(int n)
    {
        for (; ; n++)
        {
            var rest = n;
            foreach (var factor in (ReadOnlySpan<int>)[2, 3, 5])
                while (rest % factor == 0) rest /= factor;
            if (rest == 1) return n;
        }
    }
}
