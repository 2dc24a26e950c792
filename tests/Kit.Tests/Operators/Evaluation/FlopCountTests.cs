using Kit.Compute;
using Kit.Learning;
using Kit.Numerics;
using Kit.Operators.Evaluation;
using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Evaluation;

/// <summary>Counts against formulas derived by hand.</summary>
public sealed class FlopCountTests
{
    private static FlopCount Count(Layer model, params int[] sample) => FlopCount.Of(model, Tensor.Ones(sample, DType.F32));

    [Fact]
    public void Linear_layers_are_two_a_weight_and_one_a_bias()
    {
        var count = Count(new Linear(7, 5), 3, 7);
        Assert.Equal((2.0 * 3 * 7 * 5, 3.0 * 5, 0.0), (count.Products, count.Pointwise, count.Convolutions));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Convolutions_count_every_product_of_the_window(int stride, int groups)
    {
        var side = stride == 1 ? 8 : 4;
        Assert.Equal(side * side * 6 * (2.0 * 9 * 4 / groups + 1), Count(new Conv(2, 4, 6, 3, stride, 1, groups: groups), 1, 4, 8, 8).Total);
    }

    [Fact]
    public void Transposed_convolutions_count_every_product_of_what_comes_in() =>
        Assert.Equal(2.0 * 8 * 8 * 4 * 6 * 4 + 16 * 16 * 6, Count(new ConvTranspose(2, 4, 6, 2, 2), 1, 4, 8, 8).Convolutions);

    [Fact]
    public void A_fourier_operator_is_the_sum_of_its_parts()
    {
        const int n = 16, w = 6, m = 3, head = 8, layers = 2;
        var count = Count(new Fno(1, 1, [m, m], w, layers, head: head), 1, 1, n, n);
        Assert.Equal(n * n * ((2.0 * 3 + 1) * w + layers * (2.0 * w + 1) * w + (2.0 * w + 1) * head + (2.0 * head + 1)), count.Convolutions);
        // Real lines to 2m numbers, then the pairs of the other axis to 2m frequencies of two numbers; back the same. Between, complex w × w for each of 2m · m modes.
        var transform = 2.0 * w * n * n * 2 * m + 2.0 * w * m * (2 * n) * (2 * 2 * m);
        Assert.Equal(layers * (2 * transform + 2.0 * (2 * m * m) * 2 * w * 2 * w), count.Products);
        // Per layer the two sums of products of parts; a sum and GELU between layers, a sum at the end, GELU in the head.
        Assert.Equal(layers * 2.0 * (2 * m * m) * w + n * n * (2.0 * w + w + head), count.Pointwise);
        Assert.Empty(count.Uncounted);
    }

    [Fact]
    public void Fast_transforms_are_five_n_log_n_and_half_of_it_for_real_lines()
    {
        Assert.Equal(5.0 * 64 * 6, Count(new Lambda(x => Fourier.Fft(Functions.ComplexOf(x, x))), 64).Transforms);
        Assert.Equal(3 * 2.5 * 64 * 6, Count(new Lambda(x => Fourier.Rfft(x)), 3, 64).Transforms);
    }

    [Fact]
    public void What_has_no_formula_is_named() =>
        Assert.NotEmpty(FlopCount.Of(new Lambda(x => LinearAlgebra.Cholesky(x)), Tensor.Eye(3)).Uncounted);
}
