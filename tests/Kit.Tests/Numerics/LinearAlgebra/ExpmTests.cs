using Kit.Compute;
using Kit.Numerics;
using Kit.Tensors;

namespace Kit.Tests.Numerics;

public sealed class ExpmTests
{
    // Norms below, between and above the radii of all five approximants.
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.9)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(30)]
    public void A_generator_of_rotations_gives_the_rotation(double angle)
    {
        var found = LinearAlgebra.Expm(Tensor.Of(new[,] { { 0, -angle }, { angle, 0 } })).ToDoubles();
        double[] exact = [Math.Cos(angle), -Math.Sin(angle), Math.Sin(angle), Math.Cos(angle)];
        // The condition of the problem is ‖A‖; squarings double the error.
        for (var k = 0; k < 4; k++) Assert.Equal(exact[k], found[k], 10 * Math.Max(1, angle) * 2.3e-16);
    }

    [Fact]
    public void A_nilpotent_matrix_gives_its_short_series()
    {
        var n = Tensor.Of(new double[,] { { 0, 2, 5 }, { 0, 0, 3 }, { 0, 0, 0 } });
        var exact = Tensor.Eye(3) + n + n.MatMul(n) / 2;
        Assert.InRange((LinearAlgebra.Expm(n) - exact).Abs().Max().Item(), 0, 1e-14);
        Assert.Equal(Tensor.Eye(3).ToDoubles(), LinearAlgebra.Expm(Tensor.Zeros((3, 3))).ToDoubles());
    }

    [Theory]
    [InlineData(DType.F64)]
    [InlineData(DType.F32)]
    public void A_symmetric_matrix_gives_the_exponentials_of_its_eigenvalues(DType type)
    {
        var q = LinearAlgebra.Qr(Matrices.Normal(1, (20, 20))).Q;
        var values = Tensor.Linspace(-3, 2, 20);
        var batch = Tensor.Stack([(q * values).MatMul(q.T), Tensor.Zeros((20, 20))]).Cast(type);
        var found = LinearAlgebra.Expm(batch);
        Assert.Equal(type, found.DType);
        Assert.InRange(Matrices.Units(found[0], (q * values.Exp()).MatMul(q.T), Math.Exp(2), type), 0, 4);
        Assert.Equal(Tensor.Eye(20).ToDoubles(), found[1].ToDoubles());
    }

    [Fact]
    public void An_exponential_that_overflows_is_refused() =>
        Assert.Contains("too large for F64", Assert.Throws<ArithmeticException>(() => LinearAlgebra.Expm(Tensor.Eye(2) * 1e4)).Message);
}
