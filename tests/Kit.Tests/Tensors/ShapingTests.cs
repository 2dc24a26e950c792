using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class ShapingTests
{
    [Fact]
    public void Reshape_is_a_view_where_strides_allow()
    {
        var x = Tensor.Zeros((4, 6));
        x.Reshape(2, 2, -1)[0, 0, 0] = 5;
        x.T.Reshape(6, 2, 2)[0, 0, 1] = 7;
        Assert.Equal([5, 7], x[..2, 0].ToDoubles());
        x.T.Reshape(24)[1] = 9;
        Assert.Equal(7, x[1, 0].Item());
        Assert.Contains("[4,6] has 24 elements, [5] has 5", Assert.Throws<ArgumentException>(() => x.Reshape(5)).Message);
        Assert.Contains("do not divide", Assert.Throws<ArgumentException>(() => x.Reshape(5, -1)).Message);
    }

    [Fact]
    public void Concat_stack_split_and_meshgrid()
    {
        var (a, b) = (Tensor.Of(new[,] { { 1, 2 } }), Tensor.Of(new[,] { { 3.5, 4 }, { 5, 6 } }));
        Assert.Equal([1, 2, 3.5, 4, 5, 6], Tensor.Concat([a, b]).ToDoubles());
        Assert.Equal((2, 2, 2), Tensor.Stack([b, b], 1).Shape);
        Assert.Equal([3.5, 4, 3.5, 4, 5, 6, 5, 6], Tensor.Stack([b, b], 1).ToDoubles());
        Assert.Equal([4, 6], b.Split(2, 1)[1].ToDoubles());
        var grid = Tensor.Meshgrid(Tensor.Arange(2), Tensor.Arange(3));
        Assert.Equal([0, 0, 0, 1, 1, 1], grid[0].ToArray<int>());
        Assert.Equal([0, 1, 2, 0, 1, 2], grid[1].ToArray<int>());
        Assert.Contains("differ beside axis 0", Assert.Throws<ArgumentException>(() => Tensor.Concat([a, Tensor.Zeros((1, 3))])).Message);
        Assert.Contains("3 equal parts", Assert.Throws<ArgumentException>(() => b.Split(3)).Message);
    }

    [Theory]
    [InlineData(PadMode.Constant, new double[] { 7, 7, 1, 2, 3, 7, 7 })]
    [InlineData(PadMode.Circular, new double[] { 2, 3, 1, 2, 3, 1, 2 })]
    [InlineData(PadMode.Reflect, new double[] { 3, 2, 1, 2, 3, 2, 1 })]
    [InlineData(PadMode.Edge, new double[] { 1, 1, 1, 2, 3, 3, 3 })]
    public void Pad_puts_the_right_numbers_outside(PadMode mode, double[] expected)
    {
        var x = Tensor.Of([1.0, 2, 3]);
        Assert.Equal(expected, x.Pad(2, mode, 7).ToDoubles());
        Assert.Equal((7, 3), x.Unsqueeze(1).BroadcastTo((3, 3)).Pad(2, mode, 7, 0).Shape);
        Assert.Equal((7, 7), x.Unsqueeze(1).BroadcastTo((3, 3)).Pad(2, mode, 7).Shape);
    }

    [Fact]
    public void Axes_are_squeezed_moved_and_checked()
    {
        var x = Tensor.Zeros((1, 3, 1));
        Assert.Equal(3, x.Squeeze().Shape);
        Assert.Equal((1, 3), x.Squeeze(-1).Shape);
        Assert.Equal((1, 3, 1, 1), x.Unsqueeze(-1).Shape);
        Assert.Equal((3, 1, 1), x.MoveAxis(1, 0).Shape);
        Assert.Equal((1, 1, 3), x.Transpose().Shape);
        Assert.Contains("extent 3, not 1", Assert.Throws<ArgumentException>(() => x.Squeeze(1)).Message);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => x.Permute(0, 0, 1)).Message);
        Assert.Contains("axis 3 of shape [1,3,1], which has 3", Assert.Throws<ArgumentOutOfRangeException>(() => x.Flip(3)).Message);
        Assert.Contains("too wide", Assert.Throws<ArgumentException>(() => Tensor.Zeros(2).Pad(2, PadMode.Reflect)).Message);
        Assert.Contains("negative extent", Assert.Throws<ArgumentException>(() => Tensor.Zeros((2, -1))).Message);
        Assert.Contains("2^63", Assert.Throws<ArgumentException>(() => Shape.Create([1 << 30, 1 << 30, 1 << 30])).Message);
    }
}
