using System.Numerics;
using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂A/∂t = A + (1 + ib) ΔA − (1 + ic)|A|²A, for a complex A: any field of oscillators near their onset.</summary>
/// <remarks>
/// Aranson and Kramer, "The world of the complex Ginzburg-Landau equation", 2002. Plane waves √(1 − q²) e^(i(qx − ωt)), ω = c + (b − c)q², are exact; all are
/// unstable if 1 + bc &lt; 0, where phase turbulence and defects begin. Start from small noise, side 100, n = 256, Δt = 0.05; b = 0, c = 1.5 gives frozen spirals.
/// </remarks>
/// <param name="grid">Periodic.</param>
/// <param name="dispersion">b.</param>
/// <param name="shift">c, the change of frequency with amplitude.</param>
public sealed class ComplexGinzburgLandau(Grid grid, double dispersion, double shift) : SpectralEquation(new FourierSpace(grid, complex: true, Dealiasing.OneHalf))
{
    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => 1 + new Complex(1, dispersion) * k.Laplacian;

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        var a = k.Values(u);
        return k.Modes(a * (a * a.Conj()) * new Complex(-1, -shift));
    }
}
