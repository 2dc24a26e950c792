using Kit.Autodiff;
using Kit.Learning;
using Kit.Operators.Physics;
using Kit.Tensors;

namespace Kit.Tests.Operators.Physics;

public sealed class NetworksTests
{
    [Fact]
    public void A_hard_constraint_holds_exactly_on_the_walls()
    {
        var box = new Box((-1, 2), (0, 3));
        Func<Tensor, Tensor> g = x => (x[.., 0..1] * x[.., 1..2]).Sin();
        var u = Model.Initialize(new HardConstraint(g, HardConstraint.Walls(box, 0, 1), Mlp.Smooth(2, 1, 10, 2)), new Rng(1));
        foreach (var wall in new[] { box.Face(0, -1, 9), box.Face(0, 2, 9), box.Face(1, 0, 9), box.Face(1, 3, 9) })
            Assert.Equal(g(wall).ToDoubles(), u.Forward(wall).ToDoubles());
        var inside = box.Grid(1, 1);
        Assert.NotEqual(g(inside).Item(), u.Forward(inside).Item());
    }

    [Fact]
    public void Periodic_features_make_all_derivatives_periodic()
    {
        var features = new PeriodicFeatures(axis: 1, period: 3, harmonics: 2);
        var network = Model.Initialize(new Sequential(features, Mlp.Smooth(features.Outputs(3), 1, 8, 2)), new Rng(2));
        var points = new Rng(3).Uniform((5, 3));
        var (here, there) = (new Jet(network.Forward, points), new Jet(network.Forward, points + Tensor.Of([0.0, 3, 0])));
        for (var order = 3; order >= 0; order--)
            Assert.True((here.D(1, order) - there.D(1, order)).Abs().Max().Item() < 1e-11); // the angle of the shifted point is rounded at 2π
        Assert.False((here.Value - new Jet(network.Forward, points + Tensor.Of([3.0, 0, 0])).Value).Abs().Max().Item() < 1e-3);
    }

    [Fact]
    public void A_separable_network_on_a_grid_is_the_full_product()
    {
        var network = Model.Initialize(new SeparableNetwork(3, rank: 4, width: 6, depth: 2), new Rng(5));
        Tensor[] axes = [Tensor.Linspace(0, 1, 4), Tensor.Linspace(-1, 1, 3), Tensor.Linspace(0, 2, 5)];
        var points = Tensor.Stack([.. Tensor.Meshgrid(axes).Select(x => x.Flatten())], 1);
        var jet = new Jet(network.Forward, points);
        Near(jet.Value, network.OnGrid(axes));
        Near(jet.D(2, 2), network.OnGrid(axes, 0, 0, 2));
        Near(jet.Mixed(0, 1), network.OnGrid(axes, 1, 1, 0));
        Assert.Throws<ArgumentException>(() => network.OnGrid(axes[..2]));

        static void Near(Tensor expected, Tensor actual) => Assert.True((expected.Flatten() - actual.Flatten()).Abs().Max().Item() < 1e-13); // sums of four products of size 1
    }

    [Fact]
    public void Networks_are_differentiable_in_all_their_weights()
    {
        var x = new Rng(6).Uniform((4, 2));
        foreach (var network in new Layer[] { Mlp.Smooth(2, 2, 4, 2), Siren.Network(2, 1, 4, 2, omega: 2), new SeparableNetwork(2, 2, 3, 1) })
        {
            var weights = Model.Parameters(Model.Initialize(network, new Rng(7))).Select(p => p.Value).ToArray();
            for (var k = 0; k < weights.Length; k++)
            {
                var f = Grad.Over([weights[k]], () => network.Forward(x).Square().Sum());
                Assert.True(Grad.Check(w => f([w]), weights[k]).Passed);
            }
        }
    }
}
