using Kit.Operators.Generative;
using Kit.Tensors;

namespace Kit.Tests.Operators.Generative;

public sealed class LatentPosteriorTests
{
    [Fact]
    public void The_divergence_is_that_of_the_closed_form()
    {
        // KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − 1 − ln σ²) for μ = 1, σ = 2: 2 − ln 2; and 0 for the prior itself.
        var posterior = new LatentPosterior(Tensor.Of([1.0, 0]).Unsqueeze(0), Tensor.Of([Math.Log(4), 0]).Unsqueeze(0));
        Assert.Equal(2 - Math.Log(2), posterior.Divergence().Item(), 14);
    }

    [Fact]
    public void Samples_have_its_mean_and_deviation()
    {
        var posterior = new LatentPosterior(Tensor.Full([10_000, 1], 3.0), Tensor.Full([10_000, 1], Math.Log(0.25)));
        var z = posterior.Sample(new Rng(1));
        // Four standard errors of 10,000 samples of deviation ½: 0.02, and 0.014 for the deviation.
        Assert.InRange(z.Mean().Item(), 2.98, 3.02);
        Assert.InRange(z.Std().Item(), 0.486, 0.514);
    }
}
