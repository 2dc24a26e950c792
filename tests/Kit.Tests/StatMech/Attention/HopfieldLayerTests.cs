using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.StatMech.Attention;
using Kit.Tensors;

namespace Kit.Tests.StatMech.Attention;

public class HopfieldLayerTests
{
    [Fact]
    public void Hopfield_WithOneUpdate_IsAttentionWhoseValuesComeFromKeys()
    {
        var rng = new Rng(1);
        var layer = Model.Initialize(new Hopfield(6, 4, heads: 2, dtype: DType.F64), rng);
        var (states, patterns) = (rng.Normal((3, 5, 6)), rng.Normal((3, 7, 4)));
        var keys = layer.Key.Forward(layer.PatternNorm.Forward(patterns));
        var (q, v) = (layer.Query.Forward(layer.StateNorm.Forward(states)), layer.Value.Forward(keys));
        var heads = Enumerable.Range(0, 2).Select(h =>
        {
            Tensor Part(Tensor x) => x[.., .., (3 * h)..(3 * h + 3)];
            return (Part(q).MatMul(Part(keys).Transpose()) / Math.Sqrt(3)).Softmax().MatMul(Part(v));
        });
        var expected = layer.Output.Forward(Tensor.Concat([.. heads], axis: -1));
        Assert.True((layer.Forward(states, patterns) - expected).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void MoreUpdates_ComeToRestAtAFixedPoint_AndTheirGradientIsRight()
    {
        var rng = new Rng(2);
        var (few, many, more) = (new HopfieldPooling(4, 6, 2, updates: 2, dtype: DType.F64), new HopfieldPooling(4, 6, 2, updates: 200, dtype: DType.F64), new HopfieldPooling(4, 6, 2, updates: 201, dtype: DType.F64));
        foreach (var layer in new[] { few, many, more }) Model.Initialize(layer, new Rng(7));
        var set = rng.Normal((3, 5, 4));
        Assert.True((many.Forward(set) - more.Forward(set)).Abs().Max().Item() < 1e-9);
        Assert.True((few.Forward(set) - more.Forward(set)).Abs().Max().Item() > 1e-4);
        Assert.True(Grad.Check((Tensor x) => few.Forward(x).Square().Sum(), set).Passed);
    }

    [Fact]
    public void Pooling_DoesNotSeeOrder_NorWhatIsMasked()
    {
        var rng = new Rng(3);
        var layer = Model.Initialize(new HopfieldPooling(4, 8, 2, heads: 2, updates: 3, dtype: DType.F64), rng);
        var set = rng.Normal((2, 6, 4));
        var pooled = layer.Forward(set);
        Assert.Equal(new Shape([2, 2, 8]), pooled.Shape);
        Assert.True((layer.Forward(set.Flip(1)) - pooled).Abs().Max().Item() < 1e-13);
        var mask = Tensor.Of(new[,] { { true, true, true, true, true, true, false, false }, { true, true, true, true, true, true, false, false } });
        Assert.True((layer.Forward(Tensor.Concat([set, rng.Normal((2, 2, 4)) * 100], axis: 1), mask) - pooled).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void Lookup_WithStoredSamples_IsANearestNeighbour()
    {
        var rng = new Rng(4);
        var layer = Model.Initialize(new HopfieldLayer(3, 3, 10, 2, beta: 1e5, dtype: DType.F64), rng);
        var (keys, values) = (rng.Normal((10, 3)), rng.Normal((10, 2)));
        keys /= keys.Norm([-1], keepDims: true);
        layer.Keys.Assign(keys);
        layer.Values.Assign(values);
        layer.Query.Weight.Assign(Tensor.Eye(3));
        Assert.True((layer.Forward(keys + 0.001) - values).Abs().Max().Item() < 1e-2);
    }

    [Fact]
    public void BadInput_IsNamed()
    {
        Assert.Contains("3 heads do not divide the width 8", Assert.Throws<ArgumentException>(() => new Hopfield(8, heads: 3).Forward(Tensor.Ones((1, 2, 8)))).Message);
        Assert.Contains("0 updates", Assert.Throws<ArgumentException>(() => new HopfieldPooling(4, 8, updates: 0).Forward(Tensor.Ones((1, 2, 4)))).Message);
    }
}
