using Kit.Autodiff;
using Kit.Compute;
using Kit.Operators.Hyper;
using Kit.Tensors;

namespace Kit.Tests.Operators.Hyper;

public sealed class TargetNetworkTests
{
    [Fact]
    public void Samples_run_with_weights_of_their_own()
    {
        var network = new TargetNetwork(6, 2);
        var (w, points) = (network.Draw(new Rng(1), 3, DType.F64), new Rng(2).Uniform([7, 2], -1, 1));
        Assert.Equal(network.Size, w.Shape[1]);
        Assert.Equal(11 * 6 + 7 * 6 + 7, network.Size);
        var together = network.Forward(w, points);
        for (var i = 0; i < 3; i++) Assert.True((together[i] - network.Forward(w[i..(i + 1)], points)[0]).Abs().Max().Item() < 1e-14);
        Assert.Contains($"[N,{network.Size}]", Assert.Throws<ArgumentException>(() => network.Forward(w[.., 1..], points)).Message);
    }

    [Fact]
    public void Derivatives_are_those_of_differences_and_can_be_differentiated_by_the_weights()
    {
        var network = new TargetNetwork(4, 1);
        var (w, points) = (network.Draw(new Rng(1), 2, DType.F64), new Rng(2).Uniform([5, 2], -1, 1));
        var found = network.Derivatives(w, points);
        const double H = 1e-4;
        Tensor Moved(double x, double y) => network.Forward(w, points + Tensor.Of([x, y]));
        // Central differences: h² times a few derivatives of order 10, and rounding 1e-16/h².
        Assert.True(((Moved(H, 0) - Moved(-H, 0)) / (2 * H) - found.X).Abs().Max().Item() < 1e-6);
        Assert.True(((Moved(0, H) - Moved(0, -H)) / (2 * H) - found.Y).Abs().Max().Item() < 1e-6);
        Assert.True(((Moved(H, 0) + Moved(-H, 0) - 2 * found.U) / (H * H) - found.XX).Abs().Max().Item() < 1e-5);
        Assert.True(((Moved(0, H) + Moved(0, -H) - 2 * found.U) / (H * H) - found.YY).Abs().Max().Item() < 1e-5);
        var c = new Rng(3).Normal([2, 5]);
        var check = Grad.Check(v => network.Derivatives(v, points).Apply(c).Square().Sum(), w);
        Assert.True(check.Passed, $"{check}");
    }
}
