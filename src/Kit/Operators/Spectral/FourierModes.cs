using System.Collections.Concurrent;
using Kit.Compute;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Operators.Spectral;

/// <summary>The lowest Fourier modes of real fields on a periodic grid, and fields from modes: x̂(k) = Σⱼ x(j) e^(−2πi k·j/n) for |kₐ| ≤ mₐ.</summary>
/// <remarks>
/// A neural operator keeps a dozen modes of a hundred, so the sums are taken as products with the few rows of the Fourier matrix that are wanted: at m modes of n
/// that is 4mn operations a line instead of the transform's 2.5 n log₂ n, but at the speed of a matrix product, and nothing is computed to be thrown away. Real and imaginary parts stand beside each other as an axis of two, so every step is one real product.
/// </remarks>
/// <param name="modes">mₐ, an axis each: the last axis keeps frequencies 0 … m − 1, as its spectrum is half redundant, the others −m … m − 1.</param>
internal sealed class FourierModes(int[] modes)
{
    // Shared by all layers, and no part of a model: what a model's fields hold is trained and saved.
    private static readonly ConcurrentDictionary<(int Kept, bool Half, int Points, bool Inverse, DType Type), Tensor> Matrices = new();

    /// <summary>Number of frequencies along each axis.</summary>
    public int[] Extents { get; } = [.. modes[..^1].Select(m => 2 * m), modes[^1]];

    /// <summary>Refuses a grid that cannot tell the modes apart: mₐ ≤ n/2, along the last axis m ≤ n/2 + 1. Of 2m = n points the frequency −m, which is also m, is left out.</summary>
    /// <exception cref="ArgumentException">Too few points; the message names how many are enough.</exception>
    public void RequireCarried(ReadOnlySpan<int> points, string layer, string remedy)
    {
        int[] enough = [.. modes[..^1].Select(m => 2 * m), Math.Max(1, 2 * modes[^1] - 2)];
        for (var axis = 0; axis < modes.Length; axis++)
            if (points[axis] < enough[axis])
                throw new ArgumentException($"{layer}: a grid of [{string.Join(", ", points.ToArray())}] points does not carry [{string.Join(", ", modes)}] modes; at least [{string.Join(", ", enough)}] points do. {remedy}");
    }

    /// <summary>[b, n₁, …, n_d] → [b, K_d, …, K₁, 2], the last axis being real and imaginary part.</summary>
    /// <param name="x">Real fields. Frequencies that the grid cannot carry (2|k| ≥ n) come out 0.</param>
    public Tensor Analyse(Tensor x)
    {
        var d = modes.Length;
        var y = MatMul(x, Matrix(d - 1, x.Shape[-1], false, x.DType)).Reshape([.. x.Shape.Dims[..^1], 2, modes[^1]]).MoveAxis(-1, -2);
        for (var axis = d - 2; axis >= 0; axis--)
        {
            // [b, n₁ … n, K …, 2]: the axis and the parts come together as what is summed over.
            var n = x.Shape[1 + axis];
            y = y.MoveAxis(1 + axis, -2);
            y = MatMul(y.Reshape([.. y.Shape.Dims[..^2], 2 * n]), Matrix(axis, n, false, x.DType)).Reshape([.. y.Shape.Dims[..^2], Extents[axis], 2]);
        }

        return y;
    }

    /// <summary>The real fields of given modes on a grid of any size: the inverse of <see cref="Analyse"/> on fields that have no others.</summary>
    /// <param name="y">[b, K_d, …, K₁, 2].</param>
    /// <param name="points">n₁, …, n_d.</param>
    public Tensor Synthesise(Tensor y, int[] points)
    {
        var d = modes.Length;
        for (var axis = 0; axis < d - 1; axis++)
        {
            // [b, K_d …, n₁ …, K, 2] → [b, K_d …, n₁ …, 2, n], and the next K goes before the parts.
            y = MatMul(y.Reshape([.. y.Shape.Dims[..^2], 2 * Extents[axis]]), Matrix(axis, points[axis], true, y.DType)).Reshape([.. y.Shape.Dims[..^2], 2, points[axis]]);
            y = y.MoveAxis(-1, -2).MoveAxis(d - 1 - axis, -2);
        }

        return MatMul(y.Reshape([.. y.Shape.Dims[..^2], 2 * modes[^1]]), Matrix(d - 1, points[^1], true, y.DType));
    }

    private Tensor Matrix(int axis, int n, bool inverse, DType type) => Matrices.GetOrAdd((modes[axis], axis == modes.Length - 1, n, inverse, type), static key =>
    {
        var matrix = (key.Half, key.Inverse) switch
        {
            (true, false) => RealForward(key.Kept, key.Points),
            (true, true) => RealInverse(key.Kept, key.Points),
            (false, false) => Forward(key.Kept, key.Points),
            (false, true) => Inverse(key.Kept, key.Points),
        };
        var tensor = Tensor.Of(matrix).Cast(key.Type);
        TensorScope.Move(tensor, null); // it outlives the step that asked for it first
        return tensor;
    });

    /// <summary>[n, 2m]: cos 2πkj/n, then −sin.</summary>
    private static double[,] RealForward(int m, int n)
    {
        var matrix = new double[n, 2 * m];
        for (var j = 0; j < n; j++)
            for (var k = 0; k < m && 2 * k <= n; k++) (matrix[j, k], matrix[j, m + k]) = (Wave(j, k, n).Cos, -Wave(j, k, n).Sin);
        return matrix;
    }

    /// <summary>[(m, 2), n]: c cos 2πkj/n and −c sin, over n; c = 2 for the frequencies whose conjugates are not kept.</summary>
    private static double[,] RealInverse(int m, int n)
    {
        var matrix = new double[2 * m, n];
        for (var k = 0; k < m && 2 * k <= n; k++)
            for (var j = 0; j < n; j++)
            {
                var weight = (k == 0 || 2 * k == n ? 1.0 : 2.0) / n;
                (matrix[2 * k, j], matrix[2 * k + 1, j]) = (weight * Wave(j, k, n).Cos, -weight * Wave(j, k, n).Sin);
            }

        return matrix;
    }

    /// <summary>[(n, 2), (K, 2)]: e^(−2πi kj/n) as real blocks of two.</summary>
    private static double[,] Forward(int m, int n)
    {
        var matrix = new double[2 * n, 4 * m];
        foreach (var (k, frequency) in Carried(m, n))
            for (var j = 0; j < n; j++)
            {
                var (sin, cos) = Wave(j, frequency, n);
                (matrix[2 * j, 2 * k], matrix[2 * j, 2 * k + 1], matrix[2 * j + 1, 2 * k], matrix[2 * j + 1, 2 * k + 1]) = (cos, -sin, sin, cos);
            }

        return matrix;
    }

    /// <summary>[(K, 2), (2, n)]: e^(2πi kj/n)/n as real blocks.</summary>
    private static double[,] Inverse(int m, int n)
    {
        var matrix = new double[4 * m, 2 * n];
        foreach (var (k, frequency) in Carried(m, n))
            for (var j = 0; j < n; j++)
            {
                var (sin, cos) = Wave(j, frequency, n);
                (matrix[2 * k, j], matrix[2 * k, n + j], matrix[2 * k + 1, j], matrix[2 * k + 1, n + j]) = (cos / n, sin / n, -sin / n, cos / n);
            }

        return matrix;
    }

    /// <summary>The frequencies of an axis before the last that a grid of n points tells apart, with their places.</summary>
    private static IEnumerable<(int Place, int Frequency)> Carried(int m, int n) =>
        Enumerable.Range(0, 2 * m).Select(k => (k, k < m ? k : k - 2 * m)).Where(f => 2 * Math.Abs(f.Item2) < n);

    private static (double Sin, double Cos) Wave(long j, int k, int n)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * (j * k % n) / n);
        return (sin, cos);
    }
}
