using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.NeuralOdes;

/// <summary>A layer that follows dz = f_θ(z) dt + g_θ(z) dW with diagonal noise (Itô) by Euler and Maruyama: z⁺ = z + f h + g √h ξ.</summary>
/// <remarks>
/// X. Li, T.-K. L. Wong, R. T. Q. Chen, D. Duvenaud, AISTATS 2020; differentiated through the steps. The noise ξ is an argument, so that a loss can be taken twice on the same path.
/// </remarks>
/// <param name="drift">f_θ: [N, d] → [N, d].</param>
/// <param name="diffusion">g_θ: [N, d] → [N, d].</param>
/// <param name="end">T.</param>
/// <param name="steps">T/h.</param>
public sealed class NeuralSde(Layer drift, Layer diffusion, double end = 1, int steps = 20) : Layer
{
    /// <summary>f_θ.</summary>
    public Layer Drift => drift;

    /// <summary>g_θ.</summary>
    public Layer Diffusion => diffusion;

    /// <summary>Where the noise of <see cref="Layer.Forward"/> comes from.</summary>
    public Rng Noise { get; init; } = new(0);

    /// <summary>States after every step, the first included: [steps + 1, N, d].</summary>
    /// <param name="z0">[N, d].</param>
    /// <param name="noise">ξ, standard normal numbers [steps, N, d].</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public Tensor Solve(Tensor z0, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(z0);
        ArgumentNullException.ThrowIfNull(noise);
        if (z0.Rank != 2 || noise.Shape != new Shape([steps, .. z0.Shape.ToArray()])) throw new ArgumentException($"NeuralSde: a state of shape {z0.Shape} and noise of {noise.Shape}; [N, d] and [{steps}, N, d] are right");
        var (h, z, states) = (end / steps, z0, new List<Tensor> { z0 });
        for (var k = 0; k < steps; k++)
        {
            z = z + drift.Forward(z) * h + diffusion.Forward(z) * (noise[k] * Math.Sqrt(h));
            states.Add(z);
        }

        return Tensor.Stack([.. states]);
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Solve(x, Noise.Normal([steps, .. x.Shape.ToArray()], dtype: x.DType))[^1];
}
