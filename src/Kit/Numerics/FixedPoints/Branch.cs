namespace Kit.Numerics.FixedPoints;

/// <summary>A point of a branch.</summary>
/// <param name="Parameter">λ.</param>
/// <param name="Values">x with x = f(x; λ).</param>
public sealed record BranchPoint(double Parameter, double[] Values);

/// <summary>A solution of x = f(x; λ) followed along λ, until the end of the range or until it is no more.</summary>
/// <param name="Points">In the order in which they were found.</param>
/// <param name="End">λ at which the branch ceases, a spinodal or a phase boundary, to within the smallest step; null where it goes through the whole range.</param>
public sealed record Branch(IReadOnlyList<BranchPoint> Points, double? End)
{
    /// <summary>The last point on the branch.</summary>
    public BranchPoint Last => Points[^1];

    /// <summary>Follows a branch from λ = <paramref name="from"/> to <paramref name="to"/>, upwards or downwards.</summary>
    /// <remarks>
    /// Each point begins where the line through the last two leads. A step counts as lost when the solver fails, when x moved by more than <paramref name="maxChange"/> (it fell onto another branch), or when
    /// <paramref name="isOn"/> says so; it is then halved, and grows again after good ones. Near a fold x changes like √|λ − λ_c|: the smallest step gives λ_c to its own size, and x to its root.
    /// </remarks>
    /// <param name="map">(λ, x) ↦ f(x; λ).</param>
    /// <param name="from">The λ of the first point.</param>
    /// <param name="to">The last λ.</param>
    /// <param name="start">A guess of x at the first λ.</param>
    /// <param name="step">Largest |Δλ|.</param>
    /// <param name="solver">Newton's method if null: it follows branches that repel the iteration too.</param>
    /// <param name="maxChange">Largest change of any component in a step.</param>
    /// <param name="minStep">Smallest |Δλ|, to which the end is found; 10⁻⁷ of the range if 0.</param>
    /// <param name="isOn">(λ, x) ↦ whether x is on the branch, such as m > 10⁻³ for one that merges with m = 0; everything is if null.</param>
    /// <exception cref="ArgumentException">Steps that are not positive, or an empty range.</exception>
    /// <exception cref="ArithmeticException">There is no solution at the first λ.</exception>
    public static Branch Follow(
        Func<double, double[], double[]> map, double from, double to, double[] start, double step, FixedPointSolver? solver = null, double maxChange = 0.1, double minStep = 0, Func<double, double[], bool>? isOn = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(start);
        if (!(step > 0 && maxChange > 0 && minStep >= 0 && double.IsFinite(to - from) && to != from))
            throw new ArgumentException(FormattableString.Invariant($"Branch: from {from} to {to} in steps of {step} ≥ {minStep}, each changing x by {maxChange} at most; steps must be positive and the ends differ"));
        solver ??= new() { Newton = true, MaxIterations = 50 };
        if (minStep == 0) minStep = 1e-7 * Math.Abs(to - from);
        var first = solver.Solve(x => map(from, x), start).OrThrow();
        if (isOn?.Invoke(from, first) == false) throw new ArithmeticException(FormattableString.Invariant($"Branch: the solution ({string.Join(", ", first)}) at {from} is not on the branch sought; begin with another guess or at another end"));
        var points = new List<BranchPoint> { new(from, first) };
        for (var size = step; ;)
        {
            var here = points[^1];
            if (here.Parameter == to) return new(points, null);
            var left = Math.Abs(to - here.Parameter);
            var next = left <= size * (1 + 1e-9) ? to : here.Parameter + Math.CopySign(size, to - from);
            var found = solver.Solve(x => map(next, x), Predicted(points, next, maxChange));
            if (found.Converged && Distance(found.Values, here.Values) <= maxChange && isOn?.Invoke(next, found.Values) != false)
            {
                points.Add(new(next, found.Values));
                size = Math.Min(step, 1.5 * size);
            }
            else
            {
                size = Math.Min(size, left) / 2;
                if (size < minStep) return new(points, here.Parameter);
            }
        }
    }

    private static double[] Predicted(List<BranchPoint> points, double parameter, double maxChange)
    {
        var last = points[^1];
        if (points.Count == 1) return last.Values;
        var before = points[^2];
        var ratio = (parameter - last.Parameter) / (last.Parameter - before.Parameter);
        double[] line = [.. last.Values.Select((v, i) => v + ratio * (v - before.Values[i]))];
        return Distance(line, last.Values) <= maxChange ? line : last.Values;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).DefaultIfEmpty().Max();
}
