using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics.Krylov;

/// <summary>Small systems with known spectra, and their operators.</summary>
internal static class Systems
{
    public static Func<Tensor, Tensor> Operator(Tensor a) => v => a.MatMul(v.Reshape(-1, 1)).Reshape(v.Shape);

    /// <summary>QΛQᵀ with a random orthogonal Q.</summary>
    public static Tensor Symmetric(double[] spectrum, long seed = 1)
    {
        var q = LinearAlgebra.Qr(new Rng(seed).Normal((spectrum.Length, spectrum.Length))).Q;
        return (q * Tensor.Of(spectrum)).MatMul(q.Transpose());
    }

    /// <summary>−u″ on n inner points, by differences: 2, −1.</summary>
    public static Tensor Laplace(Tensor u) => 2 * u - u.Pad(1, 0)[..^1] - u.Pad(0, 1)[1..];

    public static double Relative(Tensor x, Tensor y) => ((x - y).Abs().Max() / y.Abs().Max()).Item();

    /// <summary>‖b − Ax‖/‖b‖.</summary>
    public static double Residual(Func<Tensor, Tensor> a, Tensor x, Tensor b) => ((b - a(x)).Norm() / b.Norm()).Item();
}
