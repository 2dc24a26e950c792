using Kit.Compute;
using Kit.Tensors;

namespace Kit.Numerics.TimeIntegration;

/// <summary>One path W(t) of Brownian motion for every element, that does not depend on the steps it is asked by: a coarse step's increment is the sum of the fine ones'.</summary>
/// <remarks>
/// P. Lévy's construction: W(to) − W(from) first, then midpoints, W(m) = (W(a) + W(b))/2 + √(b − a)/2 · Z, with a stream of random numbers for each midpoint. Asked in order,
/// a step costs two random tensors on average. P. Kloeden and E. Platen, Numerical Solution of Stochastic Differential Equations (1992), §1.8.
/// </remarks>
public sealed class BrownianPath
{
    private const int MostLevels = 48;

    private readonly Rng rng;
    private readonly Shape shape;
    private readonly DType type;
    private readonly int levels;
    private readonly (long Node, Tensor Value)?[] midpoints;
    private readonly Tensor end;

    /// <param name="rng">Where the path comes from: the same seed and stream give the same path.</param>
    /// <param name="shape">Shape of W, that of the state.</param>
    /// <param name="from">Where W = 0.</param>
    /// <param name="to">Where the path ends.</param>
    /// <param name="levels">L: the path is known at 2ᴸ + 1 times, so steps are multiples of (to − from)/2ᴸ; 10 to 20.</param>
    /// <param name="type">F64 or F32.</param>
    /// <exception cref="ArgumentException">The interval is empty, or there are more than 48 levels.</exception>
    public BrownianPath(Rng rng, Shape shape, double from, double to, int levels, DType type = DType.F64)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!(to > from) || levels is < 0 or > MostLevels)
            throw new ArgumentException(FormattableString.Invariant($"BrownianPath: from {from} to {to} with {levels} levels; to > from and 0 to {MostLevels} levels are right"));
        (this.rng, this.shape, From, To, this.levels, this.type, midpoints) = (rng, shape, from, to, levels, type, new (long, Tensor)?[levels]);
        end = Held(Noise(0) * Math.Sqrt(to - from));
    }

    /// <summary>Where W = 0.</summary>
    public double From { get; }

    /// <summary>Where the path ends.</summary>
    public double To { get; }

    /// <summary>W(t + h) − W(t).</summary>
    /// <param name="t">Start.</param>
    /// <param name="dt">h.</param>
    /// <exception cref="ArgumentException">An end is no multiple of (to − from)/2ᴸ away from the start of the path, or outside of it.</exception>
    public Tensor Increment(double t, double dt) => At(t + dt) - At(t);

    /// <summary>W(t), for the times that the levels know.</summary>
    /// <param name="t">Time.</param>
    /// <exception cref="ArgumentException">Another time.</exception>
    public Tensor At(double t)
    {
        var place = (t - From) / (To - From) * (1L << levels);
        var p = (long)Math.Round(place);
        if (!(Math.Abs(place - p) < 1e-3) || p < 0 || p > 1L << levels)
            throw new ArgumentException(FormattableString.Invariant($"BrownianPath: t = {t} is not among the {(1L << levels) + 1} times from {From} to {To}; take steps that are multiples of {(To - From) / (1L << levels)}, or more levels"));
        using var scope = Tensor.Scope();
        return scope.Own(Descend(p), scope.Outer);
    }

    private Tensor Descend(long p)
    {
        if (p == 0) return Tensor.Zeros(shape, type);
        var (low, high, left, right) = (0L, 1L << levels, (Tensor?)null, end);
        if (p == high) return end;
        for (var level = 0; ; level++)
        {
            // Nodes of the tree of halves are numbered from 1 at the root, row by row.
            var (middle, node) = (low + high >> 1, (1L << level) + (low >> levels - level));
            if (midpoints[level] is not { } known || known.Node != node)
            {
                var width = (To - From) / (1L << level);
                var value = (left is null ? right * 0.5 : (left + right) * 0.5) + Noise(node) * (Math.Sqrt(width) / 2);
                midpoints[level]?.Value.Dispose();
                midpoints[level] = known = (node, Held(value));
            }

            if (p == middle) return known.Value;
            if (p < middle) (high, right) = (middle, known.Value);
            else (low, left) = (middle, known.Value);
        }
    }

    private Tensor Noise(long node) => rng.Stream(node).Normal(shape, dtype: type);

    private static Tensor Held(Tensor x)
    {
        TensorScope.Move(x, null);
        return x;
    }
}
