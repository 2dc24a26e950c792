using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Latent;
using Kit.Tensors;

namespace Kit.Tests.Operators.Latent;

/// <summary>The latent spectral model: its parts against direct sums, its size, derivatives and cost.</summary>
public sealed class LsmTests
{
    [Theory]
    [InlineData(64, 19_187_457)]
    [InlineData(32, 4_812_801)]
    public void Numbers_of_weights_are_those_of_the_papers_code(int width, long published)
    {
        // A weight of sin 0 a channel is left out here: on scales of c, 2c, 4c, 8c and 8c channels.
        var model = Lsm.Darcy(width);
        Assert.Equal(published, Model.Parameters(model).Sum(p => p.Value.Size) + 23 * width);
    }

    [Fact]
    public void The_spectrum_is_a_sum_of_sines_and_cosines_of_the_tokens_own_values()
    {
        const int heads = 2, each = 3, basis = 5;
        var spectrum = Model.Initialize(new TokenSpectrum(heads * each, basis, DType.F64), new Rng(1));
        Tensor x = new Rng(2).Normal((heads, 7, 4, each)), y = spectrum.Forward(x);
        for (var h = 0; h < heads; h++)
            for (var i = 0; i < each; i++)
            {
                var (channel, t) = (h * each + i, x[h, 3, 2, i].Item());
                var expected = t + spectrum.Offset[channel].Item();
                for (var k = 1; k < basis; k++)
                    expected += spectrum.Sine[channel, k - 1].Item() * Math.Sin(Math.PI * k * t / basis) + spectrum.Cosine[channel, k - 1].Item() * Math.Cos(Math.PI * k * t / basis);
                Assert.Equal(expected, y[h, 3, 2, i].Item(), 1e-14);
            }
    }

    [Fact]
    public void Attention_is_that_of_single_points_and_its_weights_add_up_to_one()
    {
        const int width = 4, patch = 2, heads = 2, tokens = 3;
        var block = Model.Initialize(new LatentSpectralBlock(width, patch, tokens, 4, heads, DType.F64), new Rng(1));
        var x = new Rng(2).Normal((2, width, 4, 6));
        var (latent, gathered) = block.Encode(x);
        var (values, spread) = block.Decode(x, latent);
        Assert.Equal([heads, 12, tokens, 4], gathered.Shape.ToArray());
        Assert.Equal([heads, 12, 4, tokens], spread.Shape.ToArray());
        Assert.True((gathered.Sum(-1) - 1).Abs().Max().Item() < 1e-14);
        Assert.True((spread.Sum(-1) - 1).Abs().Max().Item() < 1e-14);

        // Second sample, head 1, the patch of rows 2, 3 and columns 4, 5, which is the last of its six.
        double[][] At(Conv map, int first) => [.. from r in new[] { 2, 3 } from c in new[] { 4, 5 } select map.Forward(x)[1, first..(first + 2), r, c].ToDoubles()];
        var (keys, points) = (At(block.KeysAndValues, 2), At(block.KeysAndValues, width + 2));
        var query = block.Queries[1, 2].ToDoubles();
        double[] weights = [.. keys.Select(key => Math.Exp((key[0] * query[0] + key[1] * query[1]) / Math.Sqrt(2)))];
        for (var i = 0; i < 2; i++) Assert.Equal(query[i] + points.Zip(weights, (v, w) => v[i] * w).Sum() / weights.Sum(), latent[1, 11, 2, i].Item(), 1e-13);

        // And back: its lower left point is row 3, column 4.
        var asked = At(block.Query, 2)[2];
        double[][] known = [.. Enumerable.Range(0, tokens).Select(m => latent[1, 11, m].ToDoubles())];
        double[] back = [.. known.Select(t => Math.Exp((t[0] * asked[0] + t[1] * asked[1]) / Math.Sqrt(2)))];
        for (var i = 0; i < 2; i++) Assert.Equal(known.Zip(back, (t, w) => t[i] * w).Sum() / back.Sum(), values[1, 2 + i, 3, 4].Item(), 1e-13);
    }

    [Fact]
    public void Patches_do_not_see_each_other()
    {
        var block = Model.Initialize(new LatentSpectralBlock(4, 3, 2, 4, 2, DType.F64), new Rng(1));
        var x = new Rng(2).Normal((1, 4, 6, 6));
        var changed = x.Copy();
        changed[.., .., ..3, ..3] = new Rng(3).Normal((1, 4, 3, 3));
        var difference = (block.Forward(x) - block.Forward(changed)).Abs();
        Assert.True(difference[.., .., ..3, ..3].Min().Item() > 0);
        Assert.Equal(0, difference[.., .., 3..].Max().Item());
        Assert.Equal(0, difference[.., .., .., 3..].Max().Item());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void The_gradient_by_field_and_weights_is_that_of_differences(int basis)
    {
        var block = Model.Initialize(new LatentSpectralBlock(4, 2, 2, basis, 2, DType.F64), new Rng(1));
        var x = new Rng(2).Normal((2, 4, 4, 2));
        var byField = Grad.Check(z => block.Forward(z).Square().Sum(), x);
        Assert.True(byField.Passed, $"field: {byField}");
        Assert.Equal(basis > 0, block.Spectrum is not null);
        foreach (var parameter in Model.Parameters(block))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => block.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void The_whole_models_gradient_is_that_of_differences()
    {
        var model = Model.Initialize(new Lsm(1, 1, 4, 3, 2, 1, 1, 2, 2, 4, DType.F64), new Rng(1));
        var x = new Rng(2).Normal((2, 1, 3, 5));
        Assert.Equal([2, 1, 3, 5], model.Forward(x).Shape.ToArray());
        Model.SetTraining(model, false);
        // Steps of Grad.Check, 10⁻³, cross kinks of ReLU; these do not, and rounding leaves ε‖f‖/h = 10⁻¹⁰ or so of the difference.
        const double Step = 1e-6;
        double Energy(Tensor z) => model.Forward(z).Square().Sum().Item();
        var gradient = Grad.Of((Tensor z) => model.Forward(z).Square().Sum())(x).Flatten();
        var scale = gradient.Abs().Max().Item();
        for (var i = 0; i < x.Size; i++)
        {
            Tensor above = x.Copy(), below = x.Copy();
            above.Reshape(-1)[i] += Step;
            below.Reshape(-1)[i] -= Step;
            Assert.Equal((Energy(above) - Energy(below)) / (2 * Step), gradient[i].Item(), 1e-6 * scale);
        }
    }

    [Fact]
    public void The_cost_is_proportional_to_the_points()
    {
        var model = Lsm.Small(1, 1, (32, 32));
        Assert.Equal(16 * model.Multiplications((32, 32)), model.Multiplications((128, 128)));
    }

    [Fact]
    public void Bad_grids_and_sizes_are_refused_with_what_fits()
    {
        var model = Model.Initialize(Lsm.Darcy(8), new Rng(1));
        Assert.Contains("[N,1,96k-11,96k-11]", Assert.Throws<ArgumentException>(() => model.Forward(Tensor.Zeros([1, 1, 64, 64], DType.F32))).Message, StringComparison.Ordinal);
        Assert.Equal([1, 1, 50, 85], Model.Initialize(Lsm.Small(1, 1, (50, 85), 4), new Rng(1)).Forward(Tensor.Zeros([1, 1, 50, 85], DType.F32)).Shape.ToArray());
        Assert.Contains("8 heads do not divide 12 channels", Assert.Throws<ArgumentException>(() => new Lsm(1, 1, 12)).Message, StringComparison.Ordinal);
        Assert.Contains("1 basis functions", Assert.Throws<ArgumentException>(() => new Lsm(1, 1, 8, basis: 1)).Message, StringComparison.Ordinal);
    }
}
