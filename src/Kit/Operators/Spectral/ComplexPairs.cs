using Kit.Tensors;

namespace Kit.Operators.Spectral;

/// <summary>Products of complex numbers kept as pairs of reals, mode by mode: four real products in one call.</summary>
internal static class ComplexPairs
{
    /// <summary>[M, 2, N, A]·[M, A, 2, B] → [M, 2, N, B]; one matrix [1, A, 2, B] serves all modes.</summary>
    public static Tensor Multiply(Tensor x, Tensor matrix)
    {
        var (m, n, a, b) = (x.Shape[0], x.Shape[2], x.Shape[3], matrix.Shape[3]);
        if (matrix.Shape[0] == 1 && m > 1)
        {
            var whole = Multiply(x.MoveAxis(1, 0).Reshape(1, 2, m * n, a), matrix);
            return whole.Reshape(2, m, n, b).MoveAxis(0, 1);
        }

        var products = x.Reshape(m, 2 * n, a).MatMul(matrix.Reshape(m, a, 2 * b)).Reshape(m, 2, n, 2, b);
        var real = products[.., 0, .., 0] - products[.., 1, .., 1];
        var imaginary = products[.., 0, .., 1] + products[.., 1, .., 0];
        return Tensor.Stack([real, imaginary], 1);
    }

    /// <summary>x ⊙ y, parts along an axis of both; the other axes broadcast.</summary>
    public static Tensor Times(Tensor x, Tensor y, int axis)
    {
        var ((a, b), (c, d)) = (Parts(x, axis), Parts(y, axis));
        return Tensor.Concat([a * c - b * d, a * d + b * c], axis);
    }

    private static (Tensor Real, Tensor Imaginary) Parts(Tensor x, int axis)
    {
        Slice[] before = [.. Enumerable.Repeat(Slice.All, axis)];
        return (x[[.. before, 0..1]], x[[.. before, 1..2]]);
    }
}
