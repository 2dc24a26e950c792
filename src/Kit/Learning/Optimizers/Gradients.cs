using Kit.Tensors;

namespace Kit.Learning;

/// <summary>What may be done to gradients, in place, before a step.</summary>
public static class Gradients
{
    /// <summary>‖g‖₂ of all together.</summary>
    public static double Norm(IReadOnlyList<Tensor> gradients)
    {
        using var scope = Tensor.Scope();
        return Math.Sqrt(gradients.Sum(g => Loss.Energy(g).Sum().Item()));
    }

    /// <summary>Scales all by max/‖g‖ where their common norm exceeds max.</summary>
    /// <remarks>Pascanu, Mikolov, Bengio, ICML 2013.</remarks>
    /// <returns>The norm before.</returns>
    public static double ClipNorm(IReadOnlyList<Tensor> gradients, double max)
    {
        var norm = Norm(gradients);
        if (norm > max)
            foreach (var g in gradients) g.MultiplyInPlace(max / norm);
        return norm;
    }

    /// <summary>Cuts every element to [−max, max].</summary>
    public static void ClipValue(IReadOnlyList<Tensor> gradients, double max)
    {
        using var scope = Tensor.Scope();
        foreach (var g in gradients) g.Assign(g.Clamp(-max, max));
    }

    /// <summary>Adds normal noise of variance η/(1 + k)^γ, a stream a step.</summary>
    /// <remarks>Neelakantan et al., 2015, eq. 1.</remarks>
    public static void AddNoise(IReadOnlyList<Tensor> gradients, Rng rng, long step, double eta = 0.01, double gamma = 0.55)
    {
        using var scope = Tensor.Scope();
        var stream = rng.Stream(step);
        foreach (var g in gradients) g.AddInPlace(Init.Normal(Math.Sqrt(eta / Math.Pow(1 + step, gamma)))(g.Shape, stream, g.DType).To(g.Device));
    }
}
