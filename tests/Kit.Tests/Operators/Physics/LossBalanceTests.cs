using Kit.Autodiff;
using Kit.Learning;
using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class LossBalanceTests
{
    private static readonly Box Box = new((0, 1), (0, 1));
    private readonly Mlp network = Model.Initialize(Mlp.Smooth(2, 2, 6, 2), new Rng(1));

    private static Condition[] Parts => [
        new("equation", Box.Grid(4, 3), u => u.D(1) - u.D(0, 2)),
        Condition.Values("start", Box.Face(1, 0, 5), Tensor.Ones((5, 2))),
        Condition.Periodic("period", Box.Face(0, 0, 3), Box.Face(0, 1, 3), 0, order: 1)];

    [Fact]
    public void The_kernel_is_that_of_the_dense_Jacobian()
    {
        var weights = Model.Parameters(network).Select(p => p.Value).ToArray();
        foreach (var part in Parts)
        {
            var residual = Grad.Over(weights, () => part.Of(network.Forward, part.Points).Flatten());
            var dense = Tensor.Concat([.. weights.Select((w, k) => Grad.Jacobian(v => residual([.. weights[..k], v, .. weights[(k + 1)..]]), w).Reshape(-1, (int)w.Size))], 1);
            var j = TangentKernel.Jacobian(network, network.Forward, part, chunk: 2);
            Assert.True((j - dense).Abs().Max().Item() < 1e-12); // the same sums of a few dozen terms in another order
            var rows = part.Points.Shape[0] / part.Group;
            Assert.Equal(dense.MatMul(dense.T).Trace().Item() / rows, TangentKernel.MeanTrace(network, network.Forward, part), 1e-10);
        }
    }

    [Fact]
    public void Tangent_traces_weigh_by_their_shares()
    {
        var parts = Parts;
        var traces = parts.Select(p => TangentKernel.MeanTrace(network, network.Forward, p)).ToArray();
        var weights = new TangentTraces(0).Weigh([1, 1, 1], network, network.Forward, parts);
        for (var k = 0; k < 3; k++) Assert.Equal(traces.Sum() / traces[k], weights[k], 1e-9);
    }

    [Fact]
    public void Gradient_norms_follow_the_formula()
    {
        var parts = Parts;
        var gradients = parts.Select(p => Model.ValueAndGradients(Model.Parameters(network), () => p.Of(network.Forward, p.Points).Square().Mean()).Gradients.SelectMany(g => g.Abs().ToDoubles()).ToArray()).ToArray();
        var weights = new GradientNorms(0.1).Weigh([1, 2, 3], network, network.Forward, parts);
        Assert.Equal(1, weights[0]);
        for (var k = 1; k < 3; k++) Assert.Equal(0.9 * (k + 1) + 0.1 * gradients[0].Max() / gradients[k].Average(), weights[k], 1e-9);
    }

    [Fact]
    public void Causal_weights_follow_the_formula()
    {
        var w = Causality.Weights(Tensor.Of([0.5, 1.0, 2.0]), epsilon: 2).ToDoubles();
        Assert.Equal([1, Math.Exp(-1), Math.Exp(-3)], w);
        var causality = new Causality(axis: 1, slabs: 2, 2.0);
        var points = Tensor.Of(new[,] { { 0, 0.1 }, { 0, 0.9 }, { 0, 0.4 } });
        var (loss, least) = causality.Loss(Tensor.Of(new[,] { { 1.0 }, { 3 }, { 2 } }), causality.Averages(points, Box), 0);
        // L₁ = (1 + 4)/2, L₂ = 9
        Assert.Equal((2.5 + 9 * Math.Exp(-5)) / 2, loss.Item(), 1e-12);
        Assert.Equal(Math.Exp(-5), least, 1e-15);
    }
}
