using System.Collections.Concurrent;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>Fields on a grid of another size by cubic convolution along each axis; the end points stay where they are.</summary>
/// <remarks>
/// Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = −½: exact for parabolas away from the ends. Towards a coarser grid the kernel is
/// widened by the ratio of the spacings, so that what the coarse grid cannot carry is averaged away and not aliased. Weights at the ends are scaled to sum 1.
/// </remarks>
internal static class CubicResampling
{
    private static readonly ConcurrentDictionary<(int From, int To, DType Type), Tensor> Matrices = new();

    /// <summary>[N, C, n₁, …, n_d] → [N, C, points].</summary>
    public static Tensor Onto(Tensor x, ReadOnlySpan<int> points)
    {
        for (var k = 0; k < points.Length; k++)
        {
            var (axis, n) = (2 + k, points[k]);
            if (x.Shape[axis] != n) x = x.MoveAxis(axis, -1).MatMul(Matrix(x.Shape[axis], n, x.DType)).MoveAxis(-1, axis);
        }

        return x;
    }

    private static Tensor Matrix(int from, int to, DType type) => Matrices.GetOrAdd((from, to, type), static key =>
    {
        var matrix = new double[key.From, key.To];
        var ratio = key.To == 1 ? 0 : (key.From - 1.0) / (key.To - 1);
        var stretch = Math.Max(1, ratio);
        for (var i = 0; i < key.To; i++)
        {
            var (centre, sum) = (i * ratio, 0.0);
            for (var j = 0; j < key.From; j++) sum += matrix[j, i] = Keys(Math.Abs(j - centre) / stretch);
            for (var j = 0; j < key.From; j++) matrix[j, i] /= sum;
        }

        var tensor = Tensor.Of(matrix).Cast(key.Type);
        TensorScope.Move(tensor, null); // it outlives the step that asked for it first
        return tensor;
    });

    private static double Keys(double s) => s switch
    {
        < 1 => (1.5 * s - 2.5) * s * s + 1,
        < 2 => ((-0.5 * s + 2.5) * s - 4) * s + 2,
        _ => 0,
    };
}
