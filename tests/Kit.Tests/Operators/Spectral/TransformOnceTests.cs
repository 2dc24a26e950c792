using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Operators.Spectral;
using Kit.Operators.Training;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class TransformOnceTests
{
    private static TransformOnce Identity(params int[] modes) => new(modes, new Sequential());

    [Fact]
    public void Modes_are_those_of_the_cosine_transform()
    {
        var x = new Rng(1).Normal([2, 3, 12, 15]);
        var full = Fourier.Dct(Fourier.Dct(x, axis: -1, norm: FourierNorm.Ortho), axis: -2, norm: FourierNorm.Ortho) / Math.Sqrt(12 * 15);
        Assert.True((Identity(5, 7).Spectrum(x) - full[.., .., ..5, ..7]).Abs().Max().Item() < 1e-13);
    }

    [Fact]
    public void All_modes_give_the_field_back_and_its_mean_square()
    {
        var x = new Rng(1).Normal([2, 1, 16, 9]);
        var model = Identity(16, 9);
        var y = model.Spectrum(x);
        Assert.True((model.Field(y, 16, 9) - x).Abs().Max().Item() < 1e-12);
        Assert.True((y.Square().Sum([1, 2, 3]) - x.Square().Mean([1, 2, 3])).Abs().Max().Item() < 1e-12);
        var single = x.Cast(DType.F32);
        Assert.True((model.Field(model.Spectrum(single), 16, 9) - single).Abs().Max().Item() < 1e-5); // F32 sums of 150 terms of size 1
    }

    [Fact]
    public void A_function_of_low_modes_is_carried_to_every_grid()
    {
        static Tensor Field(int n) => (3 * (Math.PI * (Tensor.Arange(0.0, n) + 0.5) / n)).Cos().Reshape(1, 1, n) + 0.5;
        var model = Identity(6);
        Assert.True((model.Field(model.Spectrum(Field(16)), 64) - Field(64)).Abs().Max().Item() < 1e-12);
        Assert.True((model.Spectrum(Field(16)) - model.Spectrum(Field(64))).Abs().Max().Item() < 1e-12);
    }

    [Theory, InlineData(new[] { 64 }, 1, 2), InlineData(new[] { 64 }, 3, 6), InlineData(new[] { 12, 10 }, 10, 6)]
    public void Activations_keep_variance_one_from_layer_to_layer(int[] modes, int inputs, int layers)
    {
        var network = Model.Initialize(new CosineNetwork(inputs, 2, modes, 32, layers, 64, DType.F64), new Rng(1));
        var z = network.Lift.Forward(new Rng(2).Normal([64, inputs, .. modes]));
        foreach (var layer in network.Mixing)
        {
            z = layer.Forward(z);
            Assert.InRange(z.Square().Mean().Item(), 0.9, 1.1);
        }

        // Two outputs are two draws of 64 weights, so the last has more play.
        Assert.InRange(network.Forward(new Rng(2).Normal([64, inputs, .. modes])).Square().Mean().Item(), 0.6, 1.5);
    }

    [Fact]
    public void Selection_finds_the_modes_that_hold_the_energy()
    {
        // Modes 1 and 4 with squares 0.9 and 0.1.
        var j = (Tensor.Arange(0.0, 32) + 0.5) * (Math.PI / 32);
        var x = (Math.Sqrt(1.8) * j.Cos() + Math.Sqrt(0.2) * (4 * j).Cos()).Reshape(1, 1, 32);
        Assert.Equal(2, FrequencySelection.CosineModes(x, 0.89));
        Assert.Equal(5, FrequencySelection.CosineModes(x, 0.91));
        Assert.Equal(5, FrequencySelection.CosineModes(x, 1 - 1e-12));
    }

    [Fact]
    public void An_operator_that_mixes_modes_is_learned_without_a_field()
    {
        // u = a′ of a = Σ aₖ cos kx on [0, π], which is no cosine series: every even mode goes to all odd ones.
        var (k, x) = (Tensor.Arange(1.0, 5).Reshape(1, 4, 1), (Tensor.Arange(0.0, 64) + 0.5) * (Math.PI / 64));
        var c = new Rng(1).Normal([96, 4, 1]);
        var fields = new FieldPairs((c * (k * x).Cos()).Sum(1, keepDims: true).Cast(DType.F32), (-c * k * (k * x).Sin()).Sum(1, keepDims: true).Cast(DType.F32));
        var model = TransformOnce.Small(1, 1, [16]);
        var plan = new OperatorPlan { Epochs = 40, Batch = 16, LearningRate = 5e-3, InputStatistics = Statistics.Pointwise, OutputStatistics = Statistics.Pointwise };
        var spectra = model.Spectra(fields);
        var trained = OperatorTraining.Train(model.Network, spectra[..64], spectra[64..], plan, new Rng(1));
        var whole = new TransformOnce([16], trained.Model);
        var error = OperatorTraining.Error(whole, fields[64..]);
        Assert.True(error < 0.2, $"{error}"); // a guess of 0 has 1
    }

    [Fact]
    public void A_grid_of_fewer_points_than_modes_is_refused() =>
        Assert.Contains("8 points have 8 modes and not 12", Assert.Throws<ArgumentException>(() => Identity(12).Spectrum(Tensor.Zeros([1, 1, 8]))).Message, StringComparison.Ordinal);
}
