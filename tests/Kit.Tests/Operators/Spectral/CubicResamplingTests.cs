using Kit.Operators.Spectral;
using Kit.Tensors;

namespace Kit.Tests.Operators.Spectral;

public sealed class CubicResamplingTests
{
    [Fact]
    public void Parabolas_are_exact_away_from_the_ends_and_constants_everywhere()
    {
        static Tensor Field(int n)
        {
            var x = Tensor.Linspace(0, 1, n);
            return (3 * x * x - x + 2).Reshape(1, 1, n);
        }

        // From 9 to 33 points every interval but the outer two has four neighbours.
        var difference = (CubicResampling.Onto(Field(9), [33]) - Field(33)).Abs().Flatten();
        Assert.True(difference[4..29].Max().Item() < 1e-14);
        foreach (var n in (int[])[3, 5, 20]) Assert.True((CubicResampling.Onto(Tensor.Ones([1, 1, 9, 9]), [n, n]) - 1).Abs().Max().Item() < 1e-14);
    }

    [Fact]
    public void A_wave_that_the_coarse_grid_does_not_carry_is_averaged_away()
    {
        // 25 points a wave apart: on 13 points the samples alone would be all ones.
        var wave = (Tensor.Arange(0.0, 25) * Math.PI).Cos().Reshape(1, 1, 25);
        Assert.True(CubicResampling.Onto(wave, [13]).Abs().Flatten()[2..^2].Max().Item() < 0.1);
    }
}
