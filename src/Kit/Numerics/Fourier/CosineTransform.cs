using System.Numerics;
using Kit.Compute;
using Kit.Compute.Cpu.Fft;
using Kit.Tensors;

namespace Kit.Numerics;

/// <summary>Cosine transforms along the last axis by complex transforms of half the length (for odd n, type 4, by one of twice the length).</summary>
/// <remarks>Types 2 and 3: Makhoul, "A fast cosine transform in one and two dimensions", 1980.</remarks>
internal static class CosineTransform
{
    private static readonly PlanCache<Complex[]> Quarters = new(n => Phases(n, k => (k, 4L * n)));
    private static readonly PlanCache<Complex[]> Eighths = new(n => Phases(n / 2, k => (8 * k + 1, 16L * n)));
    private static readonly PlanCache<Complex[]> OddEighths = new(n => Phases(n, k => (2 * k + 1, 8L * n)));

    /// <summary>A new tensor with the transform that <see cref="Fourier.Dct"/> defines, but for its factor.</summary>
    /// <param name="x">Real.</param>
    /// <param name="type">1 to 4.</param>
    /// <param name="ortho">Weighs the ends so that the matrix is orthogonal but for a factor.</param>
    public static Tensor Run(Tensor x, int type, bool ortho)
    {
        if (ortho && type is 1 or 3) x = Weigh(x.Copy(), Math.Sqrt(2), type == 1);
        var y = type switch
        {
            1 => One(x),
            2 => Two(x),
            3 => Three(x),
            _ => x.Shape[-1] % 2 == 0 ? FourEven(x) : FourOdd(x),
        };
        return ortho && type is 1 or 2 ? Weigh(y, Math.Sqrt(0.5), type == 1) : y;
    }

    private static Tensor Weigh(Tensor x, double weight, bool both)
    {
        x[Slice.Ellipsis, 0].MultiplyInPlace(weight);
        if (both) x[Slice.Ellipsis, ^1].MultiplyInPlace(weight);
        return x;
    }

    /// <summary>The transform of x₀ … x_{n−1} … x₁, of length 2n − 2, is real.</summary>
    private static Tensor One(Tensor x) => Fourier.Rfft(Tensor.Concat([x, x[Slice.Ellipsis, 1..^1].Flip(-1)], -1)).Real().Contiguous();

    /// <summary>With V the transform of x₀ x₂ x₄ … x₅ x₃ x₁: yₖ − i y_{n−k} = 2 e^(−iπk/2n) Vₖ.</summary>
    private static Tensor Two(Tensor x)
    {
        var n = x.Shape[-1];
        var v = Tensor.Concat([Every(x, 0), Every(x, 1).Flip(-1)], -1);
        var z = Fourier.Rfft(v) * Table(Quarters, n, x)[..(n / 2 + 1)];
        return Tensor.Concat([z.Real() * 2, z.Imag()[Slice.Ellipsis, 1..((n + 1) / 2)].Flip(-1) * -2], -1);
    }

    /// <summary>The steps of type 2 backwards: 2Vₖ = e^(iπk/2n) (xₖ − i x_{n−k}), x_n = 0.</summary>
    private static Tensor Three(Tensor x)
    {
        var n = x.Shape[-1];
        var half = n / 2 + 1;
        var low = x[Slice.Ellipsis, ..half];
        var high = Tensor.Concat([Tensor.ZerosLike(x[Slice.Ellipsis, ..1]), x[Slice.Ellipsis, (n + 1 - half)..].Flip(-1)], -1);
        var v = Fourier.Irfft(Functions.ComplexOf(low, -high) * Table(Quarters, n, x)[..half].Conj(), n, norm: FourierNorm.Forward);
        var y = Tensor.ZerosLike(v);
        Every(y, 0).Assign(v[Slice.Ellipsis, ..((n + 1) / 2)]);
        if (n > 1) Every(y, 1).Assign(v[Slice.Ellipsis, ((n + 1) / 2)..].Flip(-1));
        return y;
    }

    /// <summary>With zⱼ = x_{2j} + i x_{n−1−2j} and φ = π(4j+1)(4k+1)/4n: y_{2k} − i y_{n−1−2k} = 2Σⱼ zⱼ e^(−iφ), a transform of n/2 points between two turns.</summary>
    private static Tensor FourEven(Tensor x)
    {
        var turn = Table(Eighths, x.Shape[-1], x);
        var z = Fourier.Fft(Functions.ComplexOf(Every(x, 0), Every(x.Flip(-1), 0)) * turn) * turn * 2;
        var y = Tensor.ZerosLike(x);
        Every(y, 0).Assign(z.Real());
        Every(y.Flip(-1), 0).Assign(-z.Imag());
        return y;
    }

    /// <summary>π(2j+1)(2k+1)/4n = 2π jk/2n + πj/2n + π(2k+1)/4n: a transform of x and n zeros between two turns.</summary>
    private static Tensor FourOdd(Tensor x)
    {
        var n = x.Shape[-1];
        var z = x * Table(Quarters, n, x);
        var results = Fourier.Fft(Tensor.Concat([z, Tensor.ZerosLike(z)], -1))[Slice.Ellipsis, ..n];
        return (results * Table(OddEighths, n, x)).Real() * 2;
    }

    /// <summary>Every second number from the first or the second on.</summary>
    private static Tensor Every(Tensor x, int first) => x[Slice.Ellipsis, Slice.Step(first, null, 2)];

    private static Tensor Table(PlanCache<Complex[]> tables, int n, Tensor x) => Tensor.Of(tables.Of(n), DTypes.Promote(x.DType, DType.C64)).To(x.Device);

    private static Complex[] Phases(int count, Func<long, (long Numerator, long Turn)> of)
    {
        var phases = new Complex[count];
        for (var k = 0L; k < count; k++)
        {
            var (numerator, turn) = of(k);
            phases[k] = Roots.Of(numerator, turn);
        }

        return phases;
    }
}
