using Kit.Compute;
using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Adaptive moments: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)|g|², p ← p − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).</summary>
/// <remarks>Kingma and Ba, ICLR 2015; decoupled decay is AdamW, Loshchilov and Hutter, ICLR 2019. A complex weight has one v for both parts, so a rotation of its phase rotates its steps.</remarks>
/// <param name="model">Any object with tensors in its fields.</param>
/// <param name="learningRate">η; 10⁻³ is usual.</param>
/// <param name="beta1">β₁ in [0, 1).</param>
/// <param name="beta2">β₂ in [0, 1).</param>
/// <param name="epsilon">ε > 0.</param>
/// <param name="weightDecay">λ ≥ 0: g ← g + λp, or decoupled p ← p − ηλp.</param>
/// <param name="decoupled">AdamW: the decay is not scaled by v.</param>
public sealed class Adam(
    object model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
    : Optimizer(model, learningRate, ("mean", false), ("square", true))
{
    /// <summary>Adam with decoupled weight decay.</summary>
    public static Adam W(object model, double learningRate = 1e-3, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new(model, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true);

    /// <summary>(p, g, m, v, β₁, 1 − β₁, β₂, 1 − β₂, η√(1 − β₂ᵗ)/(1 − β₁ᵗ), ε√(1 − β₂ᵗ), λ in g, 1 − ηλ) → (p, m, v), in one pass over memory.</summary>
    private static readonly Fused Rule = Fuse.Of(a =>
    {
        var g = a[1] + a[0] * a[10];
        var m = a[2] * a[4] + g * a[5];
        var v = a[3] * a[6] + (g.DType.IsComplex() ? g.Abs() : g).Square() * a[7];
        return [a[0] * a[11] - m / (v.Sqrt() + a[9]) * a[8], m, v];
    });

    private protected override void Update(int i, Tensor parameter, Tensor gradient)
    {
        var (mean, square) = (Moments[0][i], Moments[1][i]);
        var root = Math.Sqrt(1 - Math.Pow(beta2, Steps));
        Rule.Into(
            [parameter, gradient, mean, square, beta1, 1 - beta1, beta2, 1 - beta2, LearningRate * root / (1 - Math.Pow(beta1, Steps)), epsilon * root,
                decoupled ? 0.0 : weightDecay, decoupled ? 1 - LearningRate * weightDecay : 1.0],
            [parameter, mean, square]);
    }
}
