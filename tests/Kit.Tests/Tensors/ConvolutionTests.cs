using Kit.Compute;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Tests.Tensors;

/// <summary>Convolutions against their definition by plain loops, on both backends.</summary>
public sealed class ConvolutionTests
{
    // A chain of n products below 9 is off by some √n roundings of partial sums of some 3√n, as F32 by twice that.
    private const double Ulps = 6;

    [Fact]
    public void Complex_operands_are_convolved_as_their_definition_says()
    {
        var rng = new Rng(31);
        Tensor Z(Shape shape) => Functions.ComplexOf(rng.Normal(shape), rng.Normal(shape));
        var (x, w, b) = (Z((2, 2, 7)), Z((3, 2, 3)), Z(3));
        foreach (var (input, kernel, bias) in new (Tensor, Tensor, Tensor?)[] { (x, w, b), (x, w.Real(), null), (x.Real(), w, b.Real()), (x.Real(), w.Imag(), b), (x.Cast(DType.C64), w.Cast(DType.C64), null) })
        {
            var found = Functions.Conv(input, kernel, bias, stride: 2);
            Assert.Equal(input.DType == DType.C64 ? DType.C64 : DType.C128, found.DType);
            for (var o = 0; o < 3; o++)
                for (var t = 0; t < 3; t++)
                {
                    var exact = (input[.., .., (2 * t)..(2 * t + 3)] * kernel[o]).Sum([1, 2]) + (bias is null ? 0 : bias[o]);
                    // Six products of numbers near 1, in F32 for C64.
                    Assert.InRange((found[.., o, t] - exact).Abs().Max().Item(), 0, input.DType == DType.C64 ? 5e-6 : 1e-14);
                }

            // ⟨x ∗ w, y⟩ = ⟨x, y ∗ᵀ w⟩ without conjugation.
            var y = Z((2, 3, 3));
            var (left, right) = ((Functions.Conv(input, kernel, stride: 2) * y).Sum(), (input * Functions.ConvTranspose(y, kernel, stride: 2)).Sum());
            Assert.InRange((left - right).Abs().Item(), 0, input.DType == DType.C64 ? 1e-4 : 1e-12);
        }
    }

    [Fact]
    public void Random_convolutions_equal_the_plain_sums()
    {
        var random = new Random(5);
        for (var n = 0; n < 300; n++)
        {
            var c = Case.Draw(random, n);
            var y = c.Of(c.X, c.W, c.Bias);
            Samples.Agree(c.Plain(), y, Ulps, c.Terms);
            if (n % 4 == 0) Samples.Agree(c.Of(c.X.Reference(), c.W.Reference(), c.Bias?.Reference()), y, Ulps, c.Terms);
        }
    }

    [Fact]
    public void Random_transposed_convolutions_are_adjoint()
    {
        var random = new Random(6);
        for (var n = 0; n < 100; n++)
        {
            var c = Case.Draw(random, n) with { Bias = null, Mode = PadMode.Constant };
            var y = c.Of(c.X, c.W, null);
            var g = Samples.View(random, [.. y.Shape], y.DType);
            int[] rest = [.. Enumerable.Range(0, c.Stride.Length).Select(a => (c.X.Shape[2 + a] + c.Before[a] + c.After[a] - c.Dilation[a] * (c.W.Shape[2 + a] - 1) - 1) % c.Stride[a])];
            // What the stride leaves over is at the end of the input.
            var back = ConvTranspose(g, c.W, null, c.Stride, Padding.Sides(c.Before, c.After), rest, c.Dilation, c.Groups);
            Assert.Equal(c.X.Shape, back.Shape);
            var (left, right) = ((y * g).Sum().Item(), (c.X * back).Sum().Item());
            var size = Math.Sqrt((double)y.Size) * (y.DType == DType.F32 ? 1e-5 : 1e-13);
            Assert.Equal(left, right, size * (1 + Math.Abs(left)));
            if (n % 4 == 0) Samples.Agree(ConvTranspose(g.Reference(), c.W.Reference(), null, c.Stride, Padding.Sides(c.Before, c.After), rest, c.Dilation, c.Groups), back, Ulps, c.Terms * (double)c.W.Shape[0]);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var rng = new Rng(3);
        var (x, w, g) = (rng.Normal((2, 7, 50, 45), dtype: DType.F32), rng.Normal((9, 7, 3, 3), dtype: DType.F32), rng.Normal((2, 9, 50, 45), dtype: DType.F32));
        Func<float[]> all = () =>
        {
            var y = Conv(x, w, padding: 1);
            var (_, pullback) = Kit.Autodiff.Grad.Vjp(a => Conv(a[0], a[1], padding: 1), [x, w]);
            return [.. y.ToArray<float>(), .. pullback(g).SelectMany(t => t.ToArray<float>())];
        };
        var before = Threads.Count;
        try
        {
            Threads.Count = 1;
            var one = all();
            Threads.Count = 2;
            Assert.Equal(one, all());
            Threads.Count = 3;
            Assert.Equal(one, all());
        }
        finally
        {
            Threads.Count = before;
        }
    }

    [Fact]
    public void What_does_not_fit_is_named_with_its_numbers()
    {
        var x = Tensor.Zeros((2, 4, 5, 6));
        Says("has 4 channels", "is for 3", () => Conv(x, Tensor.Zeros((8, 3, 3, 3))));
        Says("3 groups", "4 input channels", () => Conv(x, Tensor.Zeros((6, 1, 3, 3)), groups: 3));
        Says("7 elements", "5 + 0 + 0", () => Conv(x, Tensor.Zeros((8, 4, 7, 3))));
        Says("reaches over 9", "padded input has 7", () => Conv(x, Tensor.Zeros((8, 4, 3, 3)), padding: 1, dilation: 4));
        Says("[2,4,5,6]", "1 to 3", () => Conv(x, Tensor.Zeros((8, 4, 3))));
        Says("bias [3]", "8 output", () => Conv(x, Tensor.Zeros((8, 4, 3, 3)), Tensor.Zeros(3)));
        Says("stride", "at least 1", () => Conv(x, Tensor.Zeros((8, 4, 3, 3)), stride: 0));
        Says("3 numbers", "2 spatial", () => Conv(x, Tensor.Zeros((8, 4, 3, 3)), stride: [1, 2, 3]));
        Says("output padding 2", "stride 2", () => ConvTranspose(x, Tensor.Zeros((4, 8, 3, 3)), stride: 2, outputPadding: 2));
        Says("leaves nothing", "9 + 9", () => ConvTranspose(x, Tensor.Zeros((4, 8, 3, 3)), padding: 9));
        Says("Reflect", "too wide", () => Conv(x, Tensor.Zeros((8, 4, 3, 3)), padding: 5, mode: PadMode.Reflect));

        static void Says(string what, string remedy, Func<Tensor> f)
        {
            var message = Assert.Throws<ArgumentException>(f).Message;
            Assert.Contains(what, message);
            Assert.Contains(remedy, message);
        }
    }

    [Fact]
    public void Nothing_gives_nothing()
    {
        var (x, w) = (Tensor.Zeros((0, 2, 5)), Tensor.Ones((3, 2, 2)));
        Assert.Equal([0, 3, 4], Conv(x, w).Shape);
        Assert.Equal(new double[12], Kit.Autodiff.Grad.Of(a => Conv(x, a).Sum())(w).ToDoubles());
        Assert.Equal([1, 1, 2, 2], Conv(Tensor.Zeros((1, 0, 2)), Tensor.Zeros((2, 0, 1)), Tensor.Of([1.0, 2])).ToDoubles());
    }

    [Fact]
    public void Same_padding_keeps_the_size_or_its_share()
    {
        foreach (var (extent, kernel, stride, dilation) in new[] { (7, 3, 1, 1), (8, 4, 1, 1), (9, 3, 2, 2), (10, 5, 3, 1), (6, 1, 4, 1) })
            Assert.Equal((extent + stride - 1) / stride, Conv(Tensor.Ones((1, 1, extent)), Tensor.Ones((1, 1, kernel)), null, stride, Padding.Same, dilation: dilation).Shape[2]);
    }

    private sealed record Case(Tensor X, Tensor W, Tensor? Bias, int[] Stride, int[] Before, int[] After, PadMode Mode, int[] Dilation, int Groups)
    {
        /// <summary>Products in a sum.</summary>
        public double Terms => 3.0 * W.Size / W.Shape[0];

        public static Case Draw(Random random, int n)
        {
            var axes = random.Next(1, 4);
            var type = random.Next(2) == 0 ? DType.F32 : DType.F64;
            int[] Each(Func<int> draw) => [.. Enumerable.Range(0, axes).Select(_ => draw())];
            var groups = random.Next(3) == 0 ? random.Next(2, 4) : 1;
            var (samples, channels, outputs) = (random.Next(1, 4), random.Next(1, 5), random.Next(1, axes == 3 ? 5 : 20));
            var (stride, dilation, kernel) = (Each(() => random.Next(5) < 3 ? 1 : random.Next(2, 4)), Each(() => random.Next(3) == 0 ? 2 : 1), Each(() => random.Next(1, 5)));
            if (n % 10 == 0) kernel = Each(() => 7);
            var (extent, before, after) = (new int[axes], new int[axes], new int[axes]);
            for (var a = 0; a < axes; a++)
            {
                var reach = dilation[a] * (kernel[a] - 1) + 1;
                extent[a] = random.Next(Math.Max(4, reach - 3), axes == 3 ? reach + 5 : reach + (a == axes - 1 && n % 3 == 0 ? 70 : 12));
                (before[a], after[a]) = (random.Next(2) * random.Next(0, 4), random.Next(2) * random.Next(0, 4));
                after[a] += Math.Max(0, reach - extent[a] - before[a] - after[a]);
            }

            var mode = (PadMode)random.Next(4);
            if (mode == PadMode.Circular && random.Next(2) == 0)
            {
                // The size stays: the torus is read in place of padded copies.
                Array.Fill(stride, 1);
                for (var a = 0; a < axes; a++) (before[a], after[a]) = (dilation[a] * (kernel[a] - 1) / 2, dilation[a] * (kernel[a] - 1) - dilation[a] * (kernel[a] - 1) / 2);
            }

            if (mode != PadMode.Constant)
                for (var a = 0; a < axes; a++) extent[a] = Math.Max(extent[a], Math.Max(before[a], after[a]) + 1);
            var x = Samples.View(random, [samples, channels * groups, .. extent], type);
            var w = Samples.View(random, [outputs * groups, channels, .. kernel], type);
            return new(n % 2 == 0 ? x.Copy() : x, w, random.Next(2) == 0 ? Samples.View(random, [outputs * groups], type) : null, stride, before, after, mode, dilation, groups);
        }

        public Tensor Of(Tensor x, Tensor w, Tensor? bias) => Conv(x, w, bias, Stride, Padding.Sides(Before, After), Mode, Dilation, Groups);

        public Tensor Plain()
        {
            var (x, w, axes) = (X.ToDoubles(), W.ToDoubles(), Stride.Length);
            int[] xs = [.. X.Shape], ws = [.. W.Shape];
            int[] dims = [xs[0], ws[0], .. Enumerable.Range(0, axes).Select(a => (xs[2 + a] + Before[a] + After[a] - Dilation[a] * (ws[2 + a] - 1) - 1) / Stride[a] + 1)];
            var y = new double[dims.Aggregate(1, (a, b) => a * b)];
            for (var i = 0; i < y.Length; i++)
            {
                var at = Unravel(i, dims);
                y[i] = Bias is null ? 0 : Bias[at[1]].Item();
                var first = at[1] / (ws[0] / Groups) * ws[1];
                for (var j = 0; j < w.Length / ws[0]; j++)
                {
                    var tap = Unravel(j, ws[1..]);
                    int[] from = [at[0], first + tap[0], .. Enumerable.Range(0, axes).Select(a => Inside(at[2 + a] * Stride[a] + tap[1 + a] * Dilation[a] - Before[a], xs[2 + a]))];
                    if (!from.Contains(-1)) y[i] += w[at[1] * (w.Length / ws[0]) + j] * x[from.Zip(xs).Aggregate(0, (sum, p) => sum * p.Second + p.First)];
                }
            }

            return Tensor.Of(y).Reshape(dims).Cast(X.DType);
        }

        private int Inside(int i, int n) => Mode switch
        {
            PadMode.Circular => (i % n + n) % n,
            PadMode.Edge => Math.Clamp(i, 0, n - 1),
            PadMode.Reflect => i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i,
            _ => i >= 0 && i < n ? i : -1,
        };

        private static int[] Unravel(int i, int[] dims)
        {
            var at = new int[dims.Length];
            for (var k = dims.Length - 1; k >= 0; k--) (i, at[k]) = Math.DivRem(i, dims[k]);
            return at;
        }
    }
}
