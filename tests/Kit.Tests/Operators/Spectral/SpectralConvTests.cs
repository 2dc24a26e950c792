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

    [Theory, InlineData(new[] { 2, 3 }, new[] { 5, 6 }), InlineData(new[] { 2, 1, 2 }, new[] { 4, 5, 3 })]
    public void Several_axes_are_the_sum_over_all_frequencies(int[] modes, int[] points)
    {
        // y_o(j) = Re Σ_k c_k R(k) x̂(k) e^(2πi k·j/n)/n by loops over places and frequencies, c = 1 where the last frequency is its own conjugate, else 2.
        var layer = Layer(modes);
        var x = new Rng(4).Normal([1, 2, .. points]);
        var places = Enumerable.Range(0, points.Aggregate((a, b) => a * b)).Select(p => Digits(p, points)).ToArray();
        var (field, image) = (x.ToDoubles(), layer.Forward(x).ToDoubles());
        int[] extents = [.. modes[..^1].Select(m => 2 * m), modes[^1]];
        var weight = layer.Weight;
        var sums = new double[3, places.Length];
        for (var f = 0; f < extents.Aggregate((a, b) => a * b); f++)
        {
            // Weights run over the axes from the last to the first.
            int[] digits = [.. Digits(f, [.. extents.Reverse()]).Reverse()];
            int[] k = [.. digits.Select((q, a) => a == modes.Length - 1 || q < modes[a] ? q : q - 2 * modes[a])];
            if (k.Where((q, a) => a < modes.Length - 1 && 2 * Math.Abs(q) >= points[a]).Any()) continue;
            double Angle(int[] j) => 2 * Math.PI * Enumerable.Range(0, k.Length).Sum(a => (double)k[a] * j[a] / points[a]);
            var twice = k[^1] == 0 || 2 * k[^1] == points[^1] ? 1 : 2;
            for (var c = 0; c < 2; c++)
            {
                System.Numerics.Complex mode = 0;
                for (var p = 0; p < places.Length; p++) mode += field[c * places.Length + p] * System.Numerics.Complex.FromPolarCoordinates(1, -Angle(places[p]));
                for (var o = 0; o < 3; o++)
                    for (var p = 0; p < places.Length; p++)
                    {
                        var r = new System.Numerics.Complex(weight[f, c, 0, o].Item(), weight[f, c, 1, o].Item());
                        sums[o, p] += twice * (r * mode * System.Numerics.Complex.FromPolarCoordinates(1, Angle(places[p]))).Real / places.Length;
                    }
            }
        }

        for (var o = 0; o < 3; o++)
            for (var p = 0; p < places.Length; p++) Assert.Equal(sums[o, p], image[o * places.Length + p], 1e-12); // a few dozen roundings
    }

    [Fact]
    public void A_grid_that_does_not_carry_the_modes_is_refused_unless_they_may_be_dropped()
    {
        var layer = Layer([3, 4]);
        var message = Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros([1, 2, 5, 8]))).Message;
        Assert.Contains("[5, 8] points does not carry [3, 4] modes; at least [6, 6]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => layer.Onto(Tensor.Zeros([1, 2, 8, 8]), 8, 5));
        layer.DropUnresolved = true;

        // What is left is the layer on the modes that both grids carry.
        var line = Tensor.Arange(0.0, 5) * (2 * Math.PI / 5);
        var fine = Tensor.Arange(0.0, 20) * (2 * Math.PI / 20);
        Tensor Field(Tensor a, Tensor b) => Tensor.Stack([Functions.Sin(a.Unsqueeze(1) + b), Functions.Cos(a.Unsqueeze(1) - 2 * b)]).Unsqueeze(0);
        var difference = layer.Forward(Field(line, line)) - layer.Forward(Field(fine, fine))[.., .., Slice.Step(0, null, 4), Slice.Step(0, null, 4)];
        Assert.True(difference.Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void An_image_on_a_finer_grid_is_the_same_function()
    {
        var (layer, x) = (Layer([3, 3]), new Rng(5).Normal([2, 2, 8, 9]));
        var (coarse, fine) = (layer.Forward(x), layer.Onto(x, 16, 27));
        Assert.True((coarse - fine[.., .., Slice.Step(0, null, 2), Slice.Step(0, null, 3)]).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void What_a_forward_pass_keeps_for_itself_is_no_weight()
    {
        var layer = Layer([3, 3]);
        _ = layer.Forward(Tensor.Zeros([1, 2, 8, 8]));
        Assert.Single(Model.Parameters(layer));
        Assert.Single(Model.State(layer));
    }

    [Fact]
    public void White_noise_keeps_its_variance_through_truncation()
    {
        // Means over 40 draws of weights and fields, 8 channels: a few thousand independent modes, so 1/√1000 or so of error.
        double Variance(int[] modes, int[] points)
        {
            var sum = 0.0;
            for (var seed = 0; seed < 40; seed++)
            {
                var layer = Model.Initialize(new SpectralConv(8, 8, modes, DType.F64) { Init = FrequencySelection.VariancePreserving(modes, points) }, new Rng(seed));
                sum += layer.Forward(new Rng(100 + seed).Normal([2, 8, .. points])).Square().Mean().Item() / 40;
            }

            return sum;
        }

        Assert.InRange(Variance([8], [64]), 0.9, 1.1);
        Assert.InRange(Variance([4, 4], [16, 16]), 0.9, 1.1);
    }

    private static int[] Digits(int number, int[] radices)
    {
        var digits = new int[radices.Length];
        for (var a = radices.Length - 1; a >= 0; a--) (number, digits[a]) = (number / radices[a], number % radices[a]);
        return digits;
    }

    [Fact]
    public void A_field_of_other_channels_is_refused() =>
        Assert.Contains("[N,2] and 1 axes", Assert.Throws<ArgumentException>(() => Layer([4]).Forward(Tensor.Zeros([1, 3, 8]))).Message, StringComparison.Ordinal);
}
