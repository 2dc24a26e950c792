using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;
using static Kit.Tests.Operators.DeepOnets.Fixtures;

namespace Kit.Tests.Learning.Layers;

public sealed class FourierFeaturesTests
{
    [Fact]
    public void Coordinates_become_waves_of_frequencies_that_are_kept_but_not_trained()
    {
        var features = Model.Initialize(new FourierFeatures(2, 3, 1.5, DType.F64), new Rng(1));
        Assert.Empty(Model.Parameters(features));
        Assert.Single(Model.State(features));
        var (y, b) = (Random(2, 4, 5, 2), features.Frequencies.ToDoubles());
        var values = features.Forward(y);
        Assert.Equal([4, 5, features.Outputs], values.Shape.ToArray());
        var phase = 2 * Math.PI * (y[1, 2, 0].Item() * b[1] + y[1, 2, 1].Item() * b[4]);
        Assert.Equal(y[1, 2, 1].Item(), values[1, 2, 1].Item());
        Assert.Equal(Math.Cos(phase), values[1, 2, 2 + 1].Item(), 12);
        Assert.Equal(Math.Sin(phase), values[1, 2, 2 + 3 + 1].Item(), 12);
    }

    [Fact]
    public void Points_of_other_dimensions_are_refused() => Assert.Contains("[…,2]", Assert.Throws<ArgumentException>(() => new FourierFeatures(2, 3).Forward(Tensor.Zeros([4, 3], DType.F32))).Message);

    [Fact]
    public void They_are_a_buffer_of_the_asked_spread()
    {
        var features = Model.Initialize(new FourierFeatures(2, 4000, 5, DType.F64, coordinates: false), new Rng(4));
        Assert.Empty(Model.Parameters(features));
        Assert.Equal(5, features.Frequencies.Std().Item(), 0.2); // 5/√16000 · 5 standard errors
        var y = features.Forward(Tensor.Of(new[,] { { 0.3, -0.2 } }));
        Assert.Equal(8000, y.Size);
        Assert.Equal(4000, y.Square().Sum().Item(), 1e-9); // cos² + sin²
    }
}
