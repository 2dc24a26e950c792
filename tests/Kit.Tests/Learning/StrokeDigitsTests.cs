using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class StrokeDigitsTests
{
    [Fact]
    public void Pictures_have_ink_between_paper_and_every_digit_comes()
    {
        var (pictures, labels) = StrokeDigits.Draw(300, 8, new Rng(1));
        Assert.Equal(new Shape([300, 8, 8]), pictures.Shape);
        Assert.Equal((0, 1), (pictures.Min().Item(), pictures.Max().Item()));
        // Strokes cover a tenth to a half of a picture.
        Assert.InRange(pictures.Mean().Item(), 0.1, 0.5);
        Assert.Equal(10, labels.Distinct().Count());
    }

    [Fact]
    public void A_sample_does_not_depend_on_how_many_are_drawn()
    {
        var (few, _) = StrokeDigits.Draw(5, 12, new Rng(2));
        var (many, _) = StrokeDigits.Draw(50, 12, new Rng(2));
        Assert.Equal(few.ToDoubles(), many[..5].ToDoubles());
    }

    [Fact]
    public void Digits_of_a_kind_are_nearer_to_their_mean_than_to_those_of_others()
    {
        var (pictures, labels) = StrokeDigits.Draw(1000, 12, new Rng(3));
        var x = pictures.Reshape(1000, 144);
        var kinds = Tensor.Of(labels).Unsqueeze(1).Equal(Tensor.Arange(10)).Cast(DType.F64);
        var means = kinds.T.MatMul(x) / kinds.Sum([0]).Unsqueeze(1);
        var nearest = (x.Unsqueeze(1) - means).Square().Sum([-1]).ArgMin(1);
        // Chance is 0.1.
        Assert.True(nearest.Equal(Tensor.Of(labels)).Cast(DType.F64).Mean().Item() > 0.7);
    }

    [Fact]
    public void Too_few_pixels_are_refused() =>
        Assert.Contains("2 pixels", Assert.Throws<ArgumentException>(() => StrokeDigits.Draw(1, 2, new Rng(1))).Message, StringComparison.Ordinal);
}
