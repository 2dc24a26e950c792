using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class SpectralConvTests
{
    private static SpectralConv Layer(int[] modes) => Model.Initialize(new SpectralConv(2, 3, modes, DType.F64) { Init = Init.Normal(1) }, new Rng(1));

    [Fact]
    public void One_axis_is_the_product_of_spectra()
    {
        var (layer, x) = (Layer([4]), new Rng(2).Normal([5, 2, 16]));
        var weight = layer.Weight.Reshape(4, 2, 2, 3);
        var r = Functions.ComplexOf(weight[.., .., 0], weight[.., .., 1]);
        var spectrum = Tensor.Zeros([5, 3, 9], DType.C128);
        spectrum[.., .., ..4] = Functions.Einsum("ncm,mco->nom", Fourier.Rfft(x)[.., .., ..4], r);
        Assert.True((Fourier.Irfft(spectrum, 16) - layer.Forward(x)).Abs().Max().Item() < 1e-12); // a few dozen roundings
    }

    [Fact]
    public void A_field_of_low_modes_has_the_same_image_on_every_grid()
    {
        var layer = Layer([3, 3]);
        Tensor Field(int n)
        {
            var line = Tensor.Arange(0.0, n) * (2 * Math.PI / n);
            var (a, b) = (line.Unsqueeze(1), line);
            return Tensor.Stack([Functions.Sin(a + 2 * b) + 0.3, Functions.Cos(2 * a) + Functions.Sin(b)]).Unsqueeze(0);
        }

        var coarse = layer.Forward(Field(8));
        var fine = layer.Forward(Field(24));
        Assert.True((coarse - fine[.., .., Slice.Step(0, null, 3), Slice.Step(0, null, 3)]).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void The_derivative_by_field_and_weights_is_that_of_differences()
    {
        var (layer, x) = (Layer([2, 3]), new Rng(3).Normal([2, 2, 5, 6]));
        var byField = Grad.Check(z => layer.Forward(z).Square().Sum(), x);
        var byWeight = Grad.Check(w => Grad.Over([layer.Weight], () => layer.Forward(x).Square().Sum())([w]), layer.Weight);
        Assert.True(byField.Passed && byWeight.Passed, $"{byField}; {byWeight}");
    }

    [Fact]
    public void A_field_of_other_channels_is_refused() =>
        Assert.Contains("[N,2] and 1 axes", Assert.Throws<ArgumentException>(() => Layer([4]).Forward(Tensor.Zeros([1, 3, 8]))).Message, StringComparison.Ordinal);
}
