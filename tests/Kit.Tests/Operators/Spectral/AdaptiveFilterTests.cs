using Kit.Autodiff;
using Kit.Compute;
using Kit.Learning;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class AdaptiveFilterTests
{
    private static AdaptiveFilter Layer(FilterKind kind, int[] modes) => Model.Initialize(new AdaptiveFilter(4, modes, kind, blocks: 2, expansion: 2, shrinkage: 0.02, dtype: DType.F64), new Rng(1));

    [Fact]
    public void A_mask_is_a_circular_convolution_by_a_kernel_made_from_the_field()
    {
        var (layer, x) = (Layer(FilterKind.Mask, [3, 4]), new Rng(2).Normal([1, 4, 7, 8]));
        var modes = new FourierModes([3, 4]);
        var spectrum = modes.Analyse(x.Reshape(4, 7, 8)).Reshape(1, 4, -1, 2).Permute(2, 3, 0, 1);
        var mask = layer.Filter(spectrum / 56).Permute(2, 3, 0, 1).Reshape(4, 4, 6, 2);
        var (kernel, field, image) = (modes.Synthesise(mask, [7, 8]), x.Reshape(4, 7, 8), layer.Forward(x).Reshape(4, 7, 8));
        for (var i = 0; i < 7; i++)
            for (var j = 0; j < 8; j++)
            {
                // Σ_pq w(p, q) x(i − p, j − q) with the indices round the torus.
                var around = field.Flip(1, 2).Roll(i + 1, 1).Roll(j + 1, 2);
                Assert.True((image[.., i, j] - (kernel * around).Sum([1, 2])).Abs().Max().Item() < 1e-12);
            }
    }

    [Fact]
    public void A_mask_of_ones_keeps_low_modes_as_they_are()
    {
        var layer = Layer(FilterKind.Mask, [3]);
        layer.SecondWeight.Assign(0);
        var x = (Tensor.Arange(0.0, 16) * (Math.PI / 4)).Cos().BroadcastTo(new([1, 4, 16]));
        Assert.True((layer.Forward(x) - x).Abs().Max().Item() < 1e-13);
    }

    [Theory, InlineData(FilterKind.Operator), InlineData(FilterKind.Mask)]
    public void A_function_has_the_same_image_on_every_grid(FilterKind kind)
    {
        static Tensor Field(int n)
        {
            var x = Tensor.Arange(0.0, n) * (2 * Math.PI / n);
            return Tensor.Stack([x.Sin() + 0.4, (2 * x).Cos(), x.Cos() - (2 * x).Sin(), 2 * x.Sin()]).Unsqueeze(0);
        }

        var layer = Layer(kind, [3]);
        Assert.True((layer.Forward(Field(8)) - layer.Forward(Field(24))[.., .., Slice.Step(0, null, 3)]).Abs().Max().Item() < 1e-12);
    }

    [Theory, InlineData(FilterKind.Operator), InlineData(FilterKind.Mask)]
    public void The_derivative_is_that_of_differences(FilterKind kind)
    {
        var (layer, x) = (Layer(kind, [2, 2]), 3 * new Rng(3).Normal([1, 4, 5, 4]));
        var byField = Grad.Check(z => layer.Forward(z).Square().Sum(), x);
        Assert.True(byField.Passed, $"{byField}");
        foreach (var parameter in Model.Parameters(layer))
        {
            var check = Grad.Check(w => Grad.Over([parameter.Value], () => layer.Forward(x).Square().Sum())([w]), parameter.Value);
            Assert.True(check.Passed, $"{parameter.Name}: {check}");
        }
    }

    [Fact]
    public void Small_coefficients_are_shrunk_to_nothing()
    {
        var layer = Model.Initialize(new AdaptiveFilter(4, [3], blocks: 2, shrinkage: 100, dtype: DType.F64), new Rng(1));
        Assert.Equal(0, layer.Forward(new Rng(2).Normal([1, 4, 16])).Abs().Max().Item());
    }

    [Fact]
    public void Blocks_that_do_not_divide_are_refused() => Assert.Throws<ArgumentException>(() => new AdaptiveFilter(6, [3], blocks: 4));
}
