using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Gradient descent with momentum: g ← g + λp, v ← μv + g, p ← p − ηv; Nesterov's form takes p ← p − η(g + μv).</summary>
/// <remarks>Sutskever et al., ICML 2013, in the form where η multiplies v.</remarks>
public sealed class Sgd : Optimizer
{
    private readonly double momentum;
    private readonly bool nesterov;
    private readonly double weightDecay;
    private readonly Tensor[]? velocities;

    /// <summary>For all parameters of a model.</summary>
    /// <param name="model">Any object with tensors in its fields.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ in [0, 1); 0.9 is usual.</param>
    /// <param name="nesterov">Looks ahead.</param>
    /// <param name="weightDecay">λ ≥ 0.</param>
    public Sgd(object model, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0) : base(model, learningRate)
    {
        (this.momentum, this.nesterov, this.weightDecay) = (momentum, nesterov, weightDecay);
        velocities = momentum == 0 ? null : Moments("velocity");
    }

    /// <summary>One update of one tensor; v is null without momentum.</summary>
    public static void Update(Tensor p, Tensor g, Tensor? v, double learningRate, double momentum, bool nesterov, double weightDecay)
    {
        if (weightDecay != 0) g += p * weightDecay;
        if (v is not null)
        {
            v.MultiplyInPlace(momentum).AddInPlace(g);
            g = nesterov ? g + v * momentum : v;
        }

        p.AddInPlace(g, -learningRate);
    }

    private protected override void Update(int i, Tensor parameter, Tensor gradient) =>
        Update(parameter, gradient, velocities?[i], LearningRate, momentum, nesterov, weightDecay);
}
