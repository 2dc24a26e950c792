using System.Numerics;
using Kit.Compute;
using Kit.Tensors;

namespace Kit.Tests.Tensors;

public sealed class CreationTests
{
    [Fact]
    public void Of_arrays_of_every_type_gives_them_back()
    {
        Assert.Equal([1.5, -2, 3], Tensor.Of([1.5, -2, 3]).ToDoubles());
        Assert.Equal([1f, 2f], Tensor.Of([1f, 2f]).ToArray<float>());
        Assert.Equal([1, 2], Tensor.Of([1, 2]).ToArray<int>());
        Assert.Equal([true, false], Tensor.Of([true, false]).ToArray<bool>());
        Assert.Equal([new Complex(1, 2)], Tensor.Of([new Complex(1, 2)]).ToArray<Complex>());
        Assert.Equal([new Complex(0.5, 2)], Tensor.Of([new Complex(0.5, 2)], DType.C64).ToArray<Complex>());
        var matrix = Tensor.Of(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal((2, 3), matrix.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], matrix.ToDoubles());
        Assert.Equal((1, 2, 2), Tensor.Of(new double[,,] { { { 1, 2 }, { 3, 4 } } }).Shape);
        Assert.Equal(2.5, Tensor.Of(2.5).Item());
        Assert.Equal(0, Tensor.Zeros((3, 0)).Size);
    }

    [Theory]
    [InlineData(DType.Bool, DType.F64, new double[] { 0, 1, 1 })]
    [InlineData(DType.I32, DType.F32, new double[] { 0, -2, 3 })]
    [InlineData(DType.F64, DType.I32, new double[] { 0, -2, 3 })]
    [InlineData(DType.F32, DType.C64, new double[] { 0, -2.5, 3.75 })]
    public void Cast_keeps_what_the_type_can_hold(DType from, DType to, double[] expected)
    {
        var x = Tensor.Of([0, -2.5, 3.75]).Cast(from).Cast(to);
        Assert.Equal(to, x.DType);
        Assert.Equal(expected, Array.ConvertAll(x.ToArray<Complex>(), z => z.Real));
    }

    [Fact]
    public void Cast_of_complex_to_Bool_sees_both_parts() =>
        Assert.Equal([true, false, true], Tensor.Of([Complex.ImaginaryOne, 0, 1]).ToArray<bool>());

    [Fact]
    public void A_tensor_larger_than_the_machine_is_refused_at_once() =>
        Assert.Contains("does not fit this machine", Assert.Throws<OutOfMemoryException>(() => Tensor.Zeros((1 << 23, 1 << 23))).Message);

    [Fact]
    public void Cast_of_complex_to_real_says_what_to_do() =>
        Assert.Contains("use Real()", Assert.Throws<ArgumentException>(() => Tensor.Of([Complex.ImaginaryOne]).ToDoubles()).Message);

    [Fact]
    public void Ranges_have_the_right_count_and_ends()
    {
        Assert.Equal([0, 1, 2], Tensor.Arange(3).ToArray<int>());
        Assert.Equal([5, 3, 1], Tensor.Arange(5, 0, -2).ToArray<int>());
        Assert.Equal([0, 0.25, 0.5, 0.75], Tensor.Arange(0, 1, 0.25).ToDoubles());
        Assert.Equal([0, 0.5, 1], Tensor.Linspace(0, 1, 3).ToDoubles());
        Assert.Equal([0, 0.25, 0.5, 0.75], Tensor.Linspace(0, 1, 4, endpoint: false).ToDoubles());
        Assert.Equal(0.7, Tensor.Linspace(0.1, 0.7, 11)[^1].Item());
        Assert.Equal([1, 10, 100], Tensor.Logspace(0, 2, 3).ToDoubles());
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], Tensor.Eye(3).ToDoubles());
        Assert.Throws<ArgumentException>(() => Tensor.Arange(0, 1, 0.0));
    }
}
