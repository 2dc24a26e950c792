using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = −∂²u/∂x² − ∂⁴u/∂x⁴ − ½ ∂(u²)/∂x in one dimension; in more the combustion form ∂u/∂t = −Δu − Δ²u − ½|∇u|².</summary>
/// <remarks>
/// Kuramoto (1978) and Sivashinsky (1977). Modes |k| &lt; 1 grow, shorter ones decay, and the product carries energy between them: chaos from L ≈ 20 on.
/// At L = 22 the largest Lyapunov exponent is 0.043 (Edson, Bunder, Mattner and Roberts, 2019). Start from cos(2πx/L) or noise of size 0.1; Δt = 0.1 to 0.25 with ETDRK4.
/// The mean of u is conserved in one dimension, and falls steadily in the combustion form.
/// </remarks>
/// <param name="grid">Periodic, of length 22 to 200, about 2 to 4 points a unit of length.</param>
public sealed class KuramotoSivashinsky(Grid grid) : SpectralEquation(new FourierSpace(grid))
{
    private static readonly Func<Tensor, Tensor> Flux = Fuse.Of(u => -0.5 * u * u);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => -k.Laplacian - k.Laplacian.Square();

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Dimensions == 1
        ? k.Modes(Flux(k.Values(u)), k.Derivative(0))
        : k.Modes(Enumerable.Range(0, k.Dimensions).Select(d => Flux(k.Values(u, k.Derivative(d)))).Aggregate((a, b) => a + b));
}
