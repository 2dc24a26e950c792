using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>u(x) = ±Σₘ Aₘ sin(2π m sₘ (x − x₀)/L + φₘ) over m = 1 … largest, where sₘ counts how often m was drawn among a few: initial values of advection and Burgers.</summary>
/// <remarks>
/// Aₘ is uniform on [0, 1), φₘ on [0, 2π). Modes that were not drawn have sₘ = 0 and add a constant, and one that was drawn twice has twice the wave number: so does the
/// program that made the published data; its paper writes the sum over the drawn modes alone. With probability 1/10 each, the absolute value is taken, and the function is cut to
/// a window of random ends with walls tanh((x − xₗ)/0.01 L). Takamoto et al. (2022), PDEBench, section D.1.
/// </remarks>
public sealed class SineWaves : IRandomField
{
    private readonly int waves, largest;

    /// <summary>The law on a periodic axis.</summary>
    /// <param name="grid">One periodic axis.</param>
    /// <param name="waves">How many modes are drawn.</param>
    /// <param name="largest">The largest m.</param>
    /// <exception cref="ArgumentException">Another kind of grid.</exception>
    public SineWaves(Grid grid, int waves = 2, int largest = 8)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentOutOfRangeException.ThrowIfLessThan(waves, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(largest, 1);
        if (grid.Dimensions != 1 || grid.Axes[0].Kind != AxisKind.Periodic) throw new ArgumentException($"SineWaves: one periodic axis is needed, not {grid}");
        (Grid, this.waves, this.largest) = (grid, waves, largest);
    }

    /// <inheritdoc/>
    public Grid Grid { get; }

    /// <inheritdoc/>
    public Tensor Sample(Rng rng, int count, long first = 0)
    {
        ArgumentNullException.ThrowIfNull(rng);
        using var scope = Tensor.Scope();
        var axis = Grid.Axes[0];
        var x = (axis.Points - axis.From) / axis.Length;
        // [count, numbers]: the draws, amplitudes, phases; sign, two switches, the ends of the window.
        var u = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => rng.Stream(first + i).Uniform(waves + 2 * largest + 5))]);
        Tensor sum = 0.0;
        for (var m = 1; m <= largest; m++)
        {
            var drawn = ((u[.., ..waves] * largest).Floor() + 1).Equal(m).Cast(Compute.DType.F64).Sum(-1, keepDims: true);
            sum += Column(waves + m - 1) * (2 * Math.PI * m * drawn * x + 2 * Math.PI * Column(waves + largest + m - 1)).Sin();
        }

        var next = waves + 2 * largest;
        var (flip, absolute, window, from, to) = (Column(next), Column(next + 1), Column(next + 2), 0.1 + 0.35 * Column(next + 3), 0.55 + 0.35 * Column(next + 4));
        sum = Functions.Where(absolute < 0.1, sum.Abs(), sum) * Functions.Where(flip < 0.5, -1.0, 1.0);
        var mask = 0.5 * (((x - from) / 0.01).Tanh() - ((x - to) / 0.01).Tanh());
        return Functions.Where(window < 0.1, sum * mask, sum).Keep();

        Tensor Column(int k) => u[.., k..(k + 1)];
    }
}
