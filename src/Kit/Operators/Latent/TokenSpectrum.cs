using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Latent;

/// <summary>The neural spectral block: every number T of a token becomes T + w₀ + Σₖ (wˢₖ sin(πkT/K) + wᶜₖ cos(πkT/K)), k = 1 … K − 1, with weights of its own channel.</summary>
/// <remarks>
/// Wu, Hu, Luo, Wang and Long, "Solving high-dimensional PDEs with latent spectral models", ICML 2023, eq. 5. A Fourier series in the latent value, not in space: any smooth function of T on (−K, K),
/// where an MLP would have to find the basis too. The authors' code also holds a weight of sin 0, which is 0.
/// </remarks>
/// <param name="channels">C.</param>
/// <param name="basis">K.</param>
/// <param name="dtype">F32 or F64.</param>
public sealed class TokenSpectrum(int channels, int basis, DType dtype = DType.F32) : Layer
{
    private static readonly Func<Tensor, Tensor, Tensor, Tensor> Waves = Fuse.Of((Tensor angle, Tensor sine, Tensor cosine) => sine * angle.Sin() + cosine * angle.Cos());
    private readonly int basis = basis >= 2 ? basis : throw new ArgumentException($"TokenSpectrum: {basis} basis functions; 2 at least are right, 12 in the paper");

    /// <summary>w₀, [C].</summary>
    public Tensor Offset { get; } = Unset(dtype, channels);

    /// <summary>wˢ, [C, K − 1].</summary>
    public Tensor Sine { get; } = Unset(dtype, channels, basis - 1);

    /// <summary>wᶜ, [C, K − 1].</summary>
    public Tensor Cosine { get; } = Unset(dtype, channels, basis - 1);

    /// <summary>The same for [h, …, C/h], where channels stand in h groups.</summary>
    protected override Tensor Compute(Tensor x)
    {
        Require(x.Rank >= 2 && x.Shape[0] * x.Shape[^1] == channels, x, "TokenSpectrum", $"[h,…,{channels}/h]");
        int[] own = [x.Shape[0], .. Enumerable.Repeat(1, x.Rank - 2), x.Shape[^1]];
        var waves = Tensor.Arange(1.0, basis).Cast(x.DType) * (Math.PI / basis);
        var series = Waves(x.Unsqueeze(-1) * waves, Sine.Reshape([.. own, basis - 1]), Cosine.Reshape([.. own, basis - 1]));
        return x + Offset.Reshape(own) + series.Sum(-1);
    }

    /// <inheritdoc/>
    protected internal override void Initialize(Rng rng)
    {
        foreach (var (name, weight) in (ReadOnlySpan<(string, Tensor)>)[("offset", Offset), ("sine", Sine), ("cosine", Cosine)])
            weight.Assign(rng.Stream(name).Uniform(weight.Shape, 0, 1.0 / channels, dtype));
    }
}
