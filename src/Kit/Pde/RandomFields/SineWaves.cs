using Kit.Tensors;

namespace Kit.Pde.RandomFields;

/// <summary>u(x) = ±Σᵢ Aᵢ sin(2π nᵢ (x − x₀)/L + φᵢ) with nᵢ uniform on 1 … largest, Aᵢ on [0, 1), φᵢ on [0, 2π): initial values of advection and Burgers.</summary>
/// <remarks>
/// With probability 1/10 each, its absolute value is taken, and it is cut to a window of random ends with walls tanh((x − xₗ)/0.01 L).
/// Takamoto et al. (2022), PDEBench, appendix on the one-dimensional advection and Burgers equations.
/// </remarks>
public sealed class SineWaves : IRandomField
{
    private readonly int waves, largest;

    /// <summary>The law on a periodic axis.</summary>
    /// <param name="grid">One periodic axis.</param>
    /// <param name="waves">How many sines are added.</param>
    /// <param name="largest">The largest n.</param>
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
        // [count, numbers]: amplitude, n and phase of each wave; sign, two switches, the ends of the window.
        var u = Tensor.Stack([.. Enumerable.Range(0, count).Select(i => rng.Stream(first + i).Uniform(3 * waves + 5))]);
        Tensor sum = 0.0;
        for (var wave = 0; wave < waves; wave++)
            sum += Column(3 * wave) * (2 * Math.PI * ((Column(3 * wave + 1) * largest).Floor() + 1) * x + 2 * Math.PI * Column(3 * wave + 2)).Sin();
        var (flip, absolute, window, from, to) = (Column(3 * waves), Column(3 * waves + 1), Column(3 * waves + 2), 0.1 + 0.35 * Column(3 * waves + 3), 0.55 + 0.35 * Column(3 * waves + 4));
        sum = Functions.Where(absolute < 0.1, sum.Abs(), sum) * Functions.Where(flip < 0.5, -1.0, 1.0);
        var mask = 0.5 * (((x - from) / 0.01).Tanh() - ((x - to) / 0.01).Tanh());
        return Functions.Where(window < 0.1, sum * mask, sum).Keep();

        Tensor Column(int k) => u[.., k..(k + 1)];
    }
}
