using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Operators.Training;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class PodDeepOnetTests
{
    [Fact]
    public void Fields_are_sums_of_modes_and_derivatives_are_those_of_differences()
    {
        var basis = PodBasis.Of(Random(1, 6, 2, 3, 2), 3);
        var net = Model.Initialize(new PodDeepOnet(basis, 1, [2, 2], width: 4, dtype: DType.F64), new Rng(1));
        Assert.Equal(Mlp.Size(4, 4, 4, 3), Size(net));
        var x = Random(2, 3, 1, 2, 2);
        var y = net.Forward(x);
        Assert.Equal([3, 2, 3, 2], y.Shape.ToArray());
        Assert.True(Gap(net.Branch.Forward(x.Reshape(3, -1)) * basis.Deviations, basis.Project(y)) < 1e-12);
        DerivativesHold(net, net.Forward, x);
    }

    [Fact]
    public void It_is_trained_by_the_protocol_on_scaled_fields()
    {
        // a ↦ a², on a grid of 8 points: outputs of three modes of which the branch has to find the coefficients.
        var line = Tensor.Linspace(0, 1, 8, dtype: DType.F32);
        var (p, q) = (new Rng(1).Normal([80, 1, 1], dtype: DType.F32), new Rng(2).Normal([80, 1, 1], dtype: DType.F32));
        var a = 1 + 0.3 * p * line + 0.3 * q;
        var pairs = new FieldPairs(a, a.Square());
        var scaled = Normalizer.Fit(pairs[..60].Outputs, Statistics.Channel).Encode(pairs[..60].Outputs);
        var net = new PodDeepOnet(PodBasis.Of(scaled, 3), 1, [8], width: 24);
        var trained = OperatorTraining.Train(net, pairs[..60], pairs[60..], new OperatorPlan { Epochs = 60, Batch = 20, LearningRate = 1e-2 }, new Rng(3));
        // The mean alone is off by a half; 180 steps of a small network reach a few per cent.
        Assert.InRange(trained.TestError, 0, 0.1);
    }

    [Fact]
    public void Another_grid_is_refused()
    {
        var net = new PodDeepOnet(PodBasis.Of(Random(1, 6, 1, 4).Cast(DType.F32), 3), 1, [4]);
        Assert.Contains("[N,1,4]", Assert.Throws<ArgumentException>(() => net.Forward(Tensor.Zeros([1, 1, 8], DType.F32))).Message);
    }
}
