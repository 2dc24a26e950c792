using Kit.Operators.Multigrid;
using Kit.Tensors;

namespace Kit.Tests.Operators.Multigrid;

public sealed class PoissonCyclesTests
{
    [Theory]
    [InlineData(64, PadMode.Circular)]
    [InlineData(63, PadMode.Constant)]
    public void Every_layer_multiplies_the_error_by_the_factor_of_multigrid(int n, PadMode mode)
    {
        var errors = new PoissonCycles(n, 8, mode: mode).Errors(new Rng(1).Normal((1, 1, n, n)));
        // Local Fourier analysis of two grids: the smoother's μ² = (3/5)² for the slowest wave. Exact coarse solutions would give 0.36; a V cycle is a little worse, and a random field at first a little better.
        var last = errors[^1] / errors[^2];
        Assert.InRange(last, 0.3, 0.45);
        Assert.True(errors[^1] < 1e-3, $"{errors[^1]}");
    }

    [Fact]
    public void The_factor_does_not_depend_on_the_grid()
    {
        double Factor(int n) => new PoissonCycles(n, 8).Errors(new Rng(1).Normal((1, 1, n, n))) is var e ? Math.Pow(e[^1] / e[4], 0.25) : 0;
        Assert.InRange(Factor(16) / Factor(64), 0.85, 1.15);
        Assert.Equal(3, PoissonCycles.Picture([16, 32], 4, new Rng(1)).Panels[0].Traces.Count);
    }
}
