using Kit.Tensors;

namespace Kit.Learning;

/// <summary>Gradient descent with momentum: g ← g + λp, v ← μv + g, p ← p − ηv; Nesterov's form takes p ← p − η(g + μv).</summary>
/// <remarks>Sutskever et al., ICML 2013, in the form where η multiplies v.</remarks>
/// <param name="model">Any object with tensors in its fields.</param>
/// <param name="learningRate">η.</param>
/// <param name="momentum">μ in [0, 1); 0.9 is usual.</param>
/// <param name="nesterov">Looks ahead.</param>
/// <param name="weightDecay">λ ≥ 0.</param>
public sealed class Sgd(object model, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
    : Optimizer(model, learningRate, momentum == 0 ? [] : [("velocity", false)])
{
    /// <summary>(p, g, v, μ, η, λ, n, 1 − n) → (p, v) with n = 1 for Nesterov's form, in one pass over memory.</summary>
    private static readonly Fused Rule = Fuse.Of(a =>
    {
        var g = a[1] + a[0] * a[5];
        var v = a[2] * a[3] + g;
        return [a[0] - (v * a[7] + (g + v * a[3]) * a[6]) * a[4], v];
    });

    /// <summary>The same without momentum.</summary>
    private static readonly Fused Plain = Fuse.Of(a => [a[0] - (a[1] + a[0] * a[3]) * a[2]]);

    private protected override void Update(int i, Tensor parameter, Tensor gradient)
    {
        if (momentum == 0) Plain.Into([parameter, gradient, LearningRate, weightDecay], [parameter]);
        else Rule.Into([parameter, gradient, Moments[0][i], momentum, LearningRate, weightDecay, nesterov ? 1.0 : 0.0, nesterov ? 0.0 : 1.0], [parameter, Moments[0][i]]);
    }
}
