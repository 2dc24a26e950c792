using System.Collections.Concurrent;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>The lowest cosine modes of real fields: x̂(k) = (1/n) Σⱼ x(j) Π sₐ cos(πkₐ(2jₐ + 1)/2nₐ), s = 1 for k = 0 and √2 for the others, 0 ≤ kₐ &lt; mₐ.</summary>
/// <remarks>
/// The cosine transform of type 2 with the factor at which mean x² = Σ x̂², so that modes are those of the function and not of its grid: truncated by m of n rows
/// and taken as products with the few rows that are wanted, as <see cref="FourierModes"/> does. Real fields have real modes, and nothing needs to be periodic.
/// </remarks>
/// <param name="modes">mₐ, one an axis.</param>
internal sealed class CosineModes(int[] modes)
{
    private static readonly ConcurrentDictionary<(int Kept, int Points, bool Inverse, DType Type), Tensor> Matrices = new();

    /// <summary>[N, C, n₁, …, n_d] → [N, C, m₁, …, m_d].</summary>
    /// <exception cref="ArgumentException">Fewer points than modes.</exception>
    public Tensor Analyse(Tensor x)
    {
        for (var axis = 0; axis < modes.Length; axis++) x = Along(x, axis, Matrix(modes[axis], x.Shape[2 + axis], false, x.DType));
        return x;
    }

    /// <summary>[N, C, m₁, …, m_d] → [N, C, points]: the function of these modes and no others.</summary>
    /// <inheritdoc cref="Analyse" path="/exception"/>
    public Tensor Synthesise(Tensor y, ReadOnlySpan<int> points)
    {
        for (var axis = 0; axis < modes.Length; axis++) y = Along(y, axis, Matrix(modes[axis], points[axis], true, y.DType));
        return y;
    }

    private static Tensor Along(Tensor x, int axis, Tensor matrix) =>
        2 + axis == x.Rank - 1 ? x.MatMul(matrix) : x.MoveAxis(2 + axis, -1).MatMul(matrix).MoveAxis(-1, 2 + axis);

    private static Tensor Matrix(int m, int n, bool inverse, DType type)
    {
        if (m > n) throw new ArgumentException($"CosineModes: {n} points have {n} modes and not {m}; take a finer grid or fewer modes");
        return Matrices.GetOrAdd((m, n, inverse, type), static key =>
        {
            var (kept, points) = (key.Kept, key.Points);
            var matrix = key.Inverse ? new double[kept, points] : new double[points, kept];
            for (var k = 0; k < kept; k++)
                for (var j = 0; j < points; j++)
                {
                    var wave = (k == 0 ? 1 : Math.Sqrt(2)) * Math.Cos(Math.PI * (k * (2L * j + 1) % (4L * points)) / (2.0 * points));
                    if (key.Inverse) matrix[k, j] = wave;
                    else matrix[j, k] = wave / points;
                }

            var tensor = Tensor.Of(matrix).Cast(key.Type);
            TensorScope.Move(tensor, null); // it outlives the step that asked for it first
            return tensor;
        });
    }
}
