using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

/// <summary>Matrices with known answers, and errors in units of n·ε.</summary>
internal static class Matrices
{
    public static TheoryData<int, DType> Orders
    {
        get
        {
            var data = new TheoryData<int, DType>();
            foreach (var n in new[] { 1, 2, 3, 5, 17, 64, 65, 130 })
            {
                data.Add(n, DType.F64);
                data.Add(n, DType.F32);
            }

            return data;
        }
    }

    public static double Epsilon(DType type) => type == DType.F32 ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);

    public static Tensor Normal(int seed, Shape shape, DType type = DType.F64) => new Rng(seed).Normal(shape).Cast(type);

    /// <summary>Symmetric positive definite: the eigenvalues of GᵀG/n lie in (0, 4), one is added.</summary>
    public static Tensor Definite(int seed, int n, DType type = DType.F64)
    {
        var g = Normal(seed, (n, n));
        return (g.T.MatMul(g) / n + Tensor.Eye(n)).Cast(type);
    }

    /// <summary>‖a − b‖_F / scale in units of n·ε, taken in double.</summary>
    public static double Units(Tensor a, Tensor b, double scale, DType type)
    {
        var n = Math.Max(a.Shape[-1], a.Shape[0]);
        return (a.Cast(DType.F64) - b.Cast(DType.F64)).Norm().Item() / (scale * n * Epsilon(type));
    }

    /// <summary>‖QᵀQ − I‖_F in units of n·ε.</summary>
    public static double Orthogonality(Tensor q, DType type) => Units(q.T.Times(q), Tensor.Eye(q.Shape[1]), q.Shape[0] / (double)q.Shape[1], type);

    public static double Frobenius(this Tensor a) => a.Cast(DType.F64).Norm().Item();

    /// <summary>a·b in double.</summary>
    public static Tensor Times(this Tensor a, Tensor b) => a.Cast(DType.F64).MatMul(b.Cast(DType.F64));

    public static Tensor Hilbert(int n) => 1 / (Tensor.Arange(n).Unsqueeze(1) + Tensor.Arange(n) + 1).Cast(DType.F64);
}
