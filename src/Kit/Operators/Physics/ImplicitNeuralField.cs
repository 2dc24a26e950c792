using Kit.Learning;
using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>A field in space that is a network, u(x) = N(x; θ), moved in time by an optimisation a step: θₙ₊₁ minimises what the step leaves over, from θₙ on.</summary>
/// <remarks>Chen, Wu, Grinspun, Zheng, Chen, "Implicit neural spatial representations for time-dependent PDEs", ICML 2023. There Adam takes thousands of steps; Levenberg and Marquardt's method needs a few.</remarks>
/// <example><code>
/// var u = new ImplicitNeuralField(Siren.Network(1, 1, 20, 2), rng);
/// u.Fit(points, start(points));
/// // (uₙ₊₁ − uₙ)/dt + v (∂uₙ₊₁/∂x + ∂uₙ/∂x)/2 = 0
/// for (var n = 0; n &lt; 240; n++) u.Advance(points, old => old.Value - old.D(0) * (v * dt / 2), (now, known) => now.Value + now.D(0) * (v * dt / 2) - known);
/// </code></example>
public sealed class ImplicitNeuralField
{
    private readonly Layer network;
    private readonly LeastSquares squares;

    /// <summary>A field with new weights.</summary>
    /// <param name="network">[N, d] → [N, C], some hundred weights; up to some thousand are possible.</param>
    /// <param name="rng">Draws the weights.</param>
    public ImplicitNeuralField(Layer network, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rng);
        this.network = Model.Initialize(network, rng);
        squares = new(network, network.Forward);
    }

    /// <summary>Most iterations of a step.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>A step ends when the largest derivative of its loss is below this.</summary>
    public double Tolerance { get; init; } = 3e-7;

    /// <summary>Numbers that describe the field.</summary>
    public long Weights => Model.Parameters(network).Sum(p => p.Value.Size);

    /// <summary>u at points [N, d].</summary>
    public Tensor Forward(Tensor points) => network.Forward(points);

    /// <summary>u and its derivatives at points.</summary>
    public Jet At(Tensor points) => new(network.Forward, points);

    /// <summary>Makes u the given values at points, in the mean square.</summary>
    /// <param name="points">[N, d].</param>
    /// <param name="values">[N, C].</param>
    /// <param name="iterations">At most so many.</param>
    public Minimum Fit(Tensor points, Tensor values, int iterations = 200) => Solve([Condition.Values("values", points, values)], iterations);

    /// <summary>One step in time: what is known of the present field at the points, then the equation that the next one fulfils there.</summary>
    /// <param name="points">[N, d].</param>
    /// <param name="before">uₙ → numbers [N, m].</param>
    /// <param name="residual">(uₙ₊₁, these numbers) → [N, c].</param>
    /// <param name="walls">Conditions on the sides.</param>
    public Minimum Advance(Tensor points, Func<Jet, Tensor> before, Func<Jet, Tensor, Tensor> residual, params Condition[] walls)
    {
        ArgumentNullException.ThrowIfNull(before);
        using var scope = Tensor.Scope();
        return Solve([Condition.Given("step", points, before(At(points)), residual), .. walls], Iterations);
    }

    /// <summary>Fulfils conditions in the mean square of all.</summary>
    /// <exception cref="ArgumentException">Fewer residuals than weights: the field would be free between the points.</exception>
    public Minimum Solve(IReadOnlyList<Condition> parts, int iterations)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var residuals = parts.Sum(p => p.Of(network.Forward, p.Points).Size);
        if (residuals < Weights) throw new ArgumentException($"ImplicitNeuralField: {residuals} residuals for {Weights} weights leave the field free between the points; take more points, or a smaller network");
        return squares.GaussNewton(parts, [.. parts.Select(p => p.Weight)], iterations, Tolerance);
    }

    /// <summary>One step of a mechanical system: minimises an energy of the field, such as ∫ ρ|u − û|²/2dt² + Ψ(∂u/∂x) dx.</summary>
    /// <param name="energy">→ a real scalar of this field.</param>
    /// <param name="iterations">Of L-BFGS.</param>
    public Minimum Minimize(Func<ImplicitNeuralField, Tensor> energy, int iterations = 200)
    {
        ArgumentNullException.ThrowIfNull(energy);
        return new LBfgs(network, 20).Minimize(() => energy(this), iterations, Tolerance);
    }
}
