using System.Numerics;
using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>i ∂ψ/∂t = −½ Δψ − κ|ψ|²ψ, for a complex ψ: light in a fibre, a condensate.</summary>
/// <remarks>
/// Zakharov and Shabat, 1972. On a line with κ = 1 the soliton a sech(a(x − vt)) e^(i(vx + ½(a² − v²)t)) is exact. Mass ∫|ψ|², momentum Im∫ψ̄∇ψ and the Hamiltonian
/// ½∫(|∇ψ|² − κ|ψ|⁴) stay. In two dimensions a focusing κ &gt; 0 makes waves above a critical mass collapse.
/// </remarks>
/// <param name="grid">Periodic.</param>
/// <param name="focusing">κ: 1 focusing, −1 defocusing.</param>
public sealed class NonlinearSchrodinger(Grid grid, double focusing = 1) : SpectralEquation(new FourierSpace(grid, complex: true, Dealiasing.OneHalf))
{
    /// <summary>a sech(a(x − x₀)) e^(ivx), a soliton of velocity v.</summary>
    public static Tensor Soliton(Tensor x, double amplitude, double velocity, double center = 0) =>
        amplitude / Functions.Cosh(amplitude * (x - center)) * Functions.Exp(new Complex(0, velocity) * x);

    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => new Complex(0, 0.5) * k.Laplacian;

    /// <inheritdoc/>
    public override Tensor Nonlinear(FourierSpace k, Tensor u, double t)
    {
        var psi = k.Values(u);
        return k.Modes(psi * (psi * psi.Conj()) * new Complex(0, focusing));
    }
}
