using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class MultiOnetTests
{
    [Theory, InlineData(1), InlineData(2)]
    public void The_value_is_the_mean_over_layers_of_their_products(int outputs)
    {
        var (width, layers) = (6, 4);
        var net = Model.Initialize(new MultiOnet(5, 2, outputs, width, layers, dtype: DType.F64), new Rng(1));
        net.Weight.Assign(Random(4, 3));
        net.Bias.Assign(Random(5, outputs));
        Assert.Equal(Mlp.Size(5, 6, 6, 6, 6) + Mlp.Size(2, 6, 6, 6, 6) + 3 + outputs, Size(net));
        var (u, y) = (Random(2, 3, 5), Random(3, 4, 2));
        var (b, t, value) = (net.Branch.Outputs(u), net.Trunk.Outputs(y), net.Forward(u, y));
        for (var o = 0; o < outputs; o++)
        {
            var sum = net.Bias[o].Item();
            for (var l = 1; l < layers; l++)
                for (var k = 0; k < width / outputs; k++) sum += net.Weight[l - 1].Item() / 3 * b[l][2, o * (width / outputs) + k].Item() * t[l][3, o * (width / outputs) + k].Item();
            Assert.Equal(sum, value[2, o, 3].Item(), 12);
        }

        Assert.True(Gap(value, net.Forward(u, y.Unsqueeze(0).BroadcastTo([3, 4, 2]).Copy())) < 1e-13); // rounding of sums of order 1
    }

    [Fact]
    public void Derivatives_are_those_of_differences()
    {
        var net = Model.Initialize(new MultiOnet(3, 2, 2, 4, 3, trunkActivation: x => x.Sin(), fourier: 2, dtype: DType.F64), new Rng(1));
        Assert.Equal(Mlp.Size(3, 4, 4, 4) + Mlp.Size(2 + 2 * 2, 4, 4, 4) + 2 + 2, Size(net));
        var y = Random(3, 3, 2);
        DerivativesHold(net, u => net.Forward(u, y), Random(2, 2, 3));
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        Assert.Contains("2 layers", Assert.Throws<ArgumentException>(() => new MultiOnet(3, 2, layers: 1)).Message);
        Assert.Contains("64 neurons for 3", Assert.Throws<ArgumentException>(() => new MultiOnet(3, 2, 3)).Message);
    }
}
