using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Adaptive moments: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)|g|², p ← p − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).</summary>
/// <remarks>Kingma and Ba, ICLR 2015; decoupled decay is AdamW, Loshchilov and Hutter, ICLR 2019. A complex weight has one v for both parts, so a rotation of its phase rotates its steps.</remarks>
public sealed class Adam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly double weightDecay;
    private readonly bool decoupled;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;

    /// <summary>For all parameters of a model.</summary>
    /// <param name="model">Any object with tensors in its fields.</param>
    /// <param name="learningRate">η; 10⁻³ is usual.</param>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    /// <param name="epsilon">ε > 0.</param>
    /// <param name="weightDecay">λ ≥ 0: g ← g + λp, or decoupled p ← p − ηλp.</param>
    /// <param name="decoupled">AdamW: the decay is not scaled by v.</param>
    public Adam(object model, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
        : base(model, learningRate)
    {
        (this.beta1, this.beta2, this.epsilon, this.weightDecay, this.decoupled) = (beta1, beta2, epsilon, weightDecay, decoupled);
        (means, squares) = (Moments("mean"), Moments("square", real: true));
    }

    /// <summary>Adam with decoupled weight decay.</summary>
    public static Adam W(object model, double learningRate = 1e-3, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new(model, learningRate, beta1, beta2, epsilon, weightDecay, decoupled: true);

    /// <summary>One update of one tensor at step t = 1, 2, ….</summary>
    public static void Update(Tensor p, Tensor g, Tensor m, Tensor v, long t, double learningRate, double beta1, double beta2, double epsilon)
    {
        m.MultiplyInPlace(beta1).AddInPlace(g, 1 - beta1);
        v.MultiplyInPlace(beta2).AddInPlace(Loss.Energy(g), 1 - beta2);
        var root = Math.Sqrt(1 - Math.Pow(beta2, t));
        p.AddInPlace(m / v.Sqrt().AddInPlace(epsilon * root), -learningRate * root / (1 - Math.Pow(beta1, t)));
    }

    private protected override void Update(int i, Tensor parameter, Tensor gradient)
    {
        if (weightDecay != 0 && decoupled) parameter.MultiplyInPlace(1 - LearningRate * weightDecay);
        if (weightDecay != 0 && !decoupled) gradient += parameter * weightDecay;
        Update(parameter, gradient, means[i], squares[i], Steps, LearningRate, beta1, beta2, epsilon);
    }
}
