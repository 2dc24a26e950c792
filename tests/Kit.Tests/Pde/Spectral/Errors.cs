using Kit.Tensors;

namespace Kit.Tests.Pde.Spectral;

/// <summary>Distances of fields and the order at which they fall.</summary>
internal static class Errors
{
    public static double Largest(Tensor u, Tensor v) => (u - v).Abs().Max().Item();

    /// <summary>log₂ of the ratio of errors at Δt and Δt/2.</summary>
    public static double Order(Func<double, double> error, double dt) => Math.Log2(error(dt) / error(dt / 2));
}
