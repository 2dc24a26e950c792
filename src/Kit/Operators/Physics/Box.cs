using Kit.Tensors;

namespace Kit.Operators.Physics;

/// <summary>A box of space and time [a₁, b₁] × … × [a_d, b_d], and points in it: [N, d], one row a point. Time is the last coordinate by custom.</summary>
public sealed class Box
{
    private readonly (double From, double To)[] sides;

    /// <summary>The box with these sides.</summary>
    /// <exception cref="ArgumentException">No sides, or one that is empty or not finite.</exception>
    public Box(params (double From, double To)[] sides)
    {
        ArgumentNullException.ThrowIfNull(sides);
        if (sides.Length == 0) throw new ArgumentException("Box: no sides; it needs one a coordinate");
        foreach (var (from, to) in sides)
            if (!(to > from && double.IsFinite(to - from))) throw new ArgumentException(FormattableString.Invariant($"Box: the side [{from}, {to}]; from < to is right"));
        this.sides = [.. sides];
    }

    /// <summary>[a, b] of each coordinate.</summary>
    public IReadOnlyList<(double From, double To)> Sides => sides;

    /// <summary>d.</summary>
    public int Dimensions => sides.Length;

    /// <summary>All points of a grid with both ends, the last coordinate fastest; the count 1 is the middle of a side.</summary>
    public Tensor Grid(params int[] counts) => Lattice(sides, counts);

    /// <summary>Points of a grid on the face where one coordinate is held, such as t = 0 or a wall.</summary>
    /// <param name="axis">The coordinate.</param>
    /// <param name="at">Its value.</param>
    /// <param name="counts">Points along each of the others.</param>
    public Tensor Face(int axis, double at, params int[] counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(axis);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(axis, Dimensions);
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Length != Dimensions - 1) throw new ArgumentException($"Face: {counts.Length} counts for the {Dimensions - 1} other coordinates");
        var (held, all) = (((double, double)[])sides.Clone(), counts.ToList());
        held[axis] = (at, at);
        all.Insert(axis, 1);
        return Lattice(held, [.. all]);
    }

    /// <summary>Independent uniform points.</summary>
    public Tensor Uniform(int count, Rng rng) => FromUnit(Drawn(count, rng).Uniform((count, Dimensions)));

    /// <summary>One point in each of N equal slices of every coordinate.</summary>
    /// <remarks>McKay, Beckman, Conover, Technometrics 21 (1979).</remarks>
    public Tensor LatinHypercube(int count, Rng rng)
    {
        var unit = Drawn(count, rng).Uniform((count, Dimensions)).ToDoubles();
        for (var d = 0; d < Dimensions; d++)
        {
            var slices = rng.Permutation(count).ToArray<int>();
            for (var i = 0; i < count; i++) unit[i * Dimensions + d] = (slices[i] + unit[i * Dimensions + d]) / count;
        }

        return FromUnit(Tensor.Of(unit).Reshape(count, Dimensions));
    }

    /// <summary>Points 1 … N of Sobol's sequence, the most even of all for N = 2ᵏ; the same in every call.</summary>
    /// <exception cref="ArgumentException">More coordinates than <see cref="SobolSequence.MostDimensions"/>.</exception>
    public Tensor Sobol(int count) => FromUnit(SobolSequence.Points(count, Dimensions));

    /// <summary>x = a + (b − a) z of points z in the unit box.</summary>
    public Tensor FromUnit(Tensor unit) => Ends(s => s.From) + unit * Ends(s => s.To - s.From);

    /// <summary>2(x − a)/(b − a) − 1: coordinates that networks like.</summary>
    public Tensor ToSymmetric(Tensor x) => (x - Ends(s => (s.From + s.To) / 2)) * Ends(s => 2 / (s.To - s.From));

    private static Rng Drawn(int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return rng;
    }

    private Tensor Ends(Func<(double From, double To), double> end) => Tensor.Of([.. sides.Select(end)]);

    private static Tensor Lattice((double From, double To)[] sides, int[] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Length != sides.Length || Array.Exists(counts, n => n < 1)) throw new ArgumentException($"Grid: counts {string.Join(" × ", counts)} for {sides.Length} coordinates; one count of 1 or more a coordinate is right");
        var total = counts.Aggregate(1, (a, b) => checked(a * b));
        var points = new double[total * sides.Length];
        for (var i = 0; i < total; i++)
        {
            var rest = i;
            for (var d = sides.Length - 1; d >= 0; d--)
            {
                var (from, to) = sides[d];
                points[i * sides.Length + d] = counts[d] == 1 ? (from + to) / 2 : from + (to - from) * (rest % counts[d]) / (counts[d] - 1);
                rest /= counts[d];
            }
        }

        return Tensor.Of(points).Reshape(total, sides.Length);
    }
}
