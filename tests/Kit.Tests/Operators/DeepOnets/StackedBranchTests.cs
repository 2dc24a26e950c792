using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class StackedBranchTests
{
    [Fact]
    public void Stacked_branches_are_so_many_networks_on_their_own()
    {
        var (sensors, width, branches) = (6, 4, 3);
        var stacked = Model.Initialize(new StackedBranch(sensors, width, branches, dtype: DType.F64), new Rng(1));
        Assert.Equal(branches * ((sensors + 1) * width + width), Size(stacked));
        var u = Random(2, 5, sensors);
        var together = stacked.Forward(u);
        for (var k = 0; k < branches; k++)
        {
            var block = (k * width)..((k + 1) * width);
            var alone = (u.MatMul(stacked.Hidden.Weight[block].T) + stacked.Hidden.Bias![block]).Gelu().MatMul(stacked.Weight[k]);
            Assert.True(Gap(alone, together[.., k]) < 1e-14); // sums of 4 numbers of order 1
        }
    }

    [Fact]
    public void Other_sensors_are_refused() => Assert.Contains("[N,6]", Assert.Throws<ArgumentException>(() => new StackedBranch(6, 4, 3).Forward(Tensor.Zeros([2, 5], DType.F32))).Message);
}
