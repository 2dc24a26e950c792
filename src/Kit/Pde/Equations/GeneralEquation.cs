using Kit.Pde.Spectral;
using Kit.Tensors;

namespace Kit.Pde.Equations;

/// <summary>∂u/∂t = Σⱼ aⱼ Σ_d ∂ʲu/∂x_dʲ + b₀ u² + ½ b₁ Σ_d ∂(u²)/∂x_d + ½ b₂ |∇u|²: many equations as lists of numbers.</summary>
/// <remarks>
/// On a line: advection is a = (0, −c), diffusion (0, 0, ν), Burgers' equation a = (0, 0, ν) with b₁ = −1, that of Korteweg and de Vries a = (0, 0, 0, −1) with b₁ = −6, that of
/// Kuramoto and Sivashinsky a = (0, 0, −1, 0, −1) with b₁ = −1, in its combustion form b₂ = −1. After Koehler, Niedermayr, Westermann and Thuerey, "APEBench", 2024.
/// </remarks>
/// <param name="grid">Periodic.</param>
/// <param name="linear">a₀, a₁, ….</param>
/// <param name="quadratic">b₀.</param>
/// <param name="convection">b₁.</param>
/// <param name="gradient">b₂.</param>
public sealed class GeneralEquation(Grid grid, double[] linear, double quadratic = 0, double convection = 0, double gradient = 0) : SpectralEquation(new FourierSpace(grid))
{
    /// <inheritdoc/>
    public override bool IsSampleWise => true;

    /// <inheritdoc/>
    public override Tensor Linear(FourierSpace k) => linear.Select((a, j) => j == 0 ? Tensor.Full(k.Shape, a) : LinearTerms.Sum(k, d => a * k.Derivative(d, j))).Aggregate((x, y) => x + y);

    /// <inheritdoc/>
    public override Tensor? Nonlinear(FourierSpace k, Tensor u, double t)
    {
        List<Tensor> terms = [];
        if (quadratic != 0 || convection != 0)
        {
            var square = k.Values(u).Square();
            if (quadratic != 0) terms.Add(k.Modes(quadratic * square));
            if (convection != 0) terms.Add(k.Modes(0.5 * convection * square, LinearTerms.Sum(k, d => k.Derivative(d))));
        }

        if (gradient != 0) terms.Add(k.Modes(0.5 * gradient * LinearTerms.Sum(k, d => k.Values(u, k.Derivative(d)).Square())));
        return terms.Count == 0 ? null : terms.Aggregate((x, y) => x + y);
    }
}
