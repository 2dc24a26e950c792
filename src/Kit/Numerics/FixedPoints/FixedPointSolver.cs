using System.Globalization;
using Kit.Autodiff;
using Kit.Tensors;

namespace Kit.Numerics.FixedPoints;

/// <summary>Solves x = f(x) for a vector of numbers, such as the order parameters of a mean-field theory.</summary>
/// <remarks>
/// Anderson's mixing takes x ← x + αr − Σ γⱼ(Δxⱼ + αΔrⱼ) with r = f(x) − x and the γ that make |r − Σ γⱼΔrⱼ| least over the latest steps; without memory it is the damped iteration x ← x + αr.
/// Both follow the stability of f: they leave a fixed point that repels. <see cref="Newton"/> converges to either kind, but only from nearby.
/// For tensors, and for derivatives of the solution with respect to parameters of f, there is <see cref="Grad.FixedPoint(Func{Tensor, Tensor, Tensor}, Tensor, Tensor, Iteration?)"/>.
/// D. G. Anderson, J. ACM 12 (1965) 547; H. F. Walker and P. Ni, SIAM J. Numer. Anal. 49 (2011) 1715.
/// </remarks>
public sealed record FixedPointSolver
{
    private const int MostHalvings = 30;

    /// <summary>Largest max |f(x) − x|, relative to 1 + max |x|.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Steps before it gives up.</summary>
    public int MaxIterations { get; init; } = 2000;

    /// <summary>α in (0, 1], the share of the new value in a step; below 1 where the iteration swings.</summary>
    public double Damping { get; init; } = 1;

    /// <summary>Earlier steps that Anderson's mixing uses, 2 to 10; 0 is the damped iteration.</summary>
    public int Memory { get; init; } = 5;

    /// <summary>Whether to take Newton's method with backtracking in place of the iteration.</summary>
    public bool Newton { get; init; }

    /// <summary>Damped steps before Newton's method begins: they choose the branch that attracts, Newton makes it sharp even where the iteration is slow.</summary>
    public int Warmup { get; init; }

    /// <summary>x ↦ ∂f/∂x for Newton's method, such as one by <see cref="Grad"/>; central differences if null.</summary>
    public Func<double[], double[,]>? Jacobian { get; init; }

    /// <summary>The plain or damped iteration, for maps that must be followed as they are.</summary>
    /// <param name="damping">α, the share of the new value.</param>
    public static FixedPointSolver Damped(double damping = 1) => new() { Damping = damping, Memory = 0 };

    /// <summary>Iterates from a start.</summary>
    /// <param name="map">f: takes n numbers to n numbers, and leaves its argument as it is.</param>
    /// <param name="start">Where to begin, [n].</param>
    /// <exception cref="ArgumentException">Settings out of range, a start that is not finite, or a map that changes the number of values.</exception>
    public FixedPoint Solve(Func<double[], double[]> map, params double[] start)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(start);
        if (!(Tolerance > 0 && MaxIterations > 0 && Damping is > 0 and <= 1 && Memory >= 0))
            throw new ArgumentException(Text($"FixedPointSolver: tolerance {Tolerance} > 0, {MaxIterations} > 0 iterations, damping {Damping} in (0, 1] and memory {Memory} ≥ 0 are needed"));
        if (Array.Exists(start, v => !double.IsFinite(v))) throw new ArgumentException(Text($"FixedPointSolver: the start ({string.Join(", ", start)}) is not finite"));
        var x = (double[])start.Clone();
        if (!Newton) return ByMixing(map, x);
        var warm = Warmup > 0 ? (Damped(Damping) with { Tolerance = Tolerance, MaxIterations = Warmup }).ByMixing(map, x) : null;
        return warm is { Converged: true } ? warm : ByNewton(map, warm?.Values ?? x);
    }

    private FixedPoint ByMixing(Func<double[], double[]> map, double[] x)
    {
        var mixing = new AndersonMixing(Memory, Damping);
        for (var k = 0; ; k++)
        {
            var residual = Residual(map, x);
            var left = Size(residual);
            if (left <= Goal(x) || k >= MaxIterations || !double.IsFinite(left)) return Ended(x, left, k);
            x = mixing.Next(x, residual);
        }
    }

    private FixedPoint ByNewton(Func<double[], double[]> map, double[] x)
    {
        var residual = Residual(map, x);
        for (var k = 0; ; k++)
        {
            var left = Size(residual);
            if (left <= Goal(x) || k >= MaxIterations || !double.IsFinite(left)) return Ended(x, left, k);
            if (Step(map, x, residual) is not { } step) return Ended(x, left, k, "the Jacobian of f(x) − x is singular here");
            var (next, after, share) = (x, residual, 1.0);
            for (var halvings = 0; halvings <= MostHalvings; halvings++, share /= 2)
            {
                next = [.. x.Select((v, i) => v + share * step[i])];
                after = Residual(map, next);
                if (Size(after) <= (1 - 1e-4 * share) * left) break;
            }

            if (!(Size(after) < left)) return Ended(x, left, k, "no part of Newton's step makes the residual smaller");
            (x, residual) = (next, after);
        }
    }

    /// <summary>(1 − ∂f/∂x)⁻¹ r, null where the matrix is singular.</summary>
    private double[]? Step(Func<double[], double[]> map, double[] x, double[] residual)
    {
        using var scope = Tensor.Scope();
        var n = x.Length;
        var matrix = Jacobian?.Invoke(x) ?? Differences(map, x);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i, j] = (i == j ? 1 : 0) - matrix[i, j];
        try
        {
            var step = LinearAlgebra.Solve(Tensor.Of(matrix), Tensor.Of(residual).Reshape(n, 1)).ToDoubles();
            return Array.TrueForAll(step, double.IsFinite) ? step : null;
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException)
        {
            return null;
        }
    }

    private static double[,] Differences(Func<double[], double[]> map, double[] x)
    {
        var n = x.Length;
        var (jacobian, moved) = (new double[n, n], (double[])x.Clone());
        for (var j = 0; j < n; j++)
        {
            // ∛ε balances the error h² of the difference with the rounding ε/h.
            var h = 6e-6 * Math.Max(1e-3, Math.Abs(x[j]));
            moved[j] = x[j] + h;
            var (up, right) = (map(moved), moved[j]);
            moved[j] = x[j] - h;
            var (down, width) = (map(moved), right - moved[j]);
            moved[j] = x[j];
            for (var i = 0; i < n; i++) jacobian[i, j] = (up[i] - down[i]) / width;
        }

        return jacobian;
    }

    private static double[] Residual(Func<double[], double[]> map, double[] x)
    {
        var image = map(x);
        if (image.Length != x.Length) throw new ArgumentException($"FixedPointSolver: the map takes {x.Length} numbers to {image.Length}; it must keep their count");
        var residual = new double[x.Length];
        for (var i = 0; i < x.Length; i++) residual[i] = image[i] - x[i];
        return residual;
    }

    private double Goal(double[] x) => Tolerance * (1 + Size(x));

    private static double Size(double[] x)
    {
        var size = 0.0;
        foreach (var v in x) size = double.IsNaN(v) ? double.PositiveInfinity : Math.Max(size, Math.Abs(v));
        return size;
    }

    private FixedPoint Ended(double[] x, double left, int iterations, string? why = null)
    {
        var converged = left <= Goal(x);
        var remedy = Newton ? "begin nearer, or iterate first without Newton" : "begin nearer, damp more, allow more iterations, or take Newton's method";
        var reason = converged
            ? Text($"fixed point after {iterations} iterations, residual {left:G3}")
            : Text($"fixed point not reached: after {iterations} iterations {left:G3} is left over and {Goal(x):G3} was to be reached{(why is null ? "" : $" ({why})")}; {remedy}");
        return new(x, left, iterations, converged, reason);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
