using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = −6u ∂u/∂x − ∂³u/∂x³, on a line.</summary>
/// <remarks>
/// Korteweg and de Vries, 1895. The soliton ½c sech²(½√c (x − ct)) keeps its shape, also through collisions with others, which shift it alone (Zabusky and Kruskal, 1965).
/// ∫u, ∫u² and ∫(½(∂u/∂x)² − u³) stay. Start from solitons of speed 4 to 25 on a side of length 40 with n = 256, or from cos x; Δt = 10⁻³ and less with ETDRK4.
/// </remarks>
/// <param name="grid">One periodic axis.</param>
public sealed class KortewegDeVries(Grid grid) : SpectralEquation(new FourierSpace(OnLine.Check(grid, "KortewegDeVries")))
{
    private static readonly Func<Tensor, Tensor> Flux = Fuse.Of(u => -3 * u * u);

    /// <summary>½c sech²(½√c (x − x₀)), a soliton of speed c.</summary>
    public static Tensor Soliton(Tensor x, double speed, double center = 0) => speed / 2 / Functions.Cosh(Math.Sqrt(speed) / 2 * (x - center)).Square();

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => -k.Derivative(0, 3);

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t) => k.Modes(Flux(k.Values(u)), k.Derivative(0));
}
