using Kit.Compute;
using Kit.Learning;
using Kit.Operators.DeepOnets;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Operators.DeepOnets;

public sealed class ConvBranchTests
{
    [Theory, InlineData(8, 9), InlineData(5, 4)]
    public void Any_grid_that_can_be_halved_goes_through(int n, int m)
    {
        var branch = Model.Initialize(new ConvBranch(2, [n, m], 3, 2, 2, DType.F64), new Rng(1));
        Assert.Equal([2, 3], branch.Forward(Random(2, 2, 2, n, m)).Shape.ToArray());
    }

    [Fact]
    public void Grids_that_are_too_small_or_others_are_refused_with_their_numbers()
    {
        Assert.Contains("4×16", Assert.Throws<ArgumentException>(() => new ConvBranch(1, [4, 16], 8)).Message);
        Assert.Contains("[N,1,16,16]", Assert.Throws<ArgumentException>(() => new ConvBranch(1, [16, 16], 8).Forward(Tensor.Zeros([1, 1, 16, 15], DType.F32))).Message);
    }
}
