using Kit.Parameters;
using Kit.Pde.Equations;
using Kit.Plotting;
using Kit.Tensors;
using static Kit.Tensors.Functions;

namespace Kit.Pde.DataSets;

/// <summary>Trajectories of spatio-temporal chaos on a circle.</summary>
public sealed record KuramotoSivashinskyData : DataSet
{
    /// <summary>Circumference L; chaos from about 20 on.</summary>
    [Bounds(1, 10000)]
    public double Length { get; init; } = 64;

    /// <summary>Points of the circle.</summary>
    [Bounds(16, 16384)]
    public int Points { get; init; } = 256;

    /// <summary>Time step.</summary>
    [Bounds(1e-4, 0.5)]
    public double Step { get; init; } = 0.1;

    /// <summary>Steps between frames.</summary>
    [Bounds(1, 10000)]
    public int Every { get; init; } = 5;

    /// <summary>Frames that are saved.</summary>
    [Bounds(1, 100000)]
    public int Frames { get; init; } = 200;

    /// <summary>Time before the first frame, to reach the attractor.</summary>
    [Bounds(0, 100000)]
    public double Start { get; init; } = 100;

    /// <inheritdoc/>
    public override string Title => "Kuramoto–Sivashinsky equation";

    /// <inheritdoc/>
    public override string Equation => "∂u/∂t + ∂(u²/2)/∂x + ∂²u/∂x² + ∂⁴u/∂x⁴ = 0 on the circle [0, L); at t = −Start, u = Σ A sin(2πkx/L + φ) over k = 1 … 8 with A ~ U(−½, ½), φ ~ U(0, 2π).";

    /// <inheritdoc/>
    public override string Method => "Fourier modes with the 2/3 rule, spectral order; ETDRK4, fourth order in Δt = Step.";

    /// <inheritdoc/>
    public override string Source => "Kassam, Trefethen (2005), Fourth-order time-stepping for stiff PDEs, section 4, for equation and method; sums of sines as in Brandstetter, Worrall, Welling (2022).";

    /// <inheritdoc/>
    public override int Published => 1000;

    /// <inheritdoc/>
    public override int Chunk => 32;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Samples(Rng rng, long first, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var grid = Grid.Periodic(Points, Length);
        var equation = new KuramotoSivashinsky(grid);
        var stepper = equation.Stepper();
        var x = grid.Coordinate(0) * (2 * Math.PI / Length);
        var start = Tensor.Stack([.. Enumerable.Range(0, count).Select(i =>
        {
            var u = rng.Stream(first + i).Uniform([8, 2]);
            var k = Tensor.Arange(1.0, 9)[.., Slice.NewAxis];
            return ((u[.., ..1] - 0.5) * Sin(k * x + 2 * Math.PI * u[.., 1..])).Sum(0);
        })]);
        var modes = stepper.Run(0, equation.Modes(start), Step, (int)Math.Round(Start / Step));
        List<Tensor> frames = [equation.Space.Inverse(modes)];
        for (var frame = 1; frame < Frames; frame++)
        {
            modes = stepper.Run(0, modes, Step, Every);
            frames.Add(equation.Space.Inverse(modes));
        }

        return new Dictionary<string, Tensor> { ["u"] = Tensor.Stack([.. frames], 1) };
    }

    /// <inheritdoc/>
    public override Figure Picture(IReadOnlyDictionary<string, Tensor> samples) => Pictures.SpaceTime(Title, samples["u"], "u", Axis.Periodic(Points, 0, Length), Step * Every * (Frames - 1));
}
