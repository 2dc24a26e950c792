using Kit.Compute;
using Kit.Learning;
using Kit.Tensors;

namespace Kit.Tests.Learning;

public sealed class InitTests
{
    private static readonly Shape Kernel = (64, 32, 3, 3);

    // From 18,432 numbers a variance is known within 1 % (1σ) for normal, less for uniform ones.
    public static TheoryData<string, Initializer, double> Laws => new()
    {
        { "Xavier uniform", Init.XavierUniform(), 2.0 / (9 * 96) },
        { "Xavier normal", Init.XavierNormal(2), 4 * 2.0 / (9 * 96) },
        { "Kaiming uniform", Init.KaimingUniform(), 2.0 / (9 * 32) },
        { "Kaiming normal", Init.KaimingNormal(fanOut: true), 2.0 / (9 * 64) },
        { "fan in", Init.FanInUniform, 1.0 / (3 * 9 * 32) },
        { "Siren", Init.Siren(5), 6.0 / (9 * 32) / 25 / 3 },
        { "first Siren", Init.Siren(5, first: true), 1.0 / (9 * 32) / (9 * 32) / 3 },
        // The variance of a normal cut at ±2σ: 1 − 4φ(2)/(2Φ(2) − 1).
        { "truncated", Init.TruncatedNormal(0.5), 0.25 * 0.773741 },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void Variances_are_right(string name, Initializer law, double variance)
    {
        foreach (var dtype in new[] { DType.F32, DType.F64, DType.C64 })
        {
            var w = law(Kernel, new Rng(3).Stream(name), dtype);
            Assert.Equal(dtype, w.DType);
            Assert.Equal(1, w.Abs().Cast(DType.F64).Square().Mean().Item() / variance, 0.05);
            Assert.Equal(0, w.Mean().Abs().Item() / Math.Sqrt(variance), 0.04);
        }

        Assert.Equal(law(Kernel, new Rng(3), DType.F32).ToDoubles(), law(Kernel, new Rng(3), DType.F32).ToDoubles());
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(8, 5)]
    public void Orthogonal_weights_are_orthonormal(int rows, int columns)
    {
        var w = Init.Orthogonal()((rows, columns), new Rng(1), DType.F32);
        var gram = rows < columns ? w.MatMul(w.T) : w.T.MatMul(w);
        Assert.True((gram - Tensor.Eye(5, DType.F32)).Abs().Max().Item() < 1e-6);
        Assert.Throws<ArgumentException>(() => Init.Orthogonal()(5, new Rng(1), DType.F32));
        Assert.Contains("no fan", Assert.Throws<ArgumentException>(() => Init.XavierNormal()(5, new Rng(1), DType.F32)).Message);
    }
}
