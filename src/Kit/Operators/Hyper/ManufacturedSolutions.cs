using Kit.Compute;
using Kit.Tensors;

namespace Kit.Operators.Hyper;

/// <summary>Random sums of waves and steps, u = Σ_k A_k φ_k(d_k·x + γ_k) with φ = sin or tanh, whose derivatives are known: the source f = L[u] is then exact for any L.</summary>
/// <remarks>The method of manufactured solutions (Roache, J. Fluids Eng. 124 (2002) 4): no solver is needed to make pairs of equation and solution. A cosine is a sine of another phase γ.</remarks>
public sealed class ManufacturedSolutions
{
    private readonly Tensor directions;
    private readonly Tensor phases;
    private readonly Tensor amplitudes;
    private readonly Tensor steps;

    private ManufacturedSolutions(Tensor directions, Tensor phases, Tensor amplitudes, Tensor steps) =>
        (this.directions, this.phases, this.amplitudes, this.steps) = (directions, phases, amplitudes, steps);

    /// <summary>Draws solutions of order one.</summary>
    /// <param name="rng">Of all numbers.</param>
    /// <param name="count">N.</param>
    /// <param name="terms">Terms of each sum.</param>
    /// <param name="frequency">Deviation of both components of d_k; on the square of side 2 a wave of d = π goes round once.</param>
    /// <param name="stepShare">Probability that a term is tanh.</param>
    /// <param name="dtype">F32 or F64.</param>
    public static ManufacturedSolutions Draw(Rng rng, int count, int terms = 3, double frequency = 2, double stepShare = 0.3, DType dtype = DType.F32)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        return new(
            rng.Stream("directions").Normal([count, terms, 2], 0, frequency, dtype), rng.Stream("phases").Uniform([count, terms, 1], -Math.PI, Math.PI, dtype),
            rng.Stream("amplitudes").Normal([count, terms, 1], 0, Math.Sqrt(2.0 / terms), dtype), rng.Stream("kinds").Uniform([count, terms, 1], 0, 1, dtype) < stepShare);
    }

    /// <summary>u and its derivatives at points, [N, P] each.</summary>
    /// <param name="points">[P, 2].</param>
    public FieldDerivatives At(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var phase = directions.MatMul(points.T) + phases;
        var (sin, cos, tanh) = (phase.Sin(), phase.Cos(), phase.Tanh());
        var slope = 1 - tanh.Square();
        var (first, second) = (Functions.Where(steps, slope, cos), Functions.Where(steps, -2 * tanh * slope, -sin));
        var (dx, dy) = (directions[.., .., ..1], directions[.., .., 1..]);
        return new(Sum(Functions.Where(steps, tanh, sin)), Sum(first * dx), Sum(first * dy), Sum(second * dx.Square()), Sum(second * dy.Square()));

        Tensor Sum(Tensor part) => (part * amplitudes).Sum(1);
    }
}
