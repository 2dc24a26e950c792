using System.Numerics;
using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;
using Kit.Tests.Tensors;

namespace Kit.Tests.Numerics;

public sealed class CosineTests
{
    private static readonly int[] Lengths = [1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 31, 40, 67, 100];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Transforms_equal_their_defining_sums_and_are_inverted(int type)
    {
        foreach (var n in Lengths)
            foreach (var sine in new[] { false, true })
            {
                if (type == 1 && !sine && n == 1) continue;
                var x = Samples.Values(new(n), [3, n], DType.F64, -1, 1);
                var y = sine ? Fourier.Dst(x, type) : Fourier.Dct(x, type);
                var sums = x.MatMul(Matrix(type, n, sine).T);
                // Sums of n terms below 2, and a transform of at most 2n + 2 points.
                Samples.Agree(sums, y, 30 + 10 * Math.Log2(n + 1), floor: 2 * Math.Sqrt(n));
                foreach (var norm in Enum.GetValues<FourierNorm>())
                {
                    var back = sine ? Fourier.Idst(Fourier.Dst(x, type, -1, norm), type, -1, norm) : Fourier.Idct(Fourier.Dct(x, type, -1, norm), type, -1, norm);
                    Samples.Agree(x, back, 60, floor: 1);
                }

                // An orthogonal matrix keeps the norm.
                var ortho = sine ? Fourier.Dst(x, type, norm: FourierNorm.Ortho) : Fourier.Dct(x, type, norm: FourierNorm.Ortho);
                Assert.Equal(1, ortho.Square().Sum().Item() / x.Square().Sum().Item(), 1e-13);
            }
    }

    [Fact]
    public void Axes_views_and_single_precision_work()
    {
        var x = Samples.View(new(3), [4, 10, 6], DType.F32);
        for (var type = 1; type <= 4; type++)
            foreach (var axis in new[] { 0, 1, 2, -2 })
            {
                var expected = Fourier.Dct(x.Cast(DType.F64).MoveAxis(axis, -1).Copy(), type).MoveAxis(-1, axis);
                Samples.Agree(expected.Cast(DType.F32), Fourier.Dct(x, type, axis), 30, floor: 10);
                Samples.Agree(Fourier.Dst(x.Reference(), type, axis).To(Device.Cpu), Fourier.Dst(x, type, axis), 60, floor: 10);
            }
    }

    [Fact]
    public void The_input_is_left_alone()
    {
        foreach (var norm in Enum.GetValues<FourierNorm>())
            for (var type = 1; type <= 4; type++)
            {
                var x = Tensor.Arange(0.0, 6.0);
                Fourier.Dct(x, type, norm: norm);
                Fourier.Idst(x, type, norm: norm);
                Assert.Equal([0, 1, 2, 3, 4, 5], x.ToDoubles());
            }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var x = Tensor.Ones((2, 1));
        Assert.Contains("type 5; there are types 1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => Fourier.Dct(x, 5)).Message);
        Assert.Contains("type 1 needs two end points, axis 1 of shape [2,1] has 1", Assert.Throws<ArgumentException>(() => Fourier.Dct(x, 1)).Message);
        Assert.Contains("Dst: of real numbers only", Assert.Throws<ArgumentException>(() => Fourier.Dst(Tensor.Full(3, Complex.One))).Message);
        Assert.Contains("is empty", Assert.Throws<ArgumentException>(() => Fourier.Idct(Tensor.Zeros((2, 0)))).Message);
        Assert.Equal(DType.F64, Fourier.Dct(Tensor.Arange(4)).DType);
    }

    private static Tensor Matrix(int type, int n, bool sine)
    {
        var m = new double[n, n];
        for (var k = 0; k < n; k++)
            for (var j = 0; j < n; j++)
            {
                // The angle in units of π is a ratio of integers.
                long numerator = type switch
                {
                    1 => sine ? (j + 1) * (k + 1) : j * k,
                    2 => sine ? (k + 1) * (2 * j + 1) : k * (2 * j + 1),
                    3 => sine ? (j + 1) * (2 * k + 1) : j * (2 * k + 1),
                    _ => (2 * j + 1) * (2 * k + 1),
                };
                long denominator = type switch { 1 => sine ? n + 1 : n - 1, 4 => 4 * n, _ => 2 * n };
                var cos = (double)ExactDft.Cos(sine ? 2 * numerator + 3 * denominator : numerator, sine ? 4 * denominator : 2 * denominator);
                var single = (type, sine) switch { (1, false) => j == 0 || j == n - 1, (3, false) => j == 0, (3, true) => j == n - 1, _ => false };
                m[k, j] = (single ? 1 : 2) * cos;
            }

        return Tensor.Of(m);
    }
}
