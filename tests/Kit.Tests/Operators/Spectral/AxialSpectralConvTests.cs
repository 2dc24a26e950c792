using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class AxialSpectralConvTests
{
    [Fact]
    public void It_is_the_sum_of_convolutions_along_lines()
    {
        var layer = Model.Initialize(new AxialSpectralConv(2, 3, [3, 4], DType.F64), new Rng(1));
        var x = new Rng(2).Normal([2, 2, 7, 9]);
        var y = layer.Forward(x);
        for (var i = 0; i < 7; i++)
            for (var j = 0; j < 9; j++)
            {
                var expected = layer.Along[0].Forward(x[.., .., .., j])[.., .., i] + layer.Along[1].Forward(x[.., .., i])[.., .., j];
                Assert.True((y[.., .., i, j] - expected).Abs().Max().Item() < 1e-13);
            }
    }
}
