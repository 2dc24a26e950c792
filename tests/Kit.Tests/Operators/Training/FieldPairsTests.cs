using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Tests.Operators.Training;

public sealed class FieldPairsTests
{
    [Fact]
    public void Every_second_point_is_the_same_function_on_a_coarser_grid()
    {
        var (fine, coarse) = (Waves.Of(3, 32), Waves.Of(3, 16));
        var thinned = fine.Every(2);
        Assert.Equal(coarse.Inputs.ToDoubles(), thinned.Inputs.ToDoubles());
        Assert.Equal(coarse.Outputs.Shape, thinned.Outputs.Shape);
    }

    [Fact]
    public void A_range_takes_samples_of_both()
    {
        var pairs = Waves.Of(5);
        Assert.Equal(pairs.Outputs[2, 0, 3].Item(), pairs[2..4].Outputs[0, 0, 3].Item());
        Assert.Equal((2, 5), (pairs[2..4].Count, pairs.Count));
    }

    [Theory]
    [InlineData(new[] { 4, 8 }, new[] { 3, 8 })]
    [InlineData(new[] { 4 }, new[] { 4, 8 })]
    public void Shapes_that_do_not_pair_are_refused_with_the_remedy(int[] inputs, int[] outputs) =>
        Assert.Contains("Unsqueeze(1)", Assert.Throws<ArgumentException>(() => new FieldPairs(Tensor.Zeros(inputs), Tensor.Zeros(outputs))).Message, StringComparison.Ordinal);
}
