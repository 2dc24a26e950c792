using Kit.Learning;
using Kit.Operators.Spectral;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Tests.Operators.Training;

public sealed class NormalizerTests
{
    private static readonly Tensor Fields = new Rng(1).Normal([20, 2, 6], 3, 2) * Tensor.Of([1.0, 10]).Reshape(1, 2, 1);

    [Theory]
    [InlineData(Statistics.Whole, 1)]
    [InlineData(Statistics.Channel, 2)]
    [InlineData(Statistics.Pointwise, 12)]
    public void Encoded_data_have_mean_0_and_deviation_1_and_decode_to_themselves(Statistics over, int numbers)
    {
        var normalizer = Normalizer.Fit(Fields, over);
        Assert.Equal(numbers, normalizer.Mean.Size);
        var encoded = normalizer.Encode(Fields);
        Assert.True(Math.Abs(encoded.Mean().Item()) < 1e-12);
        // σ of 2 at least is raised by 10⁻⁵: 240 squares shrink by a part in 10⁵ each.
        Assert.Equal(Fields.Size - numbers, encoded.Square().Sum().Item(), 5e-3);
        Assert.True((normalizer.Decode(encoded) - Fields).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void None_leaves_fields_as_they_are() => Assert.Equal(Fields.ToDoubles(), Normalizer.Fit(Fields, Statistics.None).Encode(Fields).ToDoubles());

    [Fact]
    public void A_constant_divides_by_no_zero() => Assert.True(Normalizer.Fit(Tensor.Ones([4, 1, 3]), Statistics.Pointwise).Encode(Tensor.Ones([4, 1, 3])).Abs().Max().Item() < 1e-9);

    [Fact]
    public void What_cannot_be_scaled_is_refused_with_numbers_and_remedy()
    {
        var pointwise = Normalizer.Fit(Fields, Statistics.Pointwise);
        Assert.Contains("take Statistics.Channel to change resolution", Assert.Throws<ArgumentException>(() => pointwise.Encode(Tensor.Zeros([1, 2, 12]))).Message, StringComparison.Ordinal);
        Assert.Contains("no statistics yet", Assert.Throws<InvalidOperationException>(() => new Normalizer([1]).Encode(Fields)).Message, StringComparison.Ordinal);
        Assert.Contains("more samples", Assert.Throws<ArgumentException>(() => Normalizer.Fit(Fields[..1], Statistics.Pointwise)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Normalizer.Fit(Fields / 0.0, Statistics.Whole)).Message, StringComparison.Ordinal);
        Assert.Contains("[N, C, n…]", Assert.Throws<ArgumentException>(() => Normalizer.Fit(Tensor.Zeros(3), Statistics.Whole)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_models_file_holds_the_statistics_and_training_leaves_them()
    {
        var data = Waves.Of(6);
        var whole = new NormalizedOperator(Model.Initialize(new Fno(1, 1, [3], 4, 1, head: 4), new Rng(1)), Normalizer.Fit(data.Inputs, Statistics.Channel), Normalizer.Fit(data.Outputs, Statistics.Channel));
        var other = new NormalizedOperator(new Fno(1, 1, [3], 4, 1, head: 4), new Normalizer([1, 1, 1]), new Normalizer([1, 1, 1]));
        Assert.DoesNotContain(Model.Parameters(whole), p => p.Name.Contains("mean", StringComparison.OrdinalIgnoreCase));
        Model.Load(other, Model.State(whole));
        Assert.Equal(whole.Forward(data.Inputs).ToDoubles(), other.Forward(data.Inputs).ToDoubles());
    }
}
