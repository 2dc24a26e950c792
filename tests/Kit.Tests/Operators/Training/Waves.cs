using Kit.Compute;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Tests.Operators.Training;

/// <summary>A small operator to learn: the derivative of random waves on a circle.</summary>
internal static class Waves
{
    public static FieldPairs Of(int count, int points = 16, long seed = 2, DType dtype = DType.F32)
    {
        var rng = new Rng(seed);
        var line = Tensor.Arange(0.0, points) * (2 * Math.PI / points);
        var (k, a, b) = (Tensor.Arange(1.0, 4).Reshape(1, 3, 1), rng.Normal([count, 3, 1]), rng.Normal([count, 3, 1]));
        var x = (a * (k * line).Sin() + b * (k * line).Cos()).Sum(1, keepDims: true);
        var y = (k * (a * (k * line).Cos() - b * (k * line).Sin())).Sum(1, keepDims: true);
        return new(x.Cast(dtype), y.Cast(dtype));
    }
}
